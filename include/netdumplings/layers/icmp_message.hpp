// What ICMP and ICMPv6 messages have in common. For icmp.hpp and icmpv6.hpp.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Reads the fields that both protocols have. Its layer has at least four bytes.
template <std::uint8_t EchoRequest, std::uint8_t EchoReply>
class IcmpMessage {
 public:
  /// Values of type().
  static constexpr std::uint8_t echo_request = EchoRequest;
  static constexpr std::uint8_t echo_reply = EchoReply;

  /// Returns the type of the message, as the protocol's RFC numbers it.
  std::uint8_t type() const { return layer_.bytes[0]; }
  /// Returns the code, which divides the type further.
  std::uint8_t code() const { return layer_.bytes[1]; }
  /// Returns the identifier of an echo request or reply, or nothing for other messages.
  std::optional<std::uint16_t> id() const { return echo_field(4); }
  /// Returns the sequence number of an echo request or reply, or nothing for other messages.
  std::optional<std::uint16_t> sequence() const { return echo_field(6); }
  /// Returns the captured bytes after the header.
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
