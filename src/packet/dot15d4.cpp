// Frames of IEEE 802.15.4: the control field and the sequence number; addresses and what they carry are Raw.
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {

Step dot15d4(Bytes bytes) { return fixed<ND_LAYER_DOT15D4, nullptr, 1, 1, 1>(bytes); }

Step dot15d4_with_checksum(Bytes bytes) {
  constexpr std::uint32_t checksum = 2;
  Step step = fixed<ND_LAYER_DOT15D4_FCS, nullptr, 1, 1, 1>(bytes);
  if (step.kind == ND_LAYER_NONE || step.carried == 0) return step;
  if (step.carried < checksum) return not_this_layer;
  step.trailer = checksum;
  step.carried -= checksum;
  return step;
}

}  // namespace netdumplings::packet
