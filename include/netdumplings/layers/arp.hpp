// Reads ARP messages (RFC 826), with addresses of any length.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an ARP message. A view: it owns nothing, and it and all Bytes that it returns are valid as long as the packet.
class Arp {
 public:
  /// Values of operation().
  static constexpr std::uint16_t request = 1;
  static constexpr std::uint16_t reply = 2;

  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ARP; }
  /// Makes a view of `layer`, or returns nothing if not all of its four addresses were captured.
  static std::optional<Arp> of(const Layer& layer) {
    const Bytes bytes = layer.bytes;
    if (bytes.size() < 8 || bytes.size() < 8u + 2u * (bytes[4] + bytes[5])) return std::nullopt;
    return Arp(bytes);
  }

  /// Returns the kind of hardware address: 1 is Ethernet (https://www.iana.org/assignments/arp-parameters).
  std::uint16_t hardware_type() const { return detail::be16(bytes_, 0); }
  /// Returns the kind of protocol address as an EtherType: 0x0800 is IPv4.
  std::uint16_t protocol_type() const { return detail::be16(bytes_, 2); }
  /// Returns `request`, `reply`, or another number of the same registry.
  std::uint16_t operation() const { return detail::be16(bytes_, 6); }

  /// Returns the sender's hardware address as raw bytes; the message says how many.
  Bytes source_hardware() const { return bytes_.subspan(8, hardware_size()); }
  /// Returns the sender's protocol address as raw bytes; the message says how many.
  Bytes source_protocol() const { return bytes_.subspan(8u + hardware_size(), protocol_size()); }
  /// Returns the same for the target; requests mostly have zeros here.
  Bytes target_hardware() const { return bytes_.subspan(8u + hardware_size() + protocol_size(), hardware_size()); }
  /// Returns the same for the target.
  Bytes target_protocol() const { return bytes_.subspan(8u + 2u * hardware_size() + protocol_size(), protocol_size()); }

  /// Returns the sender's hardware address as hex with colons, "00:1b:44:11:3a:b7", of whatever length it has.
  std::string source_hardware_text() const { return hardware_address_text(source_hardware()); }
  /// Returns the same for the target.
  std::string target_hardware_text() const { return hardware_address_text(target_hardware()); }
  /// Returns the sender's protocol address as "192.0.2.1" or "2001:db8::1", or as hex with colons if it is neither IPv4
  /// nor IPv6.
  std::string source_protocol_text() const { return protocol_text(source_protocol()); }
  /// Returns the same for the target.
  std::string target_protocol_text() const { return protocol_text(target_protocol()); }

 private:
  explicit Arp(Bytes bytes) : bytes_(bytes) {}
  std::uint8_t hardware_size() const { return bytes_[4]; }
  std::uint8_t protocol_size() const { return bytes_[5]; }

  std::string protocol_text(Bytes address) const {
    if (protocol_type() == 0x0800 && address.size() == 4) return Ipv4Address(address).to_string();
    if (protocol_type() == 0x86dd && address.size() == 16) return Ipv6Address(address).to_string();
    return hardware_address_text(address);
  }

  Bytes bytes_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
