// A client's first message, in which it introduces itself: what the hellos of kitchens and eaters have in common.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/json/json_fields.hpp"
#include "common/result.hpp"

namespace netdumplings::hub {

struct Hello {
  std::string name;          // as the client said it, at most defaults::longest_name bytes of any characters
  std::string card;          // the hello as JSON, as the status shows it, without the secret `session`
  std::string session = {};  // the secret; empty if there is none, or if it isn't a string
};

/// Why a hello in a binary message is refused.
inline constexpr const char* hello_not_text = "the hello isn't text";

/// The members of a hello in their order, each key once. The values are views into the hello's text.
using Card = std::vector<JsonField>;

/// Reads a hello. The error says what is wrong: the message has more than `most_bytes`, it isn't a JSON object, it has
/// more than defaults::most_hello_keys keys, or there is no string under `name_key` that may be a name. Takes time in
/// proportion to the message, whatever is in it.
Result<Card> read_card(std::string_view message, const char* name_key, std::size_t most_bytes);

/// Returns the value of a key, or null. It is valid until the card changes.
std::string_view* find_value(Card& card, std::string_view key);

/// Makes a hello of a card that read_card() accepted.
Hello hello_of(Card card, const char* name_key);

}  // namespace netdumplings::hub
