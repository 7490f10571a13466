// The end of what a peer says: its Close, or the first thing that it may not send.
//
// Both are looked at before the protocol engine sees them. Beast answers an enormous length with 1009 and a reason that
// isn't text with 1002, and echoes codes that nobody may send; so in their place it reads a Close of our making, which
// it answers with the right code, and ends as after any other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/websocket/close_reason.hpp"

namespace netdumplings::net {

struct PeerClose {
  CloseReason reason;      // what is told of it; `sent` is set when the peer broke a rule
  const char* fault = "";  // which one, in words for a log

  /// The payload of the Close for the engine.
  [[nodiscard]] std::string for_engine() const;
};

/// `payload` is a Close frame's, unmasked.
PeerClose read_close(std::string_view payload);
/// What comes isn't WebSocket's.
PeerClose protocol_broken(const char* fault);

}  // namespace netdumplings::net
