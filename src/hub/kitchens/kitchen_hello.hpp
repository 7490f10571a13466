// A kitchen's first message: its card.
#pragma once

#include <string_view>

#include "common/result.hpp"
#include "hub/access/hello.hpp"

namespace netdumplings::hub {

/// Reads a kitchen's hello. In the card that it returns, `chefs` is always an array. The error says what is wrong with
/// the message.
Result<Hello> kitchen_hello(std::string_view message);

}  // namespace netdumplings::hub
