// EAP over LAN (IEEE 802.1X) and EAP (RFC 3748) with its methods.
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Code : std::uint8_t { request = 1, response = 2, success = 3, failure = 4 };
enum Method : std::uint8_t { identity = 1, refusal = 3, md5 = 4, leap = 17 };

// Methods that carry TLS records under flags of one byte.
struct TlsMethod {
  std::uint8_t type;
  LayerKind kind;
};
constexpr std::array tls_methods = std::to_array<TlsMethod>({
    {13, ND_LAYER_EAP_TLS},
    {21, ND_LAYER_EAP_TTLS},
    {25, ND_LAYER_EAP_PEAP},
    {43, ND_LAYER_EAP_FAST},
});

// `length` counts the whole message, from its code on.
Step tls_method(LayerKind kind, Fields& fields, std::ptrdiff_t length) {
  constexpr std::uint8_t has_total_length = 0x80;
  const bool has_length = (fields.u8() & has_total_length) != 0;
  if (has_length) fields.skip(4);
  fields.text(length - (has_length ? 10 : 6));
  return fields.closed(kind);
}

Step method(Fields& fields, std::uint8_t code, std::uint8_t type, std::ptrdiff_t length) {
  for (const TlsMethod& known : tls_methods) {
    if (known.type == type) return tls_method(known.kind, fields, length);
  }
  if (type == md5) {
    const std::uint8_t size = fields.u8();
    fields.text(size);
    fields.text(length - size - 6);
    return fields.closed(ND_LAYER_EAP_MD5);
  }
  if (type == leap) {
    fields.skip(1, 1);
    const std::uint8_t size = fields.u8();
    fields.text(size);
    fields.text(length - size - 8);
    return fields.closed(ND_LAYER_LEAP);
  }
  if (type == identity) fields.text(length - 5);
  if (type == refusal && code == response) fields.text(length - 4);
  return fields.closed(ND_LAYER_EAP);
}

}  // namespace

Step eapol(Bytes bytes) {
  constexpr std::uint8_t eap_packet = 0;
  Fields fields(bytes);
  fields.skip(1);
  const std::uint8_t type = fields.u8();
  const std::uint16_t length = fields.u16();
  if (fields.broken()) return not_this_layer;
  return carries(ND_LAYER_EAPOL, bytes, fields.at(), length, type == eap_packet ? eap : nullptr);
}

Step eap(Bytes bytes) {
  Fields fields(bytes);
  const std::uint8_t code = fields.u8();
  fields.skip(1);
  const std::uint16_t length = fields.u16();
  if (code != success && code != failure) {
    const bool has_method = !fields.at_end() && (code == request || code == response);
    const std::uint8_t type = fields.u8();
    if (has_method) return method(fields, code, type, length);
  }
  return fields.closed(ND_LAYER_EAP);
}

}  // namespace netdumplings::packet
