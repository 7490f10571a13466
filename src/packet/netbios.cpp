// NetBIOS over TCP and UDP, RFC 1001 and 1002: sessions (which carry SMB), datagrams and names.
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

// A name has 16 characters, each written as two letters. Before them is their length, after them the root's length, 0.
// scapy reads the last two letters as a suffix.
void read_name(Fields& fields) {
  fields.text(31);
  fields.skip(2, 1);
}

template <LayerKind Kind>
Step question(Bytes bytes) {
  Fields fields(bytes);
  read_name(fields);
  fields.skip(2, 2);
  return fields.step(Kind, nullptr);
}

// Reads a record up to the length of its data.
std::uint16_t read_record(Fields& fields) {
  read_name(fields);
  fields.skip(2, 2, 4);
  return fields.u16();
}

Step query_response(Bytes bytes) {
  Fields fields(bytes);
  fields.text(read_record(fields));
  return fields.step(ND_LAYER_NBNS_QUERY_RESPONSE, nullptr);
}

Step status_response(Bytes bytes) {
  Fields fields(bytes);
  read_record(fields);
  fields.text(fields.u8() * std::ptrdiff_t{18});
  fields.skip(6);
  fields.text(46);
  return fields.step(ND_LAYER_NBNS_STATUS_RESPONSE, nullptr);
}

Step registration_request(Bytes bytes) {
  Fields fields(bytes);
  read_name(fields);
  fields.skip(2, 2, 2, 2, 2, 4, 2, 2, 4);
  return fields.step(ND_LAYER_NBNS_REGISTRATION_REQUEST, nullptr);
}

Step wait_response(Bytes bytes) {
  Fields fields(bytes);
  read_record(fields);
  fields.skip(2);
  return fields.step(ND_LAYER_NBNS_WAIT_RESPONSE, nullptr);
}

// A kind of message, and the counts that its header must have; 0 means any count.
struct NameMessage {
  std::uint8_t operation;
  std::uint8_t flags;
  bool must_be_response;
  std::uint8_t questions;
  std::uint8_t answers;
  std::uint8_t additionals;
  Parser parser;
};
constexpr std::array name_messages = std::to_array<NameMessage>({
    {0, 0x11, false, 1, 0, 0, question<ND_LAYER_NBNS_QUERY_REQUEST>},
    {0, 0x50, true, 0, 1, 0, query_response},
    {0, 0x00, false, 1, 0, 0, question<ND_LAYER_NBNS_STATUS_REQUEST>},
    {0, 0x01, false, 1, 0, 0, question<ND_LAYER_NBNS_STATUS_REQUEST>},
    {0, 0x40, true, 0, 1, 0, status_response},
    {5, 0x11, false, 1, 0, 1, registration_request},
    {7, 0x40, true, 0, 1, 0, wait_response},
});

bool fits(std::uint8_t wanted, std::uint16_t count) { return wanted == 0 || wanted == count; }

}  // namespace

Step netbios_names(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(2);
  const std::uint16_t word = fields.u16();
  const std::uint16_t questions = fields.u16();
  const std::uint16_t answers = fields.u16();
  fields.skip(2);
  const std::uint16_t additionals = fields.u16();
  for (const NameMessage& message : name_messages) {
    if (message.operation != (word >> 11 & 0xf) || message.flags != (word >> 4 & 0x7f)) continue;
    if (message.must_be_response && word >> 15 == 0) continue;
    if (!fits(message.questions, questions) || !fits(message.answers, answers)) continue;
    if (fits(message.additionals, additionals)) return fields.step(ND_LAYER_NBNS, message.parser);
  }
  return fields.step(ND_LAYER_NBNS, nullptr);
}

Step netbios_datagram(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, 2, 4, 2, 2, 2);
  read_name(fields);
  read_name(fields);
  return fields.step(ND_LAYER_NBT_DATAGRAM, nullptr);
}

Step netbios_session(Bytes bytes) { return fixed<ND_LAYER_NBT_SESSION, smb_of_any_version, 1, 3>(bytes); }

}  // namespace netdumplings::packet
