// What a kitchen and its hub say to each other under netdumplings.v1 beside dumplings (CONTRACT, section 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings::kitchen {

/// Returns the card with the session added. `card` is a JSON object.
std::string card_with_session(const std::string& card, const std::string& session);

/// Returns `{"first": N}`, which says the number of the next dumpling.
std::string first_message(std::uint64_t number);

/// Returns the N of the hub's message `{"ack": N}`, or nothing if the message isn't that. Of a number past 64 bits, it
/// returns the largest one.
std::optional<std::uint64_t> read_ack(std::string_view message);

}  // namespace netdumplings::kitchen
