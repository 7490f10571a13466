// NTP: time (RFC 5905), its extension fields and digest, and control messages (RFC 1305, appendix B). Private messages
// (mode 7) are Raw.
#include <algorithm>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::size_t least = 8;        // bytes of any message
constexpr std::size_t md5_digest = 20;  // bytes, with the key's number

Step authenticator(Bytes bytes) { return keeps_rest(ND_LAYER_NTP_AUTHENTICATOR, bytes, bytes.size()); }

// Extension fields are this layer's own data. So is the digest at the end, which must be whole.
Step extensions(Bytes bytes) { return keeps_rest(ND_LAYER_NTP_EXTENSIONS, bytes, bytes.size()); }

Parser after_header(std::size_t left) {
  const std::size_t digest = left - 4;
  if (digest == 16 || digest == 20 || digest == 32 || digest == 64) return authenticator;
  return left > md5_digest ? extensions : nullptr;
}

// Reads a control message's data, its padding and its digest. The digest's key number must be whole.
Step control_message(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1, 1, 2, 2, 2, 2);
  const std::ptrdiff_t count = fields.u16();
  fields.padded_text(count == 0 ? 0 : std::max<std::ptrdiff_t>(12, count));
  const bool has_half_a_key = !fields.at_end() && fields.left() < 4;
  return has_half_a_key ? not_this_layer : fields.keeping_rest(ND_LAYER_NTP_CONTROL);
}

}  // namespace

Step ntp(Bytes bytes) {
  enum Mode : std::uint8_t { control = 6, private_use = 7 };
  const unsigned mode = bytes[0] & 7u;
  if (bytes.size() < least || mode == private_use) return not_this_layer;
  if (mode == control) return control_message(bytes);
  Fields fields(bytes);
  fields.skip(1, 1, 1, 1, 4, 4);
  const bool names_its_reference = bytes[1] < 2;  // in letters, not as an address
  names_its_reference ? fields.text(4) : fields.skip(4);
  fields.skip(8, 8, 8, 8);
  return fields.step(ND_LAYER_NTP, after_header(fields.left()));
}

}  // namespace netdumplings::packet
