// How a WebSocket connection ended.
#pragma once

#include <cstdint>
#include <string>

namespace netdumplings::net {

struct CloseReason {
  std::uint16_t code = 0;  // the peer's; 0: the connection went without a Close frame; 1005: its Close had no code
  std::string text;        // the peer's own words, may be empty; not to be trusted
  std::uint16_t sent = 0;  // what this side closed with because of a fault of the peer's, else 0

  /// `received 1001 (going away)`, with ` TEXT` behind it where there is one, or `no close frame received`, with
  /// `sent 1009 (message too big); ` before it when this side had to end it. TEXT is the peer's, as it came.
  [[nodiscard]] std::string to_string() const;
};

/// What a close code means in two or three words: `going away`, `private use`, ...; `unknown` for those without a
/// meaning.
[[nodiscard]] const char* close_code_meaning(std::uint16_t code);
/// Whether a Close frame may carry it: RFC 6455, section 7.4, and what was registered since (1012 to 1014).
[[nodiscard]] bool may_be_sent(std::uint16_t code);

}  // namespace netdumplings::net
