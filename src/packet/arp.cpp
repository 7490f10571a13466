// ARP, RFC 826.
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::uint16_t ethernet_hardware = 1;
constexpr std::uint16_t ipv4_protocol = 0x0800;
constexpr std::uint16_t ipv6_protocol = 0x86dd;

}  // namespace

Step arp(Bytes bytes) {
  Fields fields(bytes);
  const std::uint16_t hardware = fields.u16();
  const std::uint16_t protocol = fields.u16();
  const std::uint8_t hardware_size = fields.u8();
  const std::uint8_t protocol_size = fields.u8();
  fields.skip(2);
  // Addresses that scapy has a type for must be whole. The others have whatever length the header says.
  const bool is_mac = hardware == ethernet_hardware && hardware_size == 6;
  const bool is_ip =
      (protocol == ipv4_protocol && protocol_size == 4) || (protocol == ipv6_protocol && protocol_size == 16);
  for (int side = 0; side < 2; ++side) {
    is_mac ? fields.skip(hardware_size) : fields.text(hardware_size);
    is_ip ? fields.skip(protocol_size) : fields.text(protocol_size);
  }
  if (fields.broken()) return not_this_layer;
  return carries(ND_LAYER_ARP, bytes, fields.at(), 0, nullptr);
}

}  // namespace netdumplings::packet
