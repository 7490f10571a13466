// ARP (RFC 826), for hardware and protocols of any address length.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet. The addresses must all have been captured, or there is no view.
class Arp {
 public:
  static constexpr std::uint16_t request = 1;
  static constexpr std::uint16_t reply = 2;

  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ARP; }
  static std::optional<Arp> of(const Layer& layer) {
    const Bytes bytes = layer.bytes;
    if (bytes.size() < 8 || bytes.size() < 8u + 2u * (bytes[4] + bytes[5])) return std::nullopt;
    return Arp(bytes);
  }

  std::uint16_t hardware_type() const { return detail::be16(bytes_, 0); }
  /// An EtherType: 0x0800 is IPv4.
  std::uint16_t protocol_type() const { return detail::be16(bytes_, 2); }
  std::uint16_t operation() const { return detail::be16(bytes_, 6); }

  Bytes source_hardware() const { return bytes_.subspan(8, hardware_size()); }
  Bytes source_protocol() const { return bytes_.subspan(8u + hardware_size(), protocol_size()); }
  Bytes target_hardware() const { return bytes_.subspan(8u + hardware_size() + protocol_size(), hardware_size()); }
  Bytes target_protocol() const { return bytes_.subspan(8u + 2u * hardware_size() + protocol_size(), protocol_size()); }

  /// Colon-separated hex of the address's real length.
  std::string source_hardware_text() const { return hardware_address_text(source_hardware()); }
  std::string target_hardware_text() const { return hardware_address_text(target_hardware()); }
  /// "192.0.2.1", "2001:db8::1", or colon-separated hex where the protocol is neither.
  std::string source_protocol_text() const { return protocol_text(source_protocol()); }
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
