// SCTP, RFC 9260: a header, and chunks. Each chunk is a layer beside the one before.
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

// What comes after a chunk's fixed fields.
enum class Body : std::uint8_t {
  none,
  padded,      // up to the chunk's length, and to a multiple of four
  parameters,  // up to the chunk's length
  sack,        // as many blocks as two counts say
};

struct Chunk {
  std::uint8_t type;
  LayerKind kind;
  Body body;
  std::array<std::uint8_t, 5> fields;  // sizes, after type, flags and length; 0 ends the list
};

constexpr std::array chunks = std::to_array<Chunk>({
    {0, ND_LAYER_SCTP_DATA, Body::padded, {4, 2, 2, 4}},
    {1, ND_LAYER_SCTP_INIT, Body::parameters, {4, 4, 2, 2, 4}},
    {2, ND_LAYER_SCTP_INIT_ACK, Body::parameters, {4, 4, 2, 2, 4}},
    {3, ND_LAYER_SCTP_SACK, Body::sack, {4, 4}},
    {4, ND_LAYER_SCTP_HEARTBEAT_REQUEST, Body::parameters, {}},
    {5, ND_LAYER_SCTP_HEARTBEAT_ACK, Body::parameters, {}},
    {6, ND_LAYER_SCTP_ABORT, Body::padded, {}},
    {7, ND_LAYER_SCTP_SHUTDOWN, Body::none, {4}},
    {8, ND_LAYER_SCTP_SHUTDOWN_ACK, Body::none, {}},
    {9, ND_LAYER_SCTP_ERROR, Body::padded, {}},
    {10, ND_LAYER_SCTP_COOKIE_ECHO, Body::padded, {}},
    {11, ND_LAYER_SCTP_COOKIE_ACK, Body::none, {}},
    {14, ND_LAYER_SCTP_SHUTDOWN_COMPLETE, Body::none, {}},
    {15, ND_LAYER_SCTP_AUTHENTICATION, Body::padded, {2, 2}},
    {0x80, ND_LAYER_SCTP_ADDRESS_CONFIGURATION_ACK, Body::parameters, {4}},
    {0xc1, ND_LAYER_SCTP_ADDRESS_CONFIGURATION, Body::parameters, {4}},
});

const Chunk* find(std::uint8_t type) {
  for (const Chunk& chunk : chunks) {
    if (chunk.type == type) return &chunk;
  }
  return nullptr;
}

void read_body(Fields& fields, Body body, std::ptrdiff_t length) {
  if (body == Body::padded) {
    fields.padded_text(length);
  } else if (body == Body::parameters) {
    fields.text(length);
  } else if (body == Body::sack) {
    const std::uint16_t gaps = fields.u16();
    const std::uint16_t duplicates = fields.u16();
    fields.items(gaps, 4);
    fields.items(duplicates, 4);
  }
}

Step chunk(Bytes bytes) {
  if (bytes.size() < 4) return padding(bytes);
  const Chunk* const found = find(bytes[0]);
  if (found == nullptr) return not_this_layer;
  Fields fields(bytes);
  fields.skip(1, 1);
  const std::uint16_t length = fields.u16();
  for (const std::uint8_t size : found->fields) fields.skip(size);
  const std::size_t header = fields.at();
  if (!fields.at_end()) read_body(fields, found->body, length - static_cast<std::ptrdiff_t>(header));
  return fields.sibling(found->kind, header, chunk);
}

Step common_header(LayerKind kind, Bytes bytes) {
  if (bytes.size() < 12) return cut_short(kind, bytes, field_ends<2, 4, 8>);
  return carries_rest(kind, bytes, 12, chunk);
}

}  // namespace

Step sctp(Bytes bytes) { return common_header(ND_LAYER_SCTP, bytes); }
Step sctp_in_icmp(Bytes bytes) { return common_header(ND_LAYER_SCTP_IN_ICMP, bytes); }

}  // namespace netdumplings::packet
