// DHCPv6: every message and every option.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

std::string in_dhcp6(const Buffer& message) { return in_ipv6(17, udp(546, 547, message)); }

TEST(Dhcp6Layer, OptionsAreLayersOneAfterTheOther) {
  const std::string solicit = "Ethernet|IPv6|UDP|DHCPv6 Solicit Message";
  const Buffer options = hex("0001 000a 0003 0001 020000000001  0008 0002 0000  003c 0001 00");
  EXPECT_EQ(in_dhcp6(hex("01 010203") + options),
            solicit + "|DHCP6 Client Identifier Option|DHCP6 Elapsed Time Option|Unknown DHCPv6 Option");
  EXPECT_EQ(in_dhcp6(hex("01 010203 0001 ffff 0003")), solicit + "|DHCP6 Client Identifier Option");
  EXPECT_EQ(in_dhcp6(hex("01 010203 0017 0010 0003")), solicit + "|Raw") << "half an address";
  EXPECT_EQ(in_dhcp6(hex("63 010203")), "Ethernet|IPv6|UDP|Raw");
}

TEST(Dhcp6Layer, RelayedMessagesAreTheOptionsOwn) {
  EXPECT_EQ(in_ipv6(17, udp(547, 547, hex("0c 00") + zeros(32) + hex("0009 0004 01 010203"))),
            "Ethernet|IPv6|UDP|DHCPv6 Relay Forward Message (Relay Agent/Server Message)|DHCP6 Relay Message Option");
}

TEST(Dhcp6Layer, MessagesAreNamedByTheirType) {
  const std::vector<std::string> names = {
      "Solicit",     "Advertise",          "Request", "Confirm", "Renew", "Rebind", "Reply", "Release", "Decline",
      "Reconfigure", "Information Request"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(in_dhcp6(u8(i + 1) + hex("010203")), "Ethernet|IPv6|UDP|DHCPv6 " + names[i] + " Message");
  }
  EXPECT_EQ(in_dhcp6(hex("0d 00") + zeros(32)),
            "Ethernet|IPv6|UDP|DHCPv6 Relay Reply Message (Relay Agent/Server Message)");
}

// What an option holds after its fields.
enum class Holds { nothing, bytes, addresses };

struct Dhcp6Option {
  std::size_t code;
  std::string name;
  std::size_t fields;      // their bytes
  std::size_t last_field;  // the bytes of the last one
  Holds rest;
};
const std::vector<Dhcp6Option> dhcp6_options = {
    {1, "DHCP6 Client Identifier Option", 0, 0, Holds::bytes},
    {2, "DHCP6 Server Identifier Option", 0, 0, Holds::bytes},
    {3, "DHCP6 Identity Association for Non-temporary Addresses Option", 12, 4, Holds::bytes},
    {4, "DHCP6 Identity Association for Temporary Addresses Option", 4, 4, Holds::bytes},
    {5, "DHCP6 IA Address Option (IA_TA or IA_NA suboption)", 24, 4, Holds::bytes},
    {6, "DHCP6 Option Request Option", 0, 0, Holds::bytes},
    {7, "DHCP6 Preference Option", 1, 1, Holds::nothing},
    {8, "DHCP6 Elapsed Time Option", 2, 2, Holds::nothing},
    {9, "DHCP6 Relay Message Option", 0, 0, Holds::bytes},
    {11, "DHCP6 Option - Authentication", 3, 1, Holds::bytes},
    {12, "DHCP6 Server Unicast Option", 16, 16, Holds::nothing},
    {13, "DHCP6 Status Code Option", 2, 2, Holds::bytes},
    {14, "DHCP6 Rapid Commit Option", 0, 0, Holds::nothing},
    {15, "DHCP6 User Class Option", 0, 0, Holds::bytes},
    {16, "DHCP6 Vendor Class Option", 4, 4, Holds::bytes},
    {17, "DHCP6 Vendor-specific Information Option", 4, 4, Holds::bytes},
    {18, "DHCP6 Interface-Id Option", 0, 0, Holds::bytes},
    {19, "DHCP6 Reconfigure Message Option", 1, 1, Holds::nothing},
    {20, "DHCP6 Reconfigure Accept Option", 0, 0, Holds::nothing},
    {21, "DHCP6 Option - SIP Servers Domain Name List", 0, 0, Holds::bytes},
    {22, "DHCP6 Option - SIP Servers IPv6 Address List", 0, 0, Holds::addresses},
    {23, "DHCP6 Option - DNS Recursive Name Server", 0, 0, Holds::addresses},
    {24, "DHCP6 Option - Domain Search List option", 0, 0, Holds::bytes},
    {25, "DHCP6 Option - Identity Association for Prefix Delegation", 12, 4, Holds::bytes},
    {26, "DHCP6 Option - IA Prefix option", 25, 16, Holds::bytes},
    {27, "DHCP6 Option - NIS Servers", 0, 0, Holds::addresses},
    {28, "DHCP6 Option - NIS+ Servers", 0, 0, Holds::addresses},
    {29, "DHCP6 Option - NIS Domain Name", 0, 0, Holds::bytes},
    {30, "DHCP6 Option - NIS+ Domain Name", 0, 0, Holds::bytes},
    {31, "DHCP6 option - SNTP Servers", 0, 0, Holds::addresses},
    {32, "DHCP6 Option - Information Refresh Time", 4, 4, Holds::nothing},
    {33, "DHCP6 Option - BCMCS Domain Name List", 0, 0, Holds::bytes},
    {34, "DHCP6 Option - BCMCS Addresses List", 0, 0, Holds::addresses},
    {37, "DHCP6 Option - Relay Agent Remote-ID", 4, 4, Holds::bytes},
    {38, "DHCP6 Option - Subscriber ID", 0, 0, Holds::bytes},
    {39, "DHCP6 Option - Client FQDN", 1, 1, Holds::bytes},
    {40, "DHCP6 PANA Authentication Agent Option", 0, 0, Holds::addresses},
    {41, "DHCP6 POSIX Timezone Option", 0, 0, Holds::bytes},
    {42, "DHCP6 TZDB Timezone Option", 0, 0, Holds::bytes},
    {43, "DHCP6 Option - RelayRequest Option", 0, 0, Holds::bytes},
    {48, "DHCP6 Client Link Option", 0, 0, Holds::addresses},
    {59, "DHCP6 Boot File URL Option", 0, 0, Holds::bytes},
    {61, "DHCP6 Client System Architecture Type Option", 0, 0, Holds::bytes},
    {62, "DHCP6 Client Network Interface Identifier Option", 3, 1, Holds::nothing},
    {65, "DHCP6 Option - ERP Domain Name List", 0, 0, Holds::bytes},
    {66, "DHCP6 Relay-Supplied Options Option", 0, 0, Holds::bytes},
    {68, "DHCP6 Option - Virtual Subnet Selection", 1, 1, Holds::bytes},
    {79, "DHCP6 Option - Client Link Layer address", 8, 6, Holds::nothing},
    {112, "DHCP6 Option - MUD URL", 0, 0, Holds::bytes},
};

