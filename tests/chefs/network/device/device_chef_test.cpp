// DeviceChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "chefs/network/dhcp/dhcp_messages.hpp"
#include "chefs/network/dns/dns_messages.hpp"
#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::hex;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using nlohmann::ordered_json;
using ::testing::ElementsAre;
using Payloads = NetworkKitchen::Payloads;

constexpr std::string_view laptop = "020000000001", phone = "020000000002";
constexpr std::size_t arp_request = 1, arp_reply = 2;

Buffer arp_frame(std::string_view hardware, std::string_view address, std::size_t operation = arp_reply) {
  return frames::ether(0x0806, hex("0001 0800 06 04") + frames::u16(operation) + hex(hardware) + hex(address) +
                                   hex("000000000000 c0000263"));
}
/// Makes a message of neighbour discovery from 2001:db8::1.
Buffer neighbor_frame(const Buffer& message, std::size_t hop_limit = 255) {
  Buffer packet = frames::ipv6(58, message);
  packet[7] = static_cast<std::uint8_t>(hop_limit);
  return frames::ether(0x86dd, packet);
}
/// Makes an announcement by 192.0.2.1, whose frame is from 02:00:00:00:00:01.
Buffer announcement_frame(std::string_view name, std::string_view address = "c0000201") {
  const Buffer message =
      hex("0000 8400 0000 0001 0000 0000") + dns_name(name) + hex("0001 8001 00000078 0004") + hex(address);
  return UdpTalk{.client_port = 5353, .server_port = 5353, .server = "e00000fb"}.by_client(message);
}

class DeviceChef : public ::testing::Test {
 protected:
  Payloads take(const Buffer& frame, std::int64_t at = start) { return kitchen.take(frame, at); }
  ordered_json only(const Payloads& made) { return made.size() == 1 ? made[0]["device"] : ordered_json(made); }

  NetworkKitchen kitchen{"DeviceChef"};
};

TEST_F(DeviceChef, ReportsANewDeviceOnce) {
  const auto made = take(arp_frame(laptop, "c0000201"));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].dump(),
            R"({"device":{"hardware":"02:00:00:00:00:01","addresses":["192.0.2.1"],"hostname":null,)"
            R"("vendor_class":null,"first_seen":1600000000.0,"last_seen":1600000000.0,"by":"arp","change":"new"}})");
  EXPECT_TRUE(take(arp_frame(laptop, "c0000201", arp_request)).empty());
}

TEST_F(DeviceChef, ReportsANewAddress) {
  take(arp_frame(laptop, "c0000201"));
  const auto device = only(take(arp_frame(laptop, "c0000202", arp_request), start + second));
  EXPECT_THAT(device["addresses"], ElementsAre("192.0.2.1", "192.0.2.2"));
  EXPECT_EQ(device["first_seen"], 1600000000.0);
  EXPECT_EQ(device["last_seen"], 1600000001.0);
  EXPECT_EQ(device["change"], "address");
}

TEST_F(DeviceChef, TakesAnAddressFromTheDeviceThatHadIt) {
  take(arp_frame(laptop, "c0000201"));
  take(arp_frame(phone, "c0000201"));
  EXPECT_THAT(only(take(arp_frame(laptop, "c0000202")))["addresses"], ElementsAre("192.0.2.2"));
  EXPECT_EQ(only(take(arp_frame(laptop, "c0000201")))["change"], "address");
}

TEST_F(DeviceChef, ReportsADeviceThatHasNoAddressYet) {
  EXPECT_EQ(only(take(arp_frame(laptop, "00000000", arp_request)))["addresses"], ordered_json::array());
}

TEST_F(DeviceChef, IgnoresHardwareAddressesThatAreNobodys) {
  EXPECT_TRUE(take(arp_frame("000000000000", "c0000201")).empty());
  EXPECT_TRUE(take(arp_frame("ffffffffffff", "c0000201")).empty());
  EXPECT_TRUE(take(arp_frame("01005e000001", "c0000201")).empty());
}

TEST_F(DeviceChef, ReadsNeighborDiscovery) {
  const Buffer source = hex("0101") + hex(laptop), target = hex("0201") + hex(phone);
  const Buffer address = hex("20010db8 00000000 00000000 00000009");
  const auto asked = only(take(neighbor_frame(hex("8700 0000 00000000") + address + source)));
  EXPECT_EQ(asked["hardware"], "02:00:00:00:00:01");
  EXPECT_THAT(asked["addresses"], ElementsAre("2001:db8::1"));
  EXPECT_EQ(asked["by"], "nd");
  const auto answered = only(take(neighbor_frame(hex("8800 0000 60000000") + address + target)));
  EXPECT_EQ(answered["hardware"], "02:00:00:00:00:02");
  EXPECT_THAT(answered["addresses"], ElementsAre("2001:db8::9"));
}

TEST_F(DeviceChef, ReadsWhatRoutersAndHostsSayToEachOther) {
  EXPECT_EQ(only(take(neighbor_frame(hex("8500 0000 00000000 0101") + hex(laptop))))["by"], "nd");
  EXPECT_EQ(only(take(neighbor_frame(hex("8600 0000 40000708 00000000 00000000 0101") + hex(phone))))["hardware"],
            "02:00:00:00:00:02");
}

TEST_F(DeviceChef, IgnoresNeighborDiscoveryThatWasForwarded) {
  EXPECT_TRUE(take(neighbor_frame(hex("8500 0000 00000000 0101") + hex(laptop), 64)).empty());
}

