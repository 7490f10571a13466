// The kitchen's card: its first message on each connection to a hub.
#pragma once

#include <string>
#include <vector>

namespace netdumplings::kitchen {

struct Options;

/// Returns the card as JSON, with the keys in the contract's order. `filter` is the one in use. `chefs` are
/// "module.Chef" each.
std::string make_card(const Options& options, const std::string& filter, const std::vector<std::string>& chefs);

}  // namespace netdumplings::kitchen
