// Protocols written in ASN.1, by name: SNMP (RFC 1157), Kerberos (RFC 4120), LDAP (RFC 4511). Only the outermost tags
// are read; a message that isn't whole is Raw.
#include <array>
#include <string_view>

#include "packet/ber.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Tag : std::uint8_t { integer = 0x02, octet_string = 0x04, sequence = 0x30 };

bool is_one_of(std::uint8_t tag, std::string_view tags) { return tags.find(static_cast<char>(tag)) != tags.npos; }

// The header is the whole message. What comes after it is Raw.
Step whole(LayerKind kind, Bytes bytes, const BerElement& message) {
  return carries_rest(kind, bytes, message.size, nullptr);
}

// A segment may hold many messages. Each is a layer beside the one before.
Step ldap_message(LayerKind kind, Bytes bytes, Parser next) {
  const BerElement message = ber_element(bytes);
  if (message.tag != sequence) return not_this_layer;
  const BerElement number = ber_element(message.value);
  if (number.tag != integer) return not_this_layer;
  Bytes rest = message.value.subspan(number.size);
  const BerElement user = ber_element(rest);
  if (kind == ND_LAYER_CLDAP && user.tag == octet_string) rest = rest.subspan(user.size);
  const bool is_known = is_one_of(ber_element(rest).tag, "\x60\x61\x42\x63\x64\x65\x50");
  if (!is_known) return not_this_layer;
  Step step = carries_rest(kind, bytes, message.size, next);
  step.sibling = true;
  return step;
}

}  // namespace

Step snmp(Bytes bytes) {
  const BerElement message = ber_element(bytes);
  if (message.tag != sequence) return not_this_layer;
  const BerElement version = ber_element(message.value);
  if (version.tag != integer) return not_this_layer;
  const BerElement community = ber_element(message.value.subspan(version.size));
  if (community.tag != octet_string) return not_this_layer;  // version 3 has none
  const BerElement request = ber_element(message.value.subspan(version.size + community.size));
  const bool is_known = is_one_of(request.tag, "\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7");
  return is_known ? whole(ND_LAYER_SNMP, bytes, message) : not_this_layer;
}

Step kerberos(Bytes bytes) {
  const BerElement message = ber_element(bytes);
  const bool is_known = is_one_of(message.tag, "\x6a\x6b\x6c\x6d\x6e\x6f\x7e");
  return is_known ? whole(ND_LAYER_KERBEROS, bytes, message) : not_this_layer;
}

Step kerberos_over_tcp(Bytes bytes) { return fixed<ND_LAYER_KERBEROS_TCP, kerberos, 4>(bytes); }

Step ldap(Bytes bytes) { return ldap_message(ND_LAYER_LDAP, bytes, ldap); }
Step connectionless_ldap(Bytes bytes) { return ldap_message(ND_LAYER_CLDAP, bytes, connectionless_ldap); }

}  // namespace netdumplings::packet
