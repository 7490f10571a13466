// EAP over LAN, and EAP with its methods.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

TEST(EapolLayer, EndsWhereItsLengthSays) {
  EXPECT_EQ(in_ether(0x888e, hex("01 00 0005 02 01 0005 01") + zeros(37)), "Ethernet|EAPOL|EAP|Padding");
  EXPECT_EQ(in_ether(0x888e, hex("01 03 0004") + filler(4) + zeros(20)), "Ethernet|EAPOL|Raw|Padding");
  EXPECT_EQ(in_ether(0x888e, hex("01 01 0000") + zeros(42)), "Ethernet|EAPOL|Padding");
  EXPECT_EQ(in_ether(0x888e, hex("01 00 0006 01 01 0006 0d 20")), "Ethernet|EAPOL|EAP-TLS");
  EXPECT_EQ(in_ether(0x888e, hex("01 00 0004 03 01 0004")), "Ethernet|EAPOL|EAP");
}

// Makes an EAP message of `type` with what it holds, in a frame with two bytes of padding after it.
std::string in_eap(std::size_t code, std::size_t type, const Buffer& body) {
  const Buffer message = u8(code) + hex("01") + u16(5 + body.size()) + u8(type) + body;
  return in_ether(0x888e, hex("01 00") + u16(message.size()) + message + zeros(2));
}
const std::string eapol_with = "Ethernet|EAPOL|";

TEST(EapLayer, MethodsHaveTheirNames) {
  EXPECT_EQ(in_eap(1, 4, hex("10") + filler(16)), eapol_with + "EAP-MD5|Padding");
  EXPECT_EQ(in_eap(2, 4, hex("10") + filler(16) + text("name")), eapol_with + "EAP-MD5|Padding");
  EXPECT_EQ(in_eap(1, 17, hex("01 00 08") + filler(8) + text("name")), eapol_with + "Cisco LEAP|Padding");
  EXPECT_EQ(in_eap(1, 6, text("card")), eapol_with + "EAP|Padding|Padding") << "what other methods hold is padding";
}

TEST(EapLayer, MethodsOverTlsMaySayTheirRecordsLength) {
  const std::vector<std::pair<std::size_t, std::string>> methods = {
      {13, "EAP-TLS"}, {21, "EAP-TTLS"}, {25, "PEAP"}, {43, "EAP-FAST"}};
  for (const auto& [type, name] : methods) {
    EXPECT_EQ(in_eap(1, type, hex("20")), eapol_with + name + "|Padding");
    EXPECT_EQ(in_eap(2, type, hex("00") + filler(9)), eapol_with + name + "|Padding");
    EXPECT_EQ(in_eap(2, type, hex("80 00000009") + filler(9)), eapol_with + name + "|Padding");
    EXPECT_EQ(in_ether(0x888e, hex("01 00 0008 02 01 0008") + u8(type) + hex("80 0000")), eapol_with + "Raw")
        << "half a length";
  }
}

}  // namespace
}  // namespace netdumplings
