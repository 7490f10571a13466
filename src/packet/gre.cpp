// GRE (RFC 2784, 2890), and the variant of PPTP (RFC 2637).
#include <netdumplings/layers/bytes.hpp>

#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Flag : std::uint16_t {
  checksum = 0x8000,
  routing = 0x4000,
  key = 0x2000,
  sequence = 0x1000,
  acknowledgement = 0x0080
};

constexpr std::uint16_t ppp_protocol = 0x880b;
constexpr std::uint16_t erspan_protocol = 0x88be;

Step source_routes(Bytes bytes) {
  Fields fields(bytes);
  const std::uint16_t family = fields.u16();
  fields.skip(1);
  const std::uint8_t length = fields.u8();
  fields.text(length);
  return fields.step(ND_LAYER_GRE_ROUTING, family == 0 && length == 0 ? nullptr : source_routes);
}

Step pptp(Bytes bytes) {
  Fields fields(bytes);
  const std::uint16_t flags = fields.u16();
  fields.skip(2, 2, 2);
  if ((flags & sequence) != 0) fields.skip(4);
  if ((flags & acknowledgement) != 0) fields.skip(4);
  return fields.step(ND_LAYER_GRE_PPTP, after_ethertype(ppp_protocol, carrier_gre));
}

Parser after_gre(std::uint16_t flags, std::uint16_t protocol) {
  if ((flags & routing) != 0) return source_routes;
  // Type I of ERSPAN has neither a header nor a sequence number. scapy takes it for type II.
  if (protocol == erspan_protocol && (flags & sequence) == 0) return erspan_i;
  return after_ethertype(protocol, carrier_gre);
}

}  // namespace

Step gre(Bytes bytes) {
  if (bytes.size() < 4) return not_this_layer;
  if (detail::be16(bytes, 2) == ppp_protocol) return pptp(bytes);
  Fields fields(bytes);
  const std::uint16_t flags = fields.u16();
  const std::uint16_t protocol = fields.u16();
  if ((flags & (checksum | routing)) != 0) fields.skip(2, 2);
  if ((flags & key) != 0) fields.skip(4);
  if ((flags & sequence) != 0) fields.skip(4);
  return fields.step(ND_LAYER_GRE, after_gre(flags, protocol));
}

}  // namespace netdumplings::packet
