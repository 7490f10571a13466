// Frames of IEEE 802.15.4, and the first byte of 6LoWPAN (RFC 4944) in their data. What commands, beacons and
// 6LoWPAN's compressed headers carry is Raw.
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum FrameType : std::uint8_t { beacon_frame = 0, data_frame = 1, acknowledgement_frame = 2, command_frame = 3 };

// The control field. It says which addresses the header has.
struct Control {
  std::uint32_t bits;  // little-endian

  enum AddressMode : std::uint8_t { none = 0, reserved = 1, short_address = 2, long_address = 3 };
  std::uint8_t type() const { return bits & 7; }
  std::uint8_t destination() const { return bits >> 10 & 3; }
  std::uint8_t source() const { return bits >> 14 & 3; }
  bool names_source_network() const { return source() != none && (bits >> 6 & 1) == 0; }
};

// Returns false for an address mode that there can't be.
bool read_address(Fields& fields, std::uint8_t mode) {
  fields.skip(mode == Control::long_address ? 8 : 2);
  return mode >= Control::short_address;
}

bool read_addresses(Fields& fields, const Control& control) {
  fields.skip(2);
  if (!fields.at_end() && !read_address(fields, control.destination())) return false;
  if (control.names_source_network()) fields.skip(2);
  return fields.at_end() || control.source() == Control::none || read_address(fields, control.source());
}

// The first byte says whether the packet is compressed or fragmented. The headers of such packets aren't read.
Step low_power_ip(Bytes bytes) {
  const std::uint8_t first = bytes[0];
  const bool is_fragment = first >> 3 == 0x18 || first >> 3 == 0x1c;
  const bool is_compressed_or_relayed = first >= 0x40 && first < 0xc0;
  if (is_fragment || is_compressed_or_relayed) return not_this_layer;
  return carries_rest(ND_LAYER_SIXLOWPAN, bytes, 0, nullptr);
}

Step data(Bytes bytes, std::uint32_t told) {
  Fields fields(bytes);
  const bool is_possible = read_addresses(fields, {told});
  return is_possible ? fields.step(ND_LAYER_DOT15D4_DATA, low_power_ip) : not_this_layer;
}

Step command(Bytes bytes, std::uint32_t told) {
  Fields fields(bytes);
  const bool is_possible = read_addresses(fields, {told});
  fields.skip(1);
  return is_possible ? fields.step(ND_LAYER_DOT15D4_COMMAND, nullptr) : not_this_layer;
}

Step beacon(Bytes bytes, std::uint32_t told) {
  Fields fields(bytes);
  fields.skip(2);
  if (!fields.at_end() && !read_address(fields, Control{told}.source())) return not_this_layer;
  fields.skip(1, 1);                           // the superframe
  if ((fields.u8() & 7) != 0) fields.skip(1);  // guaranteed time slots
  const std::uint8_t pending = fields.u8();
  fields.items(pending & 7, 2);
  fields.items(pending >> 4 & 7, 8);
  return fields.step(ND_LAYER_DOT15D4_BEACON, nullptr);
}

Step acknowledgement(Bytes bytes, std::uint32_t /*told*/) {
  return carries_rest(ND_LAYER_DOT15D4_ACK, bytes, 0, nullptr);
}

ToldParser body_of(const Control& control) {
  switch (control.type()) {
    case beacon_frame:
      return beacon;
    case data_frame:
      return data;
    case acknowledgement_frame:
      return acknowledgement;
    case command_frame:
      return command;
    default:
      return nullptr;
  }
}

Step frame(LayerKind kind, Bytes bytes) {
  Fields fields(bytes);
  const std::uint32_t low = fields.u8();
  const Control control{low | std::uint32_t{fields.u8()} << 8};
  fields.skip(1);
  Step step = fields.step(kind, nullptr);
  step.next_told = body_of(control);
  step.told = control.bits;
  return step;
}

}  // namespace

Step dot15d4(Bytes bytes) { return frame(ND_LAYER_DOT15D4, bytes); }

Step dot15d4_with_checksum(Bytes bytes) {
  constexpr std::uint32_t checksum = 2;
  Step step = frame(ND_LAYER_DOT15D4_FCS, bytes);
  if (step.kind == ND_LAYER_NONE || step.carried == 0) return step;
  if (step.carried < checksum) return not_this_layer;
  step.trailer = checksum;
  step.carried -= checksum;
  return step;
}

}  // namespace netdumplings::packet
