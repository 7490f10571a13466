#include <netdumplings/layers/arp.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

TEST(ArpLayer, AnyOperationIsArp) {
  for (const std::size_t operation : {0u, 1u, 2u, 9u}) EXPECT_EQ(in_ether(0x0806, arp(operation)), "Ethernet|ARP");
}

TEST(ArpLayer, AddressesMayHaveOtherLengthsAndTypes) {
  EXPECT_EQ(in_ether(0x0806, hex("0001 0800 08 04 0002") + filler(24)), "Ethernet|ARP");
  EXPECT_EQ(in_ether(0x0806, hex("0001 0800 06 00 0002") + filler(20)), "Ethernet|ARP|Padding");
  EXPECT_EQ(in_ether(0x0806, hex("0006 0800 06 04 0002") + filler(20)), "Ethernet|ARP");
  EXPECT_EQ(in_ether(0x0806, hex("0001 86dd 06 10 0002") + filler(44)), "Ethernet|ARP");
}

TEST(ArpLayer, ACutBetweenFieldsCountsAndACutWithinOneDoesNot) {
  for (const std::size_t size : {2u, 4u, 5u, 6u, 8u, 14u, 18u, 24u}) {
    EXPECT_EQ(in_ether(0x0806, cut(arp(2), size)), "Ethernet|ARP") << size;
  }
  for (const std::size_t size : {1u, 3u, 7u, 10u, 20u, 26u, 27u}) {
    EXPECT_EQ(in_ether(0x0806, cut(arp(2), size)), "Ethernet|Raw") << size;
  }
}

TEST(ArpLayer, AnAddressOfAnotherLengthMayBeCutAnywhere) {
  EXPECT_EQ(in_ether(0x0806, cut(hex("0001 0800 08 04 0002") + filler(24), 13)), "Ethernet|ARP");
}

TEST(ArpView, ReadsOperationAndAddresses) {
  const Frame frame(ether(0x0806, arp(2)));
  const auto view = frame.packet().layer<layers::Arp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->operation(), layers::Arp::reply);
  EXPECT_EQ(view->source_hardware_text(), "02:00:00:00:00:01");
  EXPECT_EQ(view->source_protocol_text(), "1.2.3.4");
  EXPECT_EQ(view->target_hardware_text(), "02:00:00:00:00:02");
  EXPECT_EQ(view->target_protocol_text(), "1.2.3.5");
}

TEST(ArpView, WritesAddressesOfTheirRealLength) {
  const Frame frame(ether(0x0806, hex("0020 0800 08 04 0001  0102030405060708 0a000001  ffffffffffffffff 0a000002")));
  const auto view = frame.packet().layer<layers::Arp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source_hardware_text(), "01:02:03:04:05:06:07:08");
  EXPECT_EQ(view->target_protocol_text(), "10.0.0.2");
}

TEST(ArpView, WritesProtocolsThatAreNotIpInHex) {
  const Frame frame(ether(0x0806, hex("0001 809b 06 03 0001  020000000001 0a0b0c  000000000000 0d0e0f")));
  const auto view = frame.packet().layer<layers::Arp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source_protocol_text(), "0a:0b:0c");
}

TEST(ArpView, WritesIpv6AddressesToo) {
  const Buffer address = hex("20010db8 00000000 00000000 00000001");
  const Frame frame(ether(0x0806, hex("0001 86dd 06 10 0001") + zeros(6) + address + zeros(6) + address));
  const auto view = frame.packet().layer<layers::Arp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->target_protocol_text(), "2001:db8::1");
}

TEST(ArpView, IsNoneWhenAnAddressWasCutOff) {
  const Frame frame(ether(0x0806, cut(arp(2), 24)));
  ASSERT_EQ(frame.chain(), "Ethernet|ARP");
  EXPECT_FALSE(frame.packet().layer<layers::Arp>());
}

}  // namespace
}  // namespace netdumplings
