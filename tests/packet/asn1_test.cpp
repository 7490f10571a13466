// SNMP, Kerberos and LDAP are recognised by their outermost tags and lengths, whatever is inside.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

TEST(Asn1Layers, AreThereWhenTheirMessageIsWhole) {
  const Buffer get = hex("30 13 02 01 01 04 01 61 a0 0b 02 01 00 02 01 00 02 01 00 30 00");
  EXPECT_EQ(in_udp(40000, 161, get), "Ethernet|IP|UDP|SNMP");
  EXPECT_EQ(in_udp(40000, 161, get + hex("00")), "Ethernet|IP|UDP|SNMP|Raw") << "one byte more than its length";
  EXPECT_EQ(in_udp(40000, 161, cut(get, get.size() - 1)), "Ethernet|IP|UDP|Raw") << "one byte less";
  EXPECT_EQ(in_udp(40000, 161, hex("30 84 ffffffff 02 01 00")), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(in_udp(40000, 88, hex("6a 81 02 0500")), "Ethernet|IP|UDP|Kerberos");
  EXPECT_EQ(in_tcp(88, hex("00000004 6a 02 0500")), "Ethernet|IP|TCP|KerberosTCPHeader|Kerberos");
  EXPECT_EQ(in_tcp(389, hex("30 05 02 01 01 42 00  30 05 02 01 02 42 00")), "Ethernet|IP|TCP|LDAP|LDAP");
}

TEST(Asn1Layers, CldapMayNameItsUser) {
  EXPECT_EQ(in_udp(40000, 389, hex("30 05 02 01 01 63 00")), "Ethernet|IP|UDP|CLDAP");
  EXPECT_EQ(in_udp(40000, 389, hex("30 07 02 01 01 04 00 63 00")), "Ethernet|IP|UDP|CLDAP");
  EXPECT_EQ(in_tcp(389, hex("30 07 02 01 01 04 00 63 00")), "Ethernet|IP|TCP|Raw") << "LDAP may not";
}

// A tag, a length of one byte, a value.
Buffer element(std::size_t tag, const Buffer& value) { return u8(tag) + u8(value.size()) + value; }

std::string in_ldap(const Buffer& operation) { return in_tcp(389, element(0x30, hex("02 01 01") + operation)); }

TEST(Asn1Layers, SnmpHasVariablesOfAnyType) {
  for (const char* const value :
       {"05 00", "02 01 01", "46 03 010203", "44 01 00", "80 00", "81 00", "82 00", "9f 00"}) {
    const Buffer variable = element(0x30, hex("06 03 2b0601") + hex(value));
    const Buffer response = element(0xa2, hex("02 01 01  02 01 00  02 01 00") + element(0x30, variable));
    EXPECT_EQ(in_udp(161, 40000, element(0x30, hex("02 01 01  04 01 61") + response)), "Ethernet|IP|UDP|SNMP") << value;
  }
}

TEST(Asn1Layers, SnmpVersion3AndOtherRequestsAreRaw) {
  EXPECT_EQ(in_udp(40000, 161, hex("30 07 02 01 03 30 02 0500")), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(in_udp(40000, 161, hex("30 0a 02 01 01 04 01 61 a8 02 0500")), "Ethernet|IP|UDP|Raw");
}

TEST(Asn1Layers, LdapBindsWithWhateverCredentials) {
  const Buffer version_and_name = hex("02 01 03  04 01 61");
  const std::vector<Buffer> credentials = {
      element(0x80, text("password")),            // simple
      element(0x80, {}),                          // anonymous
      element(0x89, {}),                          // Sicily's discovery
      element(0x8a, text("NTLMSSP")),             // and its negotiation
      element(0xa3, element(4, text("GSSAPI"))),  // SASL
  };
  for (const Buffer& credential : credentials) {
    const Buffer bind = element(0x60, version_and_name + credential);
    EXPECT_EQ(in_ldap(bind), "Ethernet|IP|TCP|LDAP");
    EXPECT_EQ(in_udp(40000, 389, element(0x30, hex("02 01 01") + bind)), "Ethernet|IP|UDP|CLDAP");
  }
}

TEST(Asn1Layers, LdapSearchesWithWhateverFilter) {
  const Buffer present = element(0x87, text("cn"));
  const Buffer scope = hex("04 00  0a 01 02  0a 01 00  02 01 00  02 01 00  01 01 00");
  for (const Buffer& filter : {present, element(0xa2, present), element(0xa9, element(0x82, text("cn"))),
                               element(0xa0, element(0xa2, present) + present)}) {
    EXPECT_EQ(in_ldap(element(0x63, scope + filter + hex("30 00"))), "Ethernet|IP|TCP|LDAP");
  }
}

TEST(Asn1Layers, OperationsOfLdapThatScapyHasNoneOfAreRaw) {
  for (const std::size_t operation : {0x66u, 0x68u, 0x4au, 0x77u}) {  // modify, add, delete, extended
    EXPECT_EQ(in_ldap(element(operation, {})), "Ethernet|IP|TCP|Raw") << operation;
  }
}

}  // namespace
}  // namespace netdumplings
