// The user plane of mobile networks, GTP-U version 1 (3GPP TS 29.281), and its extension headers.
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::uint8_t user_data = 255;  // the type of a message that carries a user's packet

// scapy has names for three types of extension headers.
LayerKind kind_of(std::uint8_t extension_type) {
  enum Type : std::uint8_t { udp_port = 0x40, pdu_session = 0x85, pdcp_pdu = 0xc0 };
  return extension_type == udp_port      ? ND_LAYER_GTP_UDP_PORT
         : extension_type == pdu_session ? ND_LAYER_GTP_PDU_SESSION
         : extension_type == pdcp_pdu    ? ND_LAYER_GTP_PDCP_PDU
                                         : ND_LAYER_GTP_EXTENSION;
}

// Only the phone and the gateway know what a tunnel carries. Everything that isn't IP is taken for PPP, as in scapy.
Step user_packet(Bytes bytes) {
  constexpr std::uint8_t first_ipv4 = 0x45, last_ipv4 = 0x4f, ipv6_version = 6;
  if (bytes[0] >= first_ipv4 && bytes[0] <= last_ipv4) return ipv4(bytes);
  return bytes[0] >> 4 == ipv6_version ? ipv6(bytes) : ppp(bytes);
}

Step extension_header(Bytes bytes, std::uint32_t told);

// Adds to a header what comes after it: an extension header if `extension_type` isn't 0, or what the message carries.
Step leading_to(Step step, std::uint8_t message_type, std::uint8_t extension_type) {
  if (extension_type != 0) {
    step.next_told = extension_header;
    step.told = std::uint32_t{message_type} << 8 | extension_type;
  } else if (message_type == user_data) {
    step.next = user_packet;
  }
  return step;
}

// An extension header begins with its length in words of four bytes, and ends with the next one's type.
Step extension_header(Bytes bytes, std::uint32_t told) {
  Fields fields(bytes);
  const std::uint8_t words = fields.u8();
  if (words == 0) return not_this_layer;
  fields.text(std::ptrdiff_t{words} * 4 - 2);
  const std::uint8_t next = fields.u8();
  const Step header = fields.step(kind_of(static_cast<std::uint8_t>(told)), nullptr);
  return leading_to(header, static_cast<std::uint8_t>(told >> 8), next);
}

}  // namespace

Step gtp_user(Bytes bytes) {
  enum Flag : std::uint8_t { version_and_kind = 0xf0, version_1 = 0x30, extended = 0x04, has_options = 0x07 };
  Fields fields(bytes);
  const std::uint8_t flags = fields.u8();
  if ((flags & version_and_kind) != version_1) return not_this_layer;
  const std::uint8_t message_type = fields.u8();
  fields.skip(2, 4);
  std::uint8_t extension_type = 0;
  if ((flags & has_options) != 0) {
    fields.skip(2, 1);
    extension_type = fields.u8();
  }
  if ((flags & extended) == 0) extension_type = 0;
  return leading_to(fields.step(ND_LAYER_GTP_U, nullptr), message_type, extension_type);
}

}  // namespace netdumplings::packet
