// An eater's first message: its name, and what it wants.
#pragma once

#include <string_view>

#include "common/result.hpp"
#include "hub/access/hello.hpp"
#include "hub/eaters/subscription.hpp"

namespace netdumplings::hub {

struct EaterHello {
  Hello introduction;
  Subscription subscription;
};

/// Reads an eater's hello. The error says what is wrong with the message.
Result<EaterHello> eater_hello(std::string_view message);

}  // namespace netdumplings::hub
