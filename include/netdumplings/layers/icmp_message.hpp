// What ICMP's and ICMPv6's messages have in common. For icmp.hpp and icmpv6.hpp.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// The layer that it is made of has at least four bytes.
template <std::uint8_t EchoRequest, std::uint8_t EchoReply>
class IcmpMessage {
 public:
  static constexpr std::uint8_t echo_request = EchoRequest;
  static constexpr std::uint8_t echo_reply = EchoReply;

  std::uint8_t type() const { return layer_.bytes[0]; }
  std::uint8_t code() const { return layer_.bytes[1]; }
  /// Identifier and sequence number of an echo; nothing in other messages.
  std::optional<std::uint16_t> id() const { return echo_field(4); }
  std::optional<std::uint16_t> sequence() const { return echo_field(6); }
  Bytes payload() const { return layer_.payload; }

 protected:
  static constexpr std::size_t least = 4;
  explicit IcmpMessage(const Layer& layer) : layer_(layer) {}
  Bytes bytes() const { return layer_.bytes; }

 private:
  std::optional<std::uint16_t> echo_field(std::size_t at) const {
    const bool is_echo = type() == echo_request || type() == echo_reply;
    return is_echo && layer_.bytes.size() >= 8 ? std::optional(be16(layer_.bytes, at)) : std::nullopt;
  }
  Layer layer_;
};

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
