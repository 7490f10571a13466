// BOOTP (RFC 951) and DHCP's options (RFC 2132), together one layer.
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::uint32_t magic_cookie = 0x63825363;

Step dhcp_options(Bytes bytes) { return keeps_rest(ND_LAYER_DHCP, bytes, bytes.size()); }

}  // namespace

Step bootp(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, 1, 1, 4, 2, 2, 4, 4, 4, 4);
  fields.text(16);
  fields.text(64);
  fields.text(128);
  if (fields.left() < 4 || detail::be32(fields.rest(), 0) != magic_cookie) return fields.keeping_rest(ND_LAYER_BOOTP);
  fields.skip(4);
  return fields.step(ND_LAYER_BOOTP, dhcp_options);
}

}  // namespace netdumplings::packet
