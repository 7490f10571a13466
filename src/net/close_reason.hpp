// How a WebSocket connection ended.
#pragma once

#include <cstdint>
#include <string>

namespace netdumplings::net {

struct CloseReason {
  std::uint16_t code = 0;  // 0: the connection went without a Close frame
  std::string text;        // the peer's own words, may be empty; not to be trusted

  /// `received 1001 (going away)`, with `; TEXT` behind it where there is one, or `no close frame received`.
  [[nodiscard]] std::string to_string() const;
};

}  // namespace netdumplings::net
