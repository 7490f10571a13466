// Reads headers of GTP-U, the tunnels of mobile networks (3GPP TS 29.281).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a header of GTP-U. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
/// Its extension headers, and the packet in the tunnel, are in the layers after this one.
class Gtp {
 public:
  /// Some types of messages.
  enum MessageType : std::uint8_t {
    echo_request = 1,
    echo_response = 2,
    error_indication = 26,
    end_marker = 254,
    user_data = 255
  };

  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_GTP_U; }
  /// Makes a view of `layer`, or returns nothing if fewer than 8 bytes of it were captured.
  static std::optional<Gtp> of(const Layer& layer) {
    return layer.bytes.size() < 8 ? std::nullopt : std::optional(Gtp(layer));
  }

  /// Returns the message's type, a MessageType or another number.
  std::uint8_t message_type() const { return layer_.bytes[1]; }
  /// Returns the length in bytes of all that comes after the first 8 bytes, as the header gives it.
  std::uint16_t length() const { return detail::be16(layer_.bytes, 2); }
  /// Returns the tunnel's number (TEID). The receiver chose it, so the other direction has another.
  std::uint32_t tunnel_id() const { return detail::be32(layer_.bytes, 4); }
  /// Returns the sequence number, or nothing if the message has none or it wasn't captured.
  std::optional<std::uint16_t> sequence() const {
    constexpr std::uint8_t has_sequence = 0x02;
    if ((layer_.bytes[0] & has_sequence) == 0 || layer_.bytes.size() < 10) return std::nullopt;
    return detail::be16(layer_.bytes, 8);
  }
  /// Returns the captured bytes after the header: extension headers, and what the message carries.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Gtp(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
