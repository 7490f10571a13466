// Protocols written in ASN.1, by name: SNMP (RFC 1157), Kerberos (RFC 4120), LDAP (RFC 4511). Only the outermost tags
// are looked at; a message that isn't whole is Raw.
#include <array>
#include <string_view>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Tag : std::uint8_t { integer = 0x02, octet_string = 0x04, sequence = 0x30 };

/// One element in the basic encoding rules: a tag of one byte, a length, a value.
struct Element {
  std::uint8_t tag = 0;
  Bytes value;
  std::size_t size = 0;  ///< of tag, length and value; 0: no such element
};

Element element(Bytes bytes) {
  constexpr std::uint8_t long_form = 0x80;
  if (bytes.size() < 2) return {};
  std::size_t header = 2;
  std::size_t length = bytes[1];
  if ((length & long_form) != 0) {
    const std::size_t digits = length & 0x7fu;
    if (digits > 4 || bytes.size() < header + digits) return {};
    header += digits;
    length = 0;
    for (std::size_t i = 2; i < header; ++i) length = length << 8 | bytes[i];
  }
  if (bytes.size() - header < length) return {};
  return {bytes[0], bytes.subspan(header, length), header + length};
}

bool is_one_of(std::uint8_t tag, std::string_view tags) { return tags.find(static_cast<char>(tag)) != tags.npos; }

/// A header that is the whole message; what comes after it is Raw.
Step whole(LayerKind kind, Bytes bytes, const Element& message) {
  return carries_rest(kind, bytes, message.size, nullptr);
}

}  // namespace

Step snmp(Bytes bytes) {
  const Element message = element(bytes);
  if (message.tag != sequence) return not_this_layer;
  const Element version = element(message.value);
  if (version.tag != integer) return not_this_layer;
  const Element community = element(message.value.subspan(version.size));
  if (community.tag != octet_string) return not_this_layer;  // version 3 has none
  const Element request = element(message.value.subspan(version.size + community.size));
  const bool is_known = is_one_of(request.tag, "\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7");
  return is_known ? whole(ND_LAYER_SNMP, bytes, message) : not_this_layer;
}

Step kerberos(Bytes bytes) {
  const Element message = element(bytes);
  const bool is_known = is_one_of(message.tag, "\x6a\x6b\x6c\x6d\x6e\x6f\x7e");
  return is_known ? whole(ND_LAYER_KERBEROS, bytes, message) : not_this_layer;
}

Step kerberos_over_tcp(Bytes bytes) { return fixed<ND_LAYER_KERBEROS_TCP, kerberos, 4>(bytes); }

Step ldap(Bytes bytes) {
  const Element message = element(bytes);
  if (message.tag != sequence) return not_this_layer;
  const Element number = element(message.value);
  if (number.tag != integer) return not_this_layer;
  const Element operation = element(message.value.subspan(number.size));
  const bool is_known = is_one_of(operation.tag, "\x60\x61\x42\x63\x64\x65\x50");
  if (!is_known) return not_this_layer;
  Step step = carries_rest(ND_LAYER_LDAP, bytes, message.size, ldap);  // a segment may hold many messages
  step.sibling = true;
  return step;
}

}  // namespace netdumplings::packet
