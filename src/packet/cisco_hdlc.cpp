// Cisco HDLC, and SLARP, by which two ends of such a line find each other.
#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {

// Reads an Ethernet frame. scapy calls one that was cut off within its header 802.3 here.
Step bridged_frame(Bytes bytes) {
  return bytes.size() < 14 ? cut_short(ND_LAYER_DOT3, bytes, field_ends<6, 12>) : ethernet(bytes);
}

Step cisco_hdlc(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1);
  const std::uint16_t protocol = fields.u16();
  return fields.step(ND_LAYER_CISCO_HDLC, after_cisco_hdlc(protocol));
}

Step slarp(Bytes bytes) {
  enum Type : std::uint32_t { request = 0, reply = 1, keep_alive = 2 };
  Fields fields(bytes);
  if (fields.u32() <= keep_alive) fields.skip(4, 4, 2);
  return fields.step(ND_LAYER_SLARP, nullptr);
}

}  // namespace netdumplings::packet
