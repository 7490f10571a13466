// What a kitchen and a hub say to each other under netdumplings.v1, beside dumplings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings::kitchen {

/// The card with the session in it.
std::string card_with_session(const std::string& card, const std::string& session);

/// `{"first": N}`: the number of the next dumpling.
std::string first_word(std::uint64_t number);

/// The N of the hub's `{"ack": N}`; nothing when it says something else.
std::optional<std::uint64_t> read_ack(std::string_view message);

}  // namespace netdumplings::kitchen