const Buffer dhcp6_solicit = hex("01 010203");
const std::string solicit_with = "Ethernet|IPv6|UDP|DHCPv6 Solicit Message|";

TEST(Dhcp6Layer, EveryOptionEndsWhereItsFieldsAndItsLengthSay) {
  const Buffer preference = hex("0007 0001 ff");
  for (const Dhcp6Option& option : dhcp6_options) {
    const std::size_t rest = option.rest == Holds::nothing ? 0 : option.rest == Holds::bytes ? 5 : 32;
    const std::size_t length = option.rest == Holds::nothing ? 0xffff : option.fields + rest;
    const Buffer whole = u16(option.code) + u16(length) + zeros(option.fields + rest);
    EXPECT_EQ(in_dhcp6(dhcp6_solicit + whole + preference), solicit_with + option.name + "|DHCP6 Preference Option");
  }
}

TEST(Dhcp6Layer, AnOptionCutWithinAFieldOrAnAddressIsRaw) {
  for (const Dhcp6Option& option : dhcp6_options) {
    const std::size_t size = option.rest == Holds::addresses ? 17 : option.fields - 1;
    if (option.rest != Holds::addresses && option.last_field < 2) continue;  // it can't be cut inside
    EXPECT_EQ(in_dhcp6(dhcp6_solicit + u16(option.code) + u16(32) + zeros(size)), solicit_with + "Raw") << option.name;
  }
}

TEST(Dhcp6Layer, BrokenOptionsWithinAnOptionAreItsOwn) {
  const Buffer elapsed = hex("0008 0002 0000");
  const Buffer lies = hex("0005 ffff 00");
  EXPECT_EQ(in_dhcp6(dhcp6_solicit + hex("0003 0011") + zeros(12) + lies + elapsed),
            solicit_with + "DHCP6 Identity Association for Non-temporary Addresses Option|DHCP6 Elapsed Time Option");
  EXPECT_EQ(in_dhcp6(dhcp6_solicit + hex("0005 001d") + zeros(24) + lies + elapsed),
            solicit_with + "DHCP6 IA Address Option (IA_TA or IA_NA suboption)|DHCP6 Elapsed Time Option");
  EXPECT_EQ(in_dhcp6(dhcp6_solicit + hex("0011 0009 00000009") + lies + elapsed),
            solicit_with + "DHCP6 Vendor-specific Information Option|DHCP6 Elapsed Time Option");
}

}  // namespace
}  // namespace netdumplings
