// Frames of IEEE 802.11: data, management (dot11_elements.cpp has their elements) and acknowledgements, and what a
// capture may put before them (PPI, radiotap, Prism).
#include <algorithm>
#include <array>

#include "packet/binding_tables.hpp"
#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum FrameType : std::uint8_t { management = 0, control = 1, data = 2 };
enum Flag : std::uint8_t { to_and_from_ds = 0x03, protected_frame = 0x40 };
constexpr std::uint8_t control_wrapper = 6;
constexpr std::uint8_t acknowledgement = 13;
constexpr std::size_t checksum = 4;

struct FrameControl {
  std::uint8_t type;
  std::uint8_t subtype;
  std::uint8_t flags;

  // Some control frames have only a receiver.
  bool has_transmitter() const {
    constexpr unsigned subtypes = 1u << 4 | 1u << 5 | 1u << 6 | 0xfu << 8 | 1u << 14 | 1u << 15;
    return type != control || (subtypes >> subtype & 1) != 0;
  }
  bool is_quality_of_service() const { return type == data && subtype >= 8 && subtype != 13; }
};

// The body of an encrypted frame shows its cipher.
Step encrypted(Bytes bytes) {
  constexpr std::uint8_t extended_iv = 0x20;
  if (bytes.size() < 4) return not_this_layer;
  if ((bytes[3] & extended_iv) == 0 || bytes.size() < 8) {
    return bytes.size() == 4 || bytes.size() >= 8 ? keeps_rest(ND_LAYER_DOT11_WEP, bytes, 4) : not_this_layer;
  }
  if (bytes[1] == ((bytes[0] | 0x20) & 0x7f)) return keeps_rest(ND_LAYER_DOT11_TKIP, bytes, 8);
  return bytes[2] == 0 ? keeps_rest(ND_LAYER_DOT11_CCMP, bytes, 8) : keeps_rest(ND_LAYER_DOT11_ENCRYPTED, bytes, 0);
}

constexpr auto quality_of_service = fixed<ND_LAYER_DOT11_QOS, llc, 1, 1>;
constexpr auto protected_quality_of_service = fixed<ND_LAYER_DOT11_QOS, encrypted, 1, 1>;

constexpr std::array management_frames = by_byte(std::to_array<ByteBinding>({
    {0, fixed<ND_LAYER_DOT11_ASSOCIATION_REQUEST, dot11_element, 2, 2>},
    {1, fixed<ND_LAYER_DOT11_ASSOCIATION_RESPONSE, dot11_element, 2, 2, 2>},
    {2, fixed<ND_LAYER_DOT11_REASSOCIATION_REQUEST, dot11_element, 2, 2, 6>},
    {3, fixed<ND_LAYER_DOT11_REASSOCIATION_RESPONSE, dot11_element, 2, 2, 2>},
    {4, fixed<ND_LAYER_DOT11_PROBE_REQUEST, dot11_element>},
    {5, fixed<ND_LAYER_DOT11_PROBE_RESPONSE, dot11_element, 8, 2, 2>},
    {8, fixed<ND_LAYER_DOT11_BEACON, dot11_element, 8, 2, 2>},
    {9, fixed<ND_LAYER_DOT11_ATIM, nullptr>},
    {10, fixed<ND_LAYER_DOT11_DISASSOCIATION, nullptr, 2>},
    {11, fixed<ND_LAYER_DOT11_AUTHENTICATION, dot11_element, 2, 2, 2>},
    {12, fixed<ND_LAYER_DOT11_DEAUTHENTICATION, nullptr, 2>},
}));

Parser body_of(const FrameControl& frame) {
  const bool is_protected = (frame.flags & protected_frame) != 0;
  if (frame.is_quality_of_service()) return is_protected ? protected_quality_of_service : quality_of_service;
  if (is_protected) return encrypted;
  if (frame.type == data) return llc;
  if (frame.type == management) return management_frames[frame.subtype];
  const bool is_acknowledgement = frame.type == control && frame.subtype == acknowledgement;
  return is_acknowledgement ? static_cast<Parser>(fixed<ND_LAYER_DOT11_ACK, nullptr>) : nullptr;
}

