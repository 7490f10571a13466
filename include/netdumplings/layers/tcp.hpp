// TCP (RFC 9293).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace layers {

struct TcpOption {
  std::uint8_t kind = 0;  ///< 2 is the maximum segment size (https://www.iana.org/assignments/tcp-parameters)
  Bytes data;             ///< as much as was captured
};

/// A view: valid as long as the packet. Given a "TCP in ICMP" layer, of() reads the quoted header just as well, where
/// the quote has room for it (ICMP need quote no more than eight bytes).
class Tcp {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  static std::optional<Tcp> of(const Layer& layer) {
    return layer.bytes.size() < 20 ? std::nullopt : std::optional(Tcp(layer));
  }

  std::uint16_t source_port() const { return detail::be16(layer_.bytes, 0); }
  std::uint16_t destination_port() const { return detail::be16(layer_.bytes, 2); }
  std::uint32_t sequence() const { return detail::be32(layer_.bytes, 4); }
  std::uint32_t acknowledgement() const { return detail::be32(layer_.bytes, 8); }
  std::uint16_t window() const { return detail::be16(layer_.bytes, 14); }

  bool fin() const { return (flags() & 0x01) != 0; }
  bool syn() const { return (flags() & 0x02) != 0; }
  bool rst() const { return (flags() & 0x04) != 0; }
  bool psh() const { return (flags() & 0x08) != 0; }
  bool ack() const { return (flags() & 0x10) != 0; }
  bool urg() const { return (flags() & 0x20) != 0; }
  /// All of them, as they stand in the header: FIN is 1, SYN is 2.
  std::uint16_t flags() const { return detail::be16(layer_.bytes, 12) & 0x1ff; }
  /// As scapy writes them: "S", "SA", "PA".
  std::string flags_text() const {
    static constexpr char letters[] = "FSRPAUECN";
    std::string text;
    for (unsigned bit = 0; bit < 9; ++bit) {
      if ((flags() >> bit & 1) != 0) text += letters[bit];
    }
    return text;
  }

  /// The options one by one, without end-of-list and no-operation; the list ends where it can't be read.
  class Options {
   public:
    explicit Options(Bytes bytes) : left_(bytes) {}
    /// Nothing after the last one.
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
  Options options() const { return Options(detail::clipped(layer_.header, 20, layer_.header.size())); }

  Bytes payload() const { return layer_.payload; }

 private:
  explicit Tcp(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
