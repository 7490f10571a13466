// Applications that are one header, or little more: NTP (RFC 5905), RADIUS (RFC 2865), Skinny, VXLAN (RFC 7348), L2TP
// (RFC 2661), Spanning Tree (IEEE 802.1D).
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

Parser after_vxlan(bool names_next, std::uint8_t next) {
  enum Next : std::uint8_t { none = 0, ipv4_packet = 1, ipv6_packet = 2, ethernet_frame = 3 };
  if (!names_next || next == none || next == ethernet_frame) return ethernet;
  return next == ipv4_packet ? ipv4 : next == ipv6_packet ? ipv6 : nullptr;
}

Step ntp_authenticator(Bytes bytes) { return keeps_rest(ND_LAYER_NTP_AUTHENTICATOR, bytes, bytes.size()); }

}  // namespace

Step ntp(Bytes bytes) {
  constexpr std::size_t header = 48;
  enum Mode : std::uint8_t { control = 6, private_use = 7 };
  if (bytes.size() < header || (bytes[0] & 7) >= control) return not_this_layer;
  // A key's number and a digest of one of the usual sizes.
  const std::size_t digest = bytes.size() - header - 4;
  const bool has_digest = digest == 16 || digest == 20 || digest == 32 || digest == 64;
  return carries_rest(ND_LAYER_NTP, bytes, header, has_digest ? ntp_authenticator : nullptr);
}

Step radius(Bytes bytes) {
  constexpr std::ptrdiff_t header = 20;
  Fields fields(bytes);
  fields.skip(1, 1);
  const std::uint16_t length = fields.u16();
  fields.text(16);
  fields.text(length - header);
  return fields.step(ND_LAYER_RADIUS, nullptr);
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