// The fields of a radiotap header, by the bits of its mask (https://www.radiotap.org/fields/defined), as far as scapy
// reads them. The header's length leads past the rest.
struct RadiotapField {
  std::uint8_t bit;
  std::uint8_t alignment;
  std::array<std::uint8_t, 6> sizes;  // 0 ends the list
};
constexpr std::uint8_t cut_anywhere = 5;  // the only text
constexpr std::array radiotap_fields = std::to_array<RadiotapField>({
    {0, 8, {8}},                  // time
    {1, 1, {1}},                  // flags
    {2, 1, {1}},                  // rate
    {3, 2, {2, 2}},               // channel
    {5, 1, {1}},                  // signal
    {6, 1, {1}},                  // noise
    {7, 2, {2}},                  // lock quality
    {11, 1, {1}},                 // antenna
    {14, 2, {2}},                 // RX flags
    {15, 2, {2}},                 // TX flags
    {18, 4, {4, 2, 1}},           // channel, extended
    {19, 1, {1, 1, 1}},           // MCS
    {20, 4, {4, 4}},              // A-MPDU
    {21, 2, {2, 1, 1, 5, 1, 2}},  // VHT
    {22, 8, {8, 2, 1, 1}},        // timestamp
    {23, 2, {2, 2, 2, 2, 2, 2}},  // HE
    {24, 2, {2, 2, 4, 4}},        // HE-MU
    {25, 2, {2, 2, 1, 2}},        // HE-MU of another user
    {27, 2, {2, 2}},              // L-SIG
});

void read_addresses(Fields& fields, const FrameControl& frame, std::uint8_t control_extension) {
  fields.skip(6);
  if (frame.has_transmitter()) fields.skip(6);
  const bool is_wrapper = frame.type == control && frame.subtype == control_wrapper;
  if (frame.type == management || frame.type == data || (is_wrapper && control_extension == 6)) fields.skip(6);
  if (frame.type != control) fields.skip(2);
  if (frame.type == data && (frame.flags & to_and_from_ds) == to_and_from_ds) fields.skip(6);
}

Step frame(LayerKind kind, Bytes bytes, std::size_t trailer) {
  Fields fields(bytes);
  const std::uint8_t first = fields.u8();
  FrameControl control_field{static_cast<std::uint8_t>(first >> 2 & 3), static_cast<std::uint8_t>(first >> 4), 0};
  const std::uint8_t second = fields.u8();
  // A control wrapper's flags have four bits. Four bits before them say which frame it wraps.
  const bool is_wrapper = control_field.type == control && control_field.subtype == control_wrapper;
  control_field.flags = is_wrapper ? static_cast<std::uint8_t>((second & 4) << 4) : second;
  fields.skip(2);
  read_addresses(fields, control_field, second >> 4);
  Step step = fields.step(kind, body_of(control_field));
  if (step.kind == ND_LAYER_NONE || trailer == 0 || step.carried == 0) return step;
  if (step.carried < trailer) return not_this_layer;
  step.trailer = static_cast<std::uint32_t>(trailer);
  step.carried -= step.trailer;
  return step;
}

}  // namespace

Step dot11(Bytes bytes) { return frame(ND_LAYER_DOT11, bytes, 0); }
Step dot11_with_checksum(Bytes bytes) { return frame(ND_LAYER_DOT11_FCS, bytes, checksum); }

Step radiotap(Bytes bytes) {
  constexpr std::uint32_t flags_bit = 1u << 1, more_masks_bit = 1u << 31;
  constexpr std::uint8_t has_checksum = 0x10;
  Fields fields(bytes);
  fields.skip(1, 1);
  const std::uint16_t length = fields.le16();
  const std::uint32_t present = fields.le32();
  for (std::uint32_t mask = present; (mask & more_masks_bit) != 0 && !fields.at_end();) {
    if (fields.left() < sizeof mask) fields.text(sizeof mask);
    mask = fields.le32();
  }
  std::size_t flags_at = bytes.size();
  for (const RadiotapField& field : radiotap_fields) {
    if ((present >> field.bit & 1) == 0) continue;
    const std::size_t gap = (field.alignment - fields.at() % field.alignment) % field.alignment;
    if (gap > 0 && !fields.at_end() && fields.left() <= gap) return not_this_layer;
    fields.text(static_cast<std::ptrdiff_t>(gap));
    if (1u << field.bit == flags_bit) flags_at = fields.at();
    for (const std::uint8_t size : field.sizes) size == cut_anywhere ? fields.text(size) : fields.skip(size);
  }
  const std::uint8_t flags = flags_at < bytes.size() ? bytes[flags_at] : 0;
  fields.text(std::max<std::ptrdiff_t>(0, length - static_cast<std::ptrdiff_t>(fields.at())));
  return fields.step(ND_LAYER_RADIOTAP, (flags & has_checksum) != 0 ? dot11_with_checksum : dot11);
}

Step prism(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(4, 4);
  fields.text(16);
  for (int item = 0; item < 10; ++item) fields.skip(4, 2, 2, 4);
  return fields.step(ND_LAYER_PRISM, dot11);
}

Step ppi(Bytes bytes) {
  constexpr std::ptrdiff_t fixed_header = 8;
  Fields fields(bytes);
  fields.skip(1, 1);
  const std::uint16_t length = fields.le16();
  const std::uint32_t link_type = fields.le32();
  fields.text(length - fixed_header);
  return fields.step(ND_LAYER_PPI, after_link_type(static_cast<int>(link_type)));
}

}  // namespace netdumplings::packet
