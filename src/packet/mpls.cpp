// MPLS label stacks (RFC 3032), and the control word of Ethernet over MPLS (RFC 4385, 4448).
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

Step control_word(Bytes bytes) { return fixed<ND_LAYER_EOMCW, ethernet, 2, 2>(bytes); }

// Nothing in the stack says what it carries. Reads what scapy guesses from the first bytes: IP by its version, two zero
// bytes as a control word, and anything else as an Ethernet frame.
Step labelled(Bytes bytes) {
  enum Nibble : std::uint8_t { ipv4_version = 4, bier = 5, ipv6_version = 6 };
  switch (bytes[0] >> 4) {
    case ipv4_version:
      return ipv4(bytes);
    case bier:
      return not_this_layer;
    case ipv6_version:
      return ipv6(bytes);
    default:
      break;
  }
  const bool has_control_word = bytes[0] == 0 && (bytes.size() == 1 || bytes[1] == 0);
  return has_control_word ? control_word(bytes) : ethernet(bytes);
}

}  // namespace

Step mpls(Bytes bytes) {
  constexpr std::uint8_t bottom_of_stack = 0x01;
  const bool is_last = bytes.size() > 2 && (bytes[2] & bottom_of_stack) != 0;
  Fields fields(bytes);
  fields.skip(3, 1);
  return fields.step(ND_LAYER_MPLS, is_last ? labelled : mpls);
}

}  // namespace netdumplings::packet
