// Tunnels that have one header: ERSPAN (draft-foschiano-erspan), Geneve (RFC 8926), EtherIP (RFC 3378).
#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

Step platform_specific(Bytes bytes) { return fixed<ND_LAYER_ERSPAN_PLATFORM, ethernet, 4, 4>(bytes); }

Parser after_erspan_iii(std::uint16_t flags) {
  enum : std::uint16_t { has_platform_header = 0x0001, frame_type = 0x7c00, ip_packet = 2 << 10 };
  if ((flags & has_platform_header) != 0) return platform_specific;
  return (flags & frame_type) == ip_packet ? ip_of_either_version : ethernet;
}

}  // namespace

Step erspan_i(Bytes bytes) { return carries_rest(ND_LAYER_ERSPAN_I, bytes, 0, ethernet); }

Step erspan_ii(Bytes bytes) { return fixed<ND_LAYER_ERSPAN_II, ethernet, 2, 2, 4>(bytes); }

Step erspan_iii(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(2, 2, 4, 2);
  const std::uint16_t flags = fields.u16();
  return fields.step(ND_LAYER_ERSPAN_III, after_erspan_iii(flags));
}

Step geneve(Bytes bytes) {
  constexpr std::uint8_t option_words = 0x3f;
  Fields fields(bytes);
  const std::ptrdiff_t options = (fields.u8() & option_words) * 4;
  fields.skip(1);
  const std::uint16_t protocol = fields.u16();
  fields.skip(3, 1);
  fields.text(options);
  return fields.step(ND_LAYER_GENEVE, after_geneve(protocol));
}

Step ether_ip(Bytes bytes) { return fixed<ND_LAYER_ETHERIP, ethernet, 2>(bytes); }

}  // namespace netdumplings::packet
