// MPLS: label stacks, what carries them, and what is guessed to be in them.
#include <netdumplings/layers/mpls.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const Buffer outer_label = hex("00010 0 40");  // 16, more follow
const Buffer last_label = hex("00011 3 09");   // 17, class 1, the last one, 9 hops

Buffer ip_in_label() { return ipv4(6, tcp(1, 2, {})); }
std::string in_mpls(const Buffer& payload) { return in_ether(0x8847, last_label + payload); }

TEST(MplsLayer, EachLabelIsALayerUpToTheLastOne) {
  EXPECT_EQ(in_ether(0x8847, outer_label + outer_label + last_label + ip_in_label()), "Ethernet|MPLS|MPLS|MPLS|IP|TCP");
  EXPECT_EQ(in_ether(0x8847, outer_label), "Ethernet|MPLS");
  EXPECT_EQ(in_ether(0x8847, outer_label + hex("0001")), "Ethernet|MPLS|Raw");
  EXPECT_EQ(in_ether(0x8847, outer_label + hex("000111")), "Ethernet|MPLS|MPLS") << "cut before the hops";
}

TEST(MplsLayer, GuessesWhatItCarries) {
  EXPECT_EQ(in_mpls(ip_in_label()), "Ethernet|MPLS|IP|TCP");
  EXPECT_EQ(in_mpls(ipv6(6, tcp(1, 2, {}))), "Ethernet|MPLS|IPv6|TCP");
  EXPECT_EQ(in_mpls(hex("0000 0007") + ether(0x0806, arp(1))), "Ethernet|MPLS|EoMCW|Ethernet|ARP");
  EXPECT_EQ(in_mpls(ether(0x0806, arp(1))), "Ethernet|MPLS|Ethernet|ARP") << "its address begins with 02:00";
  EXPECT_EQ(in_mpls(hex("50") + filler(40)), "Ethernet|MPLS|Raw") << "BIER";
}

TEST(MplsLayer, WhatItCarriesMayBeCutOff) {
  EXPECT_EQ(in_mpls({}), "Ethernet|MPLS");
  EXPECT_EQ(in_mpls(hex("00")), "Ethernet|MPLS|Raw");
  EXPECT_EQ(in_mpls(hex("0000")), "Ethernet|MPLS|EoMCW");
  EXPECT_EQ(in_mpls(hex("0000 00")), "Ethernet|MPLS|Raw");
  EXPECT_EQ(in_mpls(hex("4500")), "Ethernet|MPLS|Raw");
  EXPECT_EQ(in_mpls(hex("0200")), "Ethernet|MPLS|Raw");
}

TEST(MplsLayer, IsInWhateverCarriesIt) {
  const Buffer packet = last_label + ip_in_label();
  EXPECT_EQ(in_ether(0x8848, packet), "Ethernet|MPLS|IP|TCP");
  EXPECT_EQ(in_ether(0x8100, hex("0005 8847") + packet), "Ethernet|802.1Q|MPLS|IP|TCP");
  EXPECT_EQ(in_ipv4(47, hex("0000 8847") + packet), "Ethernet|IP|GRE|MPLS|IP|TCP");
  EXPECT_EQ(in_ipv4(47, hex("2000 8848 00000005") + packet), "Ethernet|IP|GRE|MPLS|IP|TCP");
  EXPECT_EQ(in_ipv4(137, packet), "Ethernet|IP|MPLS|IP|TCP");
  EXPECT_EQ(in_ipv6(137, packet), "Ethernet|IPv6|MPLS|IP|TCP");
  EXPECT_EQ(in_udp(40000, 6635, packet), "Ethernet|IP|UDP|MPLS|IP|TCP");
  EXPECT_EQ(chain(hex("0281") + packet, 9), "PPP Link Layer|MPLS|IP|TCP");
  EXPECT_EQ(chain(hex("0283") + packet, 9), "PPP Link Layer|MPLS|IP|TCP");
  EXPECT_EQ(in_ipv4(137, packet, {.fragment = 9}), "Ethernet|IP|Raw") << "no label begins a later fragment";
}

TEST(MplsView, ReadsALabel) {
  const Frame frame(ether(0x8847, last_label + ip_in_label()));
  const auto view = frame.packet().layer<layers::Mpls>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->label(), 17u);
  EXPECT_EQ(view->traffic_class(), 1);
  EXPECT_TRUE(view->is_last());
  EXPECT_EQ(view->time_to_live(), 9);
  EXPECT_EQ(view->payload().size(), 40u);
}

TEST(MplsView, ReadsEveryBitOfALabel) {
  const Frame frame(ether(0x8847, hex("abcde 0 ff") + last_label));
  const auto view = frame.packet().layer<layers::Mpls>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->label(), 0xabcdeu);
  EXPECT_FALSE(view->is_last());
  EXPECT_FALSE(Frame(ether(0x8847, hex("000111"))).packet().layer<layers::Mpls>()) << "cut off";
}

}  // namespace
}  // namespace netdumplings
