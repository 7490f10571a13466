// Reads BOOTP (RFC 951) and DHCP (RFC 2131 and 2132).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a BOOTP or DHCP message with its options. A view: it owns nothing; it and all Bytes that it returns are valid
/// as long as the packet.
class Dhcp {
 public:
  /// Values of message_type().
  enum MessageType : std::uint8_t {
    discover = 1,
    offer = 2,
    request = 3,
    decline = 4,
    acknowledge = 5,
    refuse = 6,
    release = 7,
    inform = 8,
  };

  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_BOOTP; }
  /// Makes a view of `layer`, or returns nothing if fewer than 236 bytes of it were captured.
  static std::optional<Dhcp> of(const Layer& layer) {
    return layer.bytes.size() < header_size ? std::nullopt : std::optional(Dhcp(layer.bytes));
  }

  /// Returns whether a client sent the message; false if it is a server's reply.
  bool is_request() const { return message_[0] == 1; }
  /// Returns the number that a client's request and its reply have in common.
  std::uint32_t transaction_id() const { return detail::be32(message_, 4); }
  /// Returns the client's hardware address, or nothing if it doesn't have six bytes.
  std::optional<MacAddress> client_hardware() const {
    return message_[2] == 6 ? std::optional(MacAddress(message_.subspan(28))) : std::nullopt;
  }
  /// Returns the address that the client already has, or 0.0.0.0.
  Ipv4Address client_address() const { return Ipv4Address(message_.subspan(12)); }
  /// Returns the address that the server offers or gives to the client, or 0.0.0.0.
  Ipv4Address your_address() const { return Ipv4Address(message_.subspan(16)); }
  /// Returns the address of the next server to ask, for example for a boot file, or 0.0.0.0.
  Ipv4Address server_address() const { return Ipv4Address(message_.subspan(20)); }
  /// Returns the address of the relay that forwarded the message, or 0.0.0.0.
  Ipv4Address relay_address() const { return Ipv4Address(message_.subspan(24)); }

  /// Returns the DHCP message type (option 53), one of MessageType. Returns nothing if the option is missing, as in
  /// BOOTP.
  std::optional<std::uint8_t> message_type() const {
    const auto value = option(53);
    return value && value->size() == 1 ? std::optional((*value)[0]) : std::nullopt;
  }
  /// Returns the client's name for itself (option 12), or nothing. Bytes that aren't UTF-8 are written as \xNN.
  std::optional<std::string> hostname() const {
    const auto value = option(12);
    return value ? std::optional(detail::escaped_utf8(*value)) : std::nullopt;
  }
  /// Returns the address that the client asks for (option 50), or nothing.
  std::optional<Ipv4Address> requested_address() const { return address_option(50); }
  /// Returns the address of the DHCP server (option 54), or nothing.
  std::optional<Ipv4Address> server_identifier() const { return address_option(54); }
  /// Returns the duration of the lease in seconds (option 51), or nothing.
  std::optional<std::uint32_t> lease_time() const {
    const auto value = option(51);
    return value && value->size() == 4 ? std::optional(detail::be32(*value, 0)) : std::nullopt;
  }

  /// Returns the value of the first option with this number (https://www.iana.org/assignments/bootp-dhcp-parameters).
  /// Returns nothing if there is none, or if not all of it was captured.
  std::optional<Bytes> option(std::uint8_t number) const {
    constexpr std::uint8_t pad = 0, end = 255;
    std::size_t at = has_options() ? header_size + 4 : message_.size();
    while (at + 1 < message_.size() && message_[at] != end) {
      if (message_[at] == pad) {
        ++at;
        continue;
      }
      const std::size_t size = message_[at + 1];
      const Bytes value = detail::clipped(message_, at + 2, size);
      if (message_[at] == number) return value.size() == size ? std::optional(value) : std::nullopt;
      at += 2 + size;
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t header_size = 236;
  static constexpr std::uint32_t magic_cookie = 0x63825363;

  explicit Dhcp(Bytes message) : message_(message) {}
  bool has_options() const {
    return message_.size() >= header_size + 4 && detail::be32(message_, header_size) == magic_cookie;
  }
  std::optional<Ipv4Address> address_option(std::uint8_t number) const {
    const auto value = option(number);
    return value && value->size() == 4 ? std::optional(Ipv4Address(*value)) : std::nullopt;
  }
  Bytes message_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
