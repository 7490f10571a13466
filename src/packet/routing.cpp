// Protocols between routers: RIP (RFC 2453), HSRP (RFC 2281), VRRP (RFC 3768 and 5798).
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::size_t rip_item_head = 4;
constexpr std::size_t vrrp_head = 8;

Step rip_item(Bytes bytes);

Step rip_entry(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(2, 2, 4, 4, 4, 4);
  return fields.sibling(ND_LAYER_RIP_ENTRY, rip_item_head, rip_item);
}

Step rip_authentication(Bytes bytes) {
  enum Type : std::uint16_t { trailer = 1, password = 2, digest = 3 };
  Fields fields(bytes);
  fields.skip(2);
  const std::uint16_t type = fields.u16();
  if (type == trailer) return fields.keeping_rest(ND_LAYER_RIP_AUTHENTICATION);
  if (type == password) fields.text(16);
  if (type == digest) {
    fields.skip(2, 1, 1, 4);
    fields.text(8);
  }
  return fields.sibling(ND_LAYER_RIP_AUTHENTICATION, rip_item_head, rip_entry);
}

Step rip_item(Bytes bytes) {
  const bool is_authentication = bytes.size() >= 2 && detail::be16(bytes, 0) == 0xffff;
  return is_authentication ? rip_authentication(bytes) : rip_entry(bytes);
}

Step hsrp_md5(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, 1, 1, 2, 4, 4);
  fields.text(16);
  return fields.step(ND_LAYER_HSRP_MD5, nullptr);
}

// Both versions end with their addresses, but version 2 has a password after them.
Step vrrp_3(Bytes bytes, std::size_t address) {
  Fields fields(bytes);
  fields.skip(1, 1, 1);
  const std::uint8_t count = fields.u8();
  fields.skip(2, 2);
  fields.items(count, address);
  return fields.step(ND_LAYER_VRRPV3, nullptr);
}

Step vrrp_2(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, 1);
  const std::uint8_t count = fields.u8();
  fields.skip(1, 1, 2);
  fields.items(count, 4);
  fields.skip(4, 4);
  return fields.step(ND_LAYER_VRRP, nullptr);
}

bool is_version_3(Bytes bytes) { return bytes[0] >= 48 && bytes[0] <= 57; }  // 0x30 to 0x39, as in scapy

}  // namespace

Step rip(Bytes bytes) { return fixed<ND_LAYER_RIP, rip_item, 1, 1, 2>(bytes); }

Step hsrp(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, 1, 1, 1, 1, 1, 1);
  fields.text(8);
  fields.skip(4);
  return fields.step(ND_LAYER_HSRP, hsrp_md5);
}

Step vrrp_over_ipv4(Bytes bytes) {
  return bytes.size() > vrrp_head && is_version_3(bytes) ? vrrp_3(bytes, 4) : vrrp_2(bytes);
}

Step vrrp_over_ipv6(Bytes bytes) {
  return bytes.size() < 16 || is_version_3(bytes) ? vrrp_3(bytes, 16) : vrrp_2(bytes);
}

}  // namespace netdumplings::packet
