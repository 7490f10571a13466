// Parses applications that have one header or little more: RADIUS (RFC 2865), MGCP (RFC 3435), Skinny, Mobile IP (RFC
// 3344), VXLAN (RFC 7348), L2TP (RFC 2661), Spanning Tree (IEEE 802.1D).
#include <algorithm>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

Parser after_vxlan(bool names_next, std::uint8_t next) {
  enum Next : std::uint8_t { none = 0, ipv4_packet = 1, ipv6_packet = 2, ethernet_frame = 3 };
  if (!names_next || next == none || next == ethernet_frame) return ethernet;
  return next == ipv4_packet ? ipv4 : next == ipv6_packet ? ipv6 : nullptr;
}

Step mobile_ip_tunnel(Bytes bytes) {
  constexpr std::uint8_t ip_in_ip = 4;
  Fields fields(bytes);
  const std::uint8_t next_header = fields.u8();
  fields.skip(2);
  return fields.step(ND_LAYER_MOBILE_IP_TUNNEL, next_header == ip_in_ip ? ipv4 : nullptr);
}

}  // namespace

Step radius(Bytes bytes) {
  constexpr std::ptrdiff_t header = 20;
  Fields fields(bytes);
  fields.skip(1, 1);
  const std::uint16_t length = fields.u16();
  fields.text(16);
  fields.text(length - header);
  return fields.step(ND_LAYER_RADIUS, nullptr);
}

Step mgcp(Bytes bytes) {
  Fields fields(bytes);
  for (const char end : {' ', ' ', ' ', '\n'}) {  // of the verb, the transaction, the endpoint and the version
    const Bytes rest = fields.rest();
    fields.text(std::find(rest.begin(), rest.end(), end) - rest.begin());
    fields.text(1);
  }
  return fields.step(ND_LAYER_MGCP, nullptr);
}

Step mobile_ip(Bytes bytes) {
  enum Type : std::uint8_t { request = 1, reply = 3, tunnelled = 4 };
  const Parser next = bytes[0] == request     ? fixed<ND_LAYER_MOBILE_IP_REQUEST, nullptr, 1, 2, 4, 4, 4, 8>
                      : bytes[0] == reply     ? fixed<ND_LAYER_MOBILE_IP_REPLY, nullptr, 1, 2, 4, 4, 8>
                      : bytes[0] == tunnelled ? mobile_ip_tunnel
                                              : static_cast<Parser>(nullptr);
  return carries_rest(ND_LAYER_MOBILE_IP, bytes, 1, next);
}

Step skinny(Bytes bytes) { return fixed<ND_LAYER_SKINNY, nullptr, 4, 4, 4>(bytes); }

Step vxlan(Bytes bytes) {
  constexpr std::uint8_t names_next_flag = 0x04, group_flag = 0x80;
  Fields fields(bytes);
  const std::uint8_t flags = fields.u8();
  const bool names_next = (flags & names_next_flag) != 0;
  const bool has_group = (flags & group_flag) != 0;
  if (names_next) fields.skip(2);
  const std::uint8_t next = names_next ? fields.u8() : 0;
  if (has_group) fields.skip(1, 2);
  if (!has_group && !names_next) fields.skip(3);
  fields.skip(3, 1);
  return fields.step(ND_LAYER_VXLAN, after_vxlan(names_next, next));
}

Step l2tp(Bytes bytes) {
  enum Flag : std::uint16_t { control = 0x8000, length = 0x4000, sequence = 0x0800, offset = 0x0200 };
  Fields fields(bytes);
  const std::uint16_t flags = fields.u16();
  if ((flags & (control | length)) != 0) fields.skip(2);
  fields.skip(2, 2);
  if ((flags & (control | sequence)) != 0) fields.skip(2, 2);
  if ((flags & control) == 0 && (flags & offset) != 0) {
    fields.skip(2);
    fields.text(2);
  }
  return fields.step(ND_LAYER_L2TP, ppp);
}

Step spanning_tree(Bytes bytes) {
  return fixed<ND_LAYER_STP, nullptr, 2, 1, 1, 1, 2, 6, 4, 2, 6, 2, 2, 2, 2, 2>(bytes);
}

}  // namespace netdumplings::packet
