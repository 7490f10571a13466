// DCE/RPC, version 5.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

// In little-endian, without a verifier.
std::string in_dcerpc(std::size_t type, const Buffer& body) {
  return in_tcp(135,
                hex("05 00") + u8(type) + hex("03 10000000") + le16(16 + body.size()) + hex("0000 01000000") + body);
}
const std::string dcerpc_with = "Ethernet|IP|TCP|DCE/RPC v5|DCE/RPC v5 - ";

TEST(DcerpcLayer, MessagesAreNamedAndCallsAreRaw) {
  const std::string rpc = "Ethernet|IP|TCP|DCE/RPC v5";
  const Buffer context = hex("0000 01 00") + filler(20) + filler(20);
  EXPECT_EQ(in_tcp(135, hex("05 00 0b 03 10000000 4800 0000 01000000 d016 d016 00000000 01 000000") + context),
            rpc + "|DCE/RPC v5 - Bind");
  EXPECT_EQ(in_tcp(135, hex("05 00 0c 03 10000000 4400 0000 01000000 d016 d016 00000000 0400 31333500 0000 01 000000") +
                            filler(24)),
            rpc + "|DCE/RPC v5 - Bind Ack");
  EXPECT_EQ(in_tcp(135, hex("05 00 00 03 10000000 2000 0000 01000000 08000000 0000 0300") + filler(8)),
            rpc + "|DCE/RPC v5 - Request|Raw");
  EXPECT_EQ(in_tcp(135, hex("05 00 02 03 10000000 1800 0000 01000000 08000000 0000 00 00")),
            rpc + "|DCE/RPC v5 - Response");
}

TEST(DcerpcLayer, AVerifierAtTheEndIsTheHeadersOwn) {
  EXPECT_EQ(in_tcp(135, hex("05 00 02 03 10000000 2800 0800 01000000 08000000 0000 00 00") + filler(16)),
            "Ethernet|IP|TCP|DCE/RPC v5|DCE/RPC v5 - Response");
  EXPECT_EQ(in_tcp(135, hex("05 00 02 03 10000000 2800 ffff 01000000") + filler(8)), "Ethernet|IP|TCP|DCE/RPC v5");
}

TEST(DcerpcLayer, AFaultHasItsStatus) {
  const Buffer fault = hex("20000000 0000 00 00 05000000 00000000");
  EXPECT_EQ(in_dcerpc(3, fault), dcerpc_with + "Fault");
  EXPECT_EQ(in_dcerpc(3, fault + text("more")), dcerpc_with + "Fault|Raw");
  EXPECT_EQ(in_dcerpc(3, cut(fault, 15)), "Ethernet|IP|TCP|DCE/RPC v5|Raw");
}

TEST(DcerpcLayer, ARefusalHasVersions) {
  EXPECT_EQ(in_dcerpc(13, hex("0400 01 0500")), dcerpc_with + "Bind Nak");
  EXPECT_EQ(in_dcerpc(13, hex("0400 02 0500 0501") + text("more")), dcerpc_with + "Bind Nak|Raw");
}

TEST(DcerpcLayer, ContextsAreAlteredAsTheyAreBound) {
  const Buffer context = hex("0000 01 00") + filler(20) + filler(20);
  EXPECT_EQ(in_dcerpc(14, hex("d016 d016 01000000 02 000000") + context + context), dcerpc_with + "AlterContext");
  EXPECT_EQ(in_dcerpc(14, hex("d016 d016 01000000 01 000000") + context + text("more")),
            dcerpc_with + "AlterContext|Raw");
  const Buffer with_address = hex("d016 d016 01000000 0400 31333500 0000 01 000000");
  EXPECT_EQ(in_dcerpc(15, with_address + filler(24)), dcerpc_with + "AlterContextResp");
  EXPECT_EQ(in_dcerpc(15, with_address + filler(24) + text("more")), dcerpc_with + "AlterContextResp|Raw");
}

TEST(DcerpcLayer, AThirdAuthenticationIsFourBytesOfNothing) {
  EXPECT_EQ(in_dcerpc(16, zeros(4)), dcerpc_with + "Auth3");
  EXPECT_EQ(in_dcerpc(16, zeros(4) + text("more")), dcerpc_with + "Auth3|Raw");
}

TEST(DcerpcLayer, NumbersStandInTheOrderOfWhoeverSends) {
  const Buffer big_endian =
      hex("05 00 0c 03 00000000 0044 0000 00000001 16d0 16d0 00000000 0004 31333500 0000 01 000000");
  EXPECT_EQ(in_tcp(135, big_endian + filler(24)), dcerpc_with + "Bind Ack");
  EXPECT_EQ(in_tcp(135, big_endian + filler(25)), dcerpc_with + "Bind Ack|Raw");
}

}  // namespace
}  // namespace netdumplings
