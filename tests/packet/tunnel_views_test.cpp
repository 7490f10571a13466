// What chefs can read of VXLAN, Geneve, GRE and ERSPAN.
#include <netdumplings/layers/erspan.hpp>
#include <netdumplings/layers/geneve.hpp>
#include <netdumplings/layers/gre.hpp>
#include <netdumplings/layers/vxlan.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

Buffer udp_frame(std::size_t port, const Buffer& payload) { return ether(0x0800, ipv4(17, udp(40000, port, payload))); }
Buffer gre_frame(const Buffer& payload) { return ether(0x0800, ipv4(47, payload)); }

TEST(VxlanView, ReadsTheNetworksNumber) {
  const Seen<layers::Vxlan> seen(udp_frame(4789, hex("08 000000 abcdef 00") + ether(0x0806, arp(1))));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->flags(), 0x08);
  EXPECT_EQ(seen.view->network(), 0xabcdefu);
  EXPECT_EQ(seen.view->payload().size(), 42u);
  EXPECT_FALSE(Seen<layers::Vxlan>(udp_frame(4789, hex("08 000000 abcdef"))).view) << "cut off";
}

TEST(GeneveView, ReadsTheNetworksNumberAndOptions) {
  const Seen<layers::Geneve> seen(udp_frame(6081, hex("c1 00 6558 abcdef 00 01020304") + ether(0x0806, arp(1))));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->protocol(), 0x6558);
  EXPECT_EQ(seen.view->network(), 0xabcdefu);
  EXPECT_EQ(Buffer(seen.view->options().begin(), seen.view->options().end()), hex("01020304"));
  EXPECT_EQ(seen.view->payload().size(), 42u);
  EXPECT_FALSE(Seen<layers::Geneve>(udp_frame(6081, hex("00 00 6558 abcdef"))).view) << "cut off";
}

TEST(GeneveView, OptionsEndWithThePacket) {
  const Seen<layers::Geneve> seen(udp_frame(6081, hex("3f 00 6558 000005 00 0102")));
  ASSERT_TRUE(seen.view);
  EXPECT_EQ(seen.view->options().size(), 2u);
}

TEST(GreView, ReadsTheKeyWhereverItIs) {
  EXPECT_EQ(Seen<layers::Gre>(gre_frame(hex("2000 0800 01020304"))).view->key(), 0x01020304u);
  for (const std::string_view flags : {"a000", "6000", "e000"}) {
    EXPECT_EQ(Seen<layers::Gre>(gre_frame(hex(flags) + hex("0800 ffff0000 01020304"))).view->key(), 0x01020304u);
  }
  const Seen<layers::Gre> all(gre_frame(hex("b000 88be ffff0000 01020304 05060708") + filler(9)));
  ASSERT_TRUE(all.view);
  EXPECT_EQ(all.view->protocol(), 0x88be);
  EXPECT_EQ(all.view->key(), 0x01020304u);
  EXPECT_EQ(all.view->sequence(), 0x05060708u);
  EXPECT_EQ(all.view->payload().size(), 9u);
}

TEST(GreView, ReadsNoKeyThatIsNotThere) {
  const Seen<layers::Gre> without(gre_frame(hex("1000 0800 05060708 01020304")));
  ASSERT_TRUE(without.view);
  EXPECT_FALSE(without.view->key());
  EXPECT_EQ(without.view->sequence(), 0x05060708u);
  const Seen<layers::Gre> cut_off(gre_frame(hex("b000 0800 ffff0000")));
  ASSERT_TRUE(cut_off.view);
  EXPECT_FALSE(cut_off.view->key());
  EXPECT_FALSE(cut_off.view->sequence());
  EXPECT_FALSE(Seen<layers::Gre>(gre_frame(hex("3081 880b 0000 0005 00000001 00000002"))).view) << "PPTP's";
}

TEST(ErspanView, ReadsSessionAndVlan) {
  const Seen<layers::Erspan> second(gre_frame(hex("1000 88be 00000001  1abc fff5 00000000") + ether(0x0806, arp(1))));
  ASSERT_TRUE(second.view);
  EXPECT_EQ(second.view->session(), 0x3f5);
  EXPECT_EQ(second.view->vlan(), 0xabc);
  EXPECT_EQ(second.view->payload().size(), 42u);
  const Seen<layers::Erspan> third(gre_frame(hex("1000 22eb 00000001  2abc fff5 00000000 0000 0000")));
  ASSERT_TRUE(third.view);
  EXPECT_EQ(third.view->session(), 0x3f5);
  EXPECT_FALSE(Seen<layers::Erspan>(gre_frame(hex("1000 88be 00000001 1abc"))).view) << "cut off";
  EXPECT_FALSE(Seen<layers::Erspan>(gre_frame(hex("0000 88be") + ether(0x0806, arp(1)))).view) << "ERSPAN I";
}

}  // namespace
}  // namespace netdumplings