TEST_F(DeviceChef, ReadsNameAndVendorClassFromDhcp) {
  DhcpMessage discover;
  const auto device = only(take(discover.type(1).add(12, "laptop").add(60, "MSFT 5.0").frame()));
  EXPECT_EQ(device["hostname"], "laptop");
  EXPECT_EQ(device["vendor_class"], "MSFT 5.0");
  EXPECT_EQ(device["addresses"], ordered_json::array());
  EXPECT_EQ(device["by"], "dhcp");
}

TEST_F(DeviceChef, ReadsTheAddressThatAServerAcknowledges) {
  DhcpMessage offer{.is_reply = true, .your_address = "c0000207"};
  EXPECT_TRUE(take(offer.type(2).frame()).empty());
  DhcpMessage acknowledge{.is_reply = true, .your_address = "c0000207"};
  EXPECT_THAT(only(take(acknowledge.type(5).frame()))["addresses"], ElementsAre("192.0.2.7"));
  DhcpMessage refuse{.is_reply = true, .your_address = "c0000208"};
  EXPECT_TRUE(take(refuse.type(6).frame()).empty());
}

TEST_F(DeviceChef, ReadsNameAndAddressFromMulticastDns) {
  const auto device = only(take(announcement_frame("Laptop.local")));
  EXPECT_EQ(device["hardware"], "02:00:00:00:00:01");
  EXPECT_EQ(device["hostname"], "Laptop");
  EXPECT_THAT(device["addresses"], ElementsAre("192.0.2.1"));
  EXPECT_EQ(device["by"], "mdns");
}

TEST_F(DeviceChef, IgnoresAnnouncementsOfOthersAddresses) {
  EXPECT_TRUE(take(announcement_frame("other.local", "c0000209")).empty());
}

TEST_F(DeviceChef, ReportsANewName) {
  take(arp_frame(laptop, "c0000201"));
  EXPECT_EQ(only(take(announcement_frame("laptop.local")))["change"], "hostname");
  EXPECT_TRUE(take(announcement_frame("LAPTOP.local")).empty());
}

TEST_F(DeviceChef, ReportsEachOfTwoChangesInADumpling) {
  take(arp_frame(laptop, "c0000209"));
  const auto made = take(announcement_frame("laptop.local"));
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0]["device"]["change"], "address");
  EXPECT_EQ(made[1]["device"]["change"], "hostname");
}

TEST_F(DeviceChef, StaysCalmWhenADeviceHasSeveralNames) {
  take(announcement_frame("one.local"));
  EXPECT_EQ(only(take(announcement_frame("two.local")))["hostname"], "two");
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(take(announcement_frame("one.local")).empty());
    EXPECT_TRUE(take(announcement_frame("two.local")).empty());
  }
}

TEST_F(DeviceChef, IgnoresTheRandomNamesOfBrowsers) {
  EXPECT_EQ(only(take(announcement_frame("8a3a1f5e-4b0c-4f5e-9d52-0a1b2c3d4e5f.local")))["hostname"], nullptr);
}

TEST_F(DeviceChef, MakesNothingOfForwardedPackets) {
  EXPECT_TRUE(take(UdpTalk{.server_port = 9}.by_client(hex("00"))).empty());
  EXPECT_TRUE(take(TcpTalk().asks()).empty());
}

TEST(DeviceChefBounds, RemembersSoManyDevices) {
  NetworkKitchen kitchen("DeviceChef", {"devices=10"});
  std::size_t made = 0;
  for (std::size_t round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < 100; ++i) {
      const Buffer frame = frames::ether(0x0806, hex("0001 0800 06 04 0002 0200") + frames::u32(i) + hex("0a00") +
                                                     frames::u16(i) + hex("000000000000 0a000000"));
      made += kitchen.take(frame, start).size();
    }
  }
  EXPECT_EQ(made, 200u);  // forgotten, they were new again
}

TEST(DeviceChefBounds, RemembersSoManyAddressesOfADevice) {
  NetworkKitchen kitchen("DeviceChef", {"addresses=2"});
  for (const std::string_view address : {"c0000201", "c0000202", "c0000201"})
    kitchen.take(arp_frame(laptop, address), start);
  const auto made = kitchen.take(arp_frame(laptop, "c0000203"), start);
  EXPECT_THAT(made[0]["device"]["addresses"], ElementsAre("192.0.2.1", "192.0.2.3"));
}

TEST(DeviceChefBounds, SurvivesMutatedPackets) {
  NetworkKitchen kitchen("DeviceChef");
  DhcpMessage discover;
  const Buffer all[] = {arp_frame(laptop, "c0000201"), announcement_frame("laptop.local"),
                        neighbor_frame(hex("8500 0000 00000000 0101") + hex(laptop)),
                        discover.type(1).add(12, "laptop").add(81, "\4\0\0\6laptop").frame()};
  std::uint32_t random = 1;
  const auto next = [&](std::size_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  for (int i = 0; i < 20'000; ++i) {
    Buffer mutated = all[next(4)];
    for (std::size_t changes = next(6); changes > 0; --changes) {
      mutated[next(mutated.size())] = static_cast<std::uint8_t>(next(256));
    }
    mutated.resize(next(4) == 0 ? 14 + next(mutated.size() - 14) : mutated.size());
    kitchen.take(mutated, start);
  }
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("error")));
}

}  // namespace
}  // namespace netdumplings::chefs::network
