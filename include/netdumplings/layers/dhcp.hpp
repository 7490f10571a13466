// BOOTP (RFC 951) and DHCP (RFC 2131, 2132).
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

/// A view on a BOOTP layer, whose options are the layer after it: valid as long as the packet.
class Dhcp {
 public:
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

  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_BOOTP; }
  static std::optional<Dhcp> of(const Layer& layer) {
    return layer.bytes.size() < header_size ? std::nullopt : std::optional(Dhcp(layer.bytes));
  }

  bool is_request() const { return message_[0] == 1; }
  std::uint32_t transaction_id() const { return detail::be32(message_, 4); }
  /// The client's hardware address, if it has six bytes.
  std::optional<MacAddress> client_hardware() const {
    return message_[2] == 6 ? std::optional(MacAddress(message_.subspan(28))) : std::nullopt;
  }
  /// The client's, when it already has one; what the server gives it; the next server's; the relay's. 0.0.0.0 is none.
  Ipv4Address client_address() const { return Ipv4Address(message_.subspan(12)); }
  Ipv4Address your_address() const { return Ipv4Address(message_.subspan(16)); }
  Ipv4Address server_address() const { return Ipv4Address(message_.subspan(20)); }
  Ipv4Address relay_address() const { return Ipv4Address(message_.subspan(24)); }

  /// One of MessageType; nothing in BOOTP.
  std::optional<std::uint8_t> message_type() const {
    const auto value = option(53);
    return value && value->size() == 1 ? std::optional((*value)[0]) : std::nullopt;
  }
  /// What the client calls itself. Bytes that aren't UTF-8 are written as \xNN.
  std::optional<std::string> hostname() const {
    const auto value = option(12);
    return value ? std::optional(detail::escaped_utf8(*value)) : std::nullopt;
  }
  std::optional<Ipv4Address> requested_address() const { return address_option(50); }
  std::optional<Ipv4Address> server_identifier() const { return address_option(54); }
  /// In seconds.
  std::optional<std::uint32_t> lease_time() const {
    const auto value = option(51);
    return value && value->size() == 4 ? std::optional(detail::be32(*value, 0)) : std::nullopt;
  }

  /// The first option of this number, if all of it was captured
  /// (https://www.iana.org/assignments/bootp-dhcp-parameters).
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
