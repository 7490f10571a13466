// A client's first message, in which it introduces itself: what the hellos of kitchens and eaters have in common.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "common/result.hpp"

namespace netdumplings::hub {

struct Hello {
  std::string name;          // as the client said it; it may have any characters
  std::string card;          // the hello as JSON, as the status shows it, without the secret `session`
  std::string session = {};  // the secret; empty if there is none, or if it isn't a string
};

/// Why a hello in a binary message is refused.
inline constexpr const char* hello_not_text = "the hello isn't text";

/// Reads `message` into `card`, whose keys stay in their order. The error says what is wrong: the message has more than
/// `most_bytes`, it isn't a JSON object, or there is no string under `name_key`.
Result<void> read_card(std::string_view message, const char* name_key, std::size_t most_bytes,
                       nlohmann::ordered_json& card);

/// Makes a hello of a card that read_card() accepted.
Hello hello_of(nlohmann::ordered_json card, const char* name_key);

}  // namespace netdumplings::hub
