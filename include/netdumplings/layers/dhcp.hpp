// Reads BOOTP (RFC 951) and DHCP (RFC 2131 and 2132).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
  static std::optional<Dhcp> of(const Layer& layer) { return of(layer.bytes); }
  /// Makes a view of the bytes that a UDP datagram carries, valid as long as they are.
  static std::optional<Dhcp> of(Bytes message) {
    return message.size() < header_size ? std::nullopt : std::optional(Dhcp(message));
  }

  /// Returns whether a client sent the message; false if it is a server's reply.
  bool is_request() const { return message_[0] == 1; }
  /// Returns the number that a client's request and its reply have in common.
  std::uint32_t transaction_id() const { return detail::be32(message_, 4); }
  /// Returns the client's hardware address, as long as the message says; at most 16 bytes.
  Bytes hardware() const { return message_.subspan(28, std::min<std::size_t>(message_[2], 16)); }
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
  /// Returns the client's name for itself (option 12), or nothing. A backslash is written as `\\` and each byte
  /// that isn't UTF-8 as \DDD, in decimal. Zeros at its end are left out.
  std::optional<std::string> hostname() const { return text_option(12); }
  /// Returns the client's full name (option 81), or nothing. Written like hostname().
  std::optional<std::string> full_name() const {
    constexpr std::uint8_t is_encoded = 4;  // as in DNS
    constexpr std::size_t before_name = 3;
    const auto value = option(81);
    if (!value || value->size() < before_name) return std::nullopt;
    const Bytes name = value->subspan(before_name);
    if (((*value)[0] & is_encoded) != 0) return detail::DnsNameReader(name).read(0).text;
    return text_of(name);
  }
  /// Returns what the client says about its make and model (option 60), or nothing. Written like hostname().
  std::optional<std::string> vendor_class() const { return text_option(60); }
  /// Returns the address that the client asks for (option 50), or nothing.
  std::optional<Ipv4Address> requested_address() const { return address_option(50); }
  /// Returns the address of the DHCP server (option 54), or nothing.
  std::optional<Ipv4Address> server_identifier() const { return address_option(54); }
  /// Returns the addresses of routers (option 3), the preferred first; empty if there are none.
  std::vector<Ipv4Address> routers() const { return addresses_option(3); }
  /// Returns the addresses of DNS servers (option 6), the preferred first; empty if there are none.
  std::vector<Ipv4Address> name_servers() const { return addresses_option(6); }
  /// Returns the duration of the lease in seconds (option 51), or nothing.
  std::optional<std::uint32_t> lease_time() const {
    const auto value = option(51);
    return value && value->size() == 4 ? std::optional(detail::be32(*value, 0)) : std::nullopt;
  }

  /// Returns the value of the first option with this number (https://www.iana.org/assignments/bootp-dhcp-parameters).
  /// Returns nothing if there is none, or if not all of it was captured. Also reads the options in the fields for a
  /// boot file and for a server's name, if there are any (option 52).
  std::optional<Bytes> option(std::uint8_t number) const {
    constexpr std::uint8_t overload = 52, in_file = 1, in_name = 2;
    if (!has_options()) return std::nullopt;
    const Bytes options = message_.subspan(header_size + 4);
    if (const auto value = option_in(options, number)) return value;
    const auto fields = option_in(options, overload);
    if (!fields || fields->size() != 1) return std::nullopt;
    std::optional<Bytes> value;
    if (((*fields)[0] & in_file) != 0) value = option_in(message_.subspan(108, 128), number);
    if (!value && ((*fields)[0] & in_name) != 0) value = option_in(message_.subspan(44, 64), number);
    return value;
  }

 private:
  static constexpr std::size_t header_size = 236;
  static constexpr std::uint32_t magic_cookie = 0x63825363;

  explicit Dhcp(Bytes message) : message_(message) {}
  bool has_options() const {
    return message_.size() >= header_size + 4 && detail::be32(message_, header_size) == magic_cookie;
  }
  static std::optional<Bytes> option_in(Bytes options, std::uint8_t number) {
    constexpr std::uint8_t pad = 0, end = 255;
    for (std::size_t at = 0; at + 1 < options.size() && options[at] != end;) {
      if (options[at] == pad) {
        ++at;
        continue;
      }
      const std::size_t size = options[at + 1];
      const Bytes value = detail::clipped(options, at + 2, size);
      if (options[at] == number) return value.size() == size ? std::optional(value) : std::nullopt;
      at += 2 + size;
    }
    return std::nullopt;
  }
  static std::string text_of(Bytes value) {
    while (!value.empty() && value.back() == 0) value = value.first(value.size() - 1);
    return detail::escaped_utf8(value);
  }
  std::optional<std::string> text_option(std::uint8_t number) const {
    const auto value = option(number);
    return value ? std::optional(text_of(*value)) : std::nullopt;
  }
  std::vector<Ipv4Address> addresses_option(std::uint8_t number) const {
    std::vector<Ipv4Address> addresses;
    for (Bytes left = option(number).value_or(Bytes()); left.size() >= 4; left = left.subspan(4)) {
      addresses.emplace_back(left);
    }
    return addresses;
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
