// How a WebSocket connection ended.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace netdumplings::net {

struct CloseReason {
  std::uint16_t code = 0;  // the peer's; 0: the connection went without a Close frame; 1005: its Close had no code
  std::string text;        // the peer's own words, may be empty; not to be trusted
  std::uint16_t sent = 0;  // the code that this side closed with because the peer broke a rule; 0: it broke none

  /// Returns `received 1001 (going away)`, followed by ` TEXT` if there is a text; or `no close frame received`, after
  /// `sent 1009 (message too big); ` if this side had to close. TEXT is as the peer sent it.
  [[nodiscard]] std::string to_string() const;
};

/// Returns what a close code means in two or three words: `going away`, `private use`; `unknown` for a code without a
/// meaning.
[[nodiscard]] const char* close_code_meaning(std::uint16_t code);
/// Returns `1009 (message too big)`, followed by ` TEXT` if there is a text.
[[nodiscard]] std::string close_code_and_text(std::uint16_t code, std::string_view text);
/// Returns whether a Close frame may carry the code: RFC 6455, section 7.4, and what was registered since (1012 to
/// 1014).
[[nodiscard]] bool may_be_sent(std::uint16_t code);
/// Returns the front of `text`, which is UTF-8, that fits into a Close frame (123 bytes: RFC 6455, section 5.5). Cuts
/// no character.
[[nodiscard]] std::string_view close_text_that_fits(std::string_view text);

/// The end of what a peer says: its Close, or the first thing that it may not send.
struct PeerClose {
  CloseReason reason;      // `sent` is set if the peer broke a rule
  const char* fault = "";  // which rule, in words for a log
};

/// Reads the payload of a Close frame, unmasked.
[[nodiscard]] PeerClose read_close(std::string_view payload);
/// Returns the end of a peer that broke a rule which is answered with 1002 (RFC 6455, section 7.4.1).
[[nodiscard]] PeerClose protocol_broken(const char* fault);
/// Returns the end of a peer that sent a text which isn't UTF-8: 1007.
[[nodiscard]] PeerClose not_utf8(const char* fault);

}  // namespace netdumplings::net
