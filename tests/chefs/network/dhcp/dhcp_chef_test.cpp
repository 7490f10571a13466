// DhcpChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "chefs/network/dhcp/dhcp_messages.hpp"
#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::hex;
using nlohmann::ordered_json;

class DhcpChef : public ::testing::Test {
 protected:
  ordered_json report(const DhcpMessage& message) {
    const auto made = kitchen.take(message.frame(), start);
    return made.size() == 1 ? made[0]["dhcp"] : ordered_json(made);
  }

  NetworkKitchen kitchen{"DhcpChef"};
};

TEST_F(DhcpChef, ReportsAQuestion) {
  DhcpMessage message;
  message.type(1).add(12, "laptop").add(60, "android-dhcp-13").add(50, hex("c0000207"));
  EXPECT_EQ(report(message).dump(),
            R"({"when":1600000000.0,"message":"DISCOVER","hardware":"02:00:00:00:00:01","hostname":"laptop",)"
            R"("vendor":"android-dhcp-13","requested":"192.0.2.7","address":null,"server":null,"router":null,)"
            R"("dns":[],"lease":null})");
}

TEST_F(DhcpChef, ReportsAnAnswer) {
  DhcpMessage message{.is_reply = true, .your_address = "c0000207"};
  message.type(5).add(54, hex("c0000201")).add(3, hex("c0000202 c0000203")).add(6, hex("c0000204 c0000205"));
  message.add(51, hex("00000e10"));
  EXPECT_EQ(report(message).dump(),
            R"({"when":1600000000.0,"message":"ACK","hardware":"02:00:00:00:00:01","hostname":null,"vendor":null,)"
            R"("requested":null,"address":"192.0.2.7","server":"192.0.2.1","router":"192.0.2.2",)"
            R"("dns":["192.0.2.4","192.0.2.5"],"lease":3600})");
}

TEST_F(DhcpChef, NamesMessagesAsIanaDoes) {
  const auto name_of = [&](std::size_t type) { return report(DhcpMessage().type(type))["message"]; };
  EXPECT_EQ(name_of(2), "OFFER");
  EXPECT_EQ(name_of(3), "REQUEST");
  EXPECT_EQ(name_of(6), "NAK");
  EXPECT_EQ(name_of(8), "INFORM");
  EXPECT_EQ(name_of(18), "TLS");
  EXPECT_EQ(name_of(0), "TYPE0");
  EXPECT_EQ(name_of(200), "TYPE200");
}

TEST_F(DhcpChef, HasNoMessageNameForBootp) { EXPECT_EQ(report(DhcpMessage())["message"], nullptr); }

TEST_F(DhcpChef, ReportsTheAddressThatAClientRenews) {
  DhcpMessage message{.client_address = "c0000209"};
  EXPECT_EQ(report(message.type(3))["address"], "192.0.2.9");
}

TEST_F(DhcpChef, TakesTheFullNameIfThereIsNoHostName) {
  DhcpMessage message;
  EXPECT_EQ(report(message.type(3).add(81, std::string_view("\0\0\0laptop.example", 17)))["hostname"],
            "laptop.example");
}

TEST_F(DhcpChef, WritesHardwareAddressesOfAnyLength) {
  EXPECT_EQ(report(DhcpMessage{.hardware = "0102030405060708"})["hardware"], "01:02:03:04:05:06:07:08");
  EXPECT_EQ(report(DhcpMessage{.hardware = ""})["hardware"], nullptr);
}

TEST_F(DhcpChef, ReadsWhatARelayAndAServerSay) {
  EXPECT_EQ(kitchen.take(UdpTalk{.client_port = 67, .server_port = 67}.by_client(DhcpMessage().bytes()), start).size(),
            1u);
}

TEST_F(DhcpChef, MakesNothingOfOtherThings) {
  const UdpTalk talk{.client_port = 68, .server_port = 67};
  EXPECT_TRUE(kitchen.take(talk.by_client(frames::filler(300)), start).empty());
  EXPECT_TRUE(kitchen.take(talk.by_client(hex("0101")), start).empty());
  const UdpTalk other{.client_port = 1000, .server_port = 2000};
  EXPECT_TRUE(kitchen.take(other.by_client(DhcpMessage().bytes()), start).empty());
}

TEST_F(DhcpChef, SurvivesMutatedMessages) {
  DhcpMessage message;
  message.type(5).add(12, "laptop").add(81, std::string_view("\4\0\0\6laptop\0", 11)).add(6, hex("c0000204"));
  message.add(52, hex("03")).add(51, hex("00000e10"));
  const Buffer bytes = message.bytes();
  std::uint32_t random = 1;
  const auto next = [&](std::size_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  for (int i = 0; i < 10'000; ++i) {
    Buffer mutated = bytes;
    for (std::size_t changes = next(20); changes > 0; --changes) {
      mutated[next(2) == 0 ? 240 + next(mutated.size() - 240) : next(240)] = static_cast<std::uint8_t>(next(256));
    }
    mutated.resize(next(4) == 0 ? next(mutated.size()) : mutated.size());
    kitchen.take(UdpTalk{.client_port = 68, .server_port = 67}.by_client(mutated), start);
  }
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("error")));
}

}  // namespace
}  // namespace netdumplings::chefs::network
