// Reads TCP headers (RFC 9293).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// One option of a TCP header.
struct TcpOption {
  std::uint8_t kind = 0;  ///< 2 is the maximum segment size (https://www.iana.org/assignments/tcp-parameters)
  Bytes data;             ///< its captured bytes, without kind and length; valid as long as the packet
};

/// Reads a TCP header. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Tcp {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of `layer`, or returns nothing if fewer than 20 bytes of it were captured.
  /// Doesn't look at its kind: it also reads a "TCP in ICMP" layer, if the error quotes enough (it need quote no more
  /// than eight bytes).
  static std::optional<Tcp> of(const Layer& layer) {
    return layer.bytes.size() < 20 ? std::nullopt : std::optional(Tcp(layer));
  }

  /// Returns the sender's port.
  std::uint16_t source_port() const { return detail::be16(layer_.bytes, 0); }
  /// Returns the receiver's port.
  std::uint16_t destination_port() const { return detail::be16(layer_.bytes, 2); }
  /// Returns the sequence number of the payload's first byte (of the SYN itself, if there is one).
  std::uint32_t sequence() const { return detail::be32(layer_.bytes, 4); }
  /// Returns the next sequence number that the sender expects from its peer; meaningful if ack().
  std::uint32_t acknowledgement() const { return detail::be32(layer_.bytes, 8); }
  /// Returns the window field unchanged. The window in bytes is this, shifted left by the window scale (RFC 7323) that
  /// both sides agreed on in their SYNs.
  std::uint16_t window() const { return detail::be16(layer_.bytes, 14); }

  /// Returns whether the flag of this name is set.
  bool fin() const { return (flags() & 0x01) != 0; }
  bool syn() const { return (flags() & 0x02) != 0; }
  bool rst() const { return (flags() & 0x04) != 0; }
  bool psh() const { return (flags() & 0x08) != 0; }
  bool ack() const { return (flags() & 0x10) != 0; }
  bool urg() const { return (flags() & 0x20) != 0; }
  /// Returns the nine flags as a number: FIN is 1, SYN is 2, and so on in the order of flags_text().
  std::uint16_t flags() const { return detail::be16(layer_.bytes, 12) & 0x1ff; }
  /// Returns the flags as scapy writes them, in the order FSRPAUECN: "S", "SA", "PA"; "" if none is set.
  std::string flags_text() const {
    static constexpr char letters[] = "FSRPAUECN";
    std::string text;
    for (unsigned bit = 0; bit < 9; ++bit) {
      if ((flags() >> bit & 1) != 0) text += letters[bit];
    }
    return text;
  }

  /// Goes through the options one by one, without end-of-list and no-operation. Stops where they can't be read.
  class Options {
   public:
    explicit Options(Bytes bytes) : left_(bytes) {}
    /// Returns the next option, or nothing after the last one.
    std::optional<TcpOption> next() {
      while (!left_.empty() && left_[0] == 1) left_ = left_.subspan(1);
      if (left_.size() < 2 || left_[0] == 0 || left_[1] < 2) return std::nullopt;
      const TcpOption option{left_[0], detail::clipped(left_, 2, left_[1] - 2u)};
      left_ = detail::clipped(left_, left_[1], left_.size());
      return option;
    }

   private:
    Bytes left_;
  };
  /// Returns the options, from the first one on.
  Options options() const { return Options(detail::clipped(layer_.header, 20, layer_.header.size())); }

  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Tcp(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
