// The kitchen's card: its first message to a hub.
#pragma once

#include <string>
#include <vector>

namespace netdumplings::kitchen {

struct Options;

/// JSON, its keys in the contract's order.
std::string make_card(const Options& options, const std::vector<std::string>& chefs);

}  // namespace netdumplings::kitchen
