// The first message of a kitchen (its card) or an eater: who it is.
#pragma once

#include <string>
#include <string_view>

#include "common/result.hpp"
#include "hub/eaters/subscription.hpp"

namespace netdumplings::hub {

struct Hello {
  std::string name;  // as it was said; not to be trusted
  std::string
      card;  // the message as JSON for the status: `session`, a secret, left out; a kitchen's `chefs` is an array
  std::string session = {};  // that secret, as it was said; empty when it wasn't, or wasn't text
};

struct EaterHello : Hello {
  Subscription subscription;
};

/// Why a hello in a binary message is none.
inline constexpr const char* hello_not_text = "the hello isn't text";

/// Errors say what is wrong with the message.
Result<Hello> kitchen_hello(std::string_view message);
Result<EaterHello> eater_hello(std::string_view message);

}  // namespace netdumplings::hub
