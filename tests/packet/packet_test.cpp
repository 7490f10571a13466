#include <netdumplings/layers/ethernet.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/vlan.hpp>
#include <netdumplings/packet.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <set>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

TEST(Packet, SaysWhenAndWhereItWasCaptured) {
  const Frame frame(ether(0x0806, arp(1)));
  const Packet packet = frame.packet();
  EXPECT_EQ(packet.time_ns(), 1'500'000'000'250'000'000);
  EXPECT_DOUBLE_EQ(packet.time(), 1'500'000'000.25);
  EXPECT_EQ(packet.captured_length(), 42u);
  EXPECT_EQ(packet.wire_length(), 42u);
  EXPECT_EQ(packet.link_type(), ethernet_link);
  EXPECT_EQ(packet.interface_name(), "eth0");
}

TEST(Packet, GivesItsLayersOutermostFirst) {
  const Frame frame(ether(0x0800, ipv4(17, udp(1, 2, filler(5)))));
  const LayerRange layers = frame.packet().layers();
  ASSERT_EQ(layers.size(), 4u);
  EXPECT_EQ(layers[0].name, "Ethernet");
  EXPECT_EQ(layers[1].kind, std::uint32_t{ND_LAYER_IP});
  EXPECT_EQ(layers[1].offset, 14u);
  EXPECT_EQ(layers[1].header.size(), 20u);
  EXPECT_EQ(layers[1].payload.size(), 13u);
  EXPECT_EQ(layers[1].bytes.size(), 33u);
  EXPECT_EQ(layers[3].name, "Raw");
  EXPECT_EQ(layers[3].bytes.size(), 5u);
}

TEST(Packet, KnowsWhichLayersItHas) {
  const Frame frame(ether(0x0800, ipv4(17, udp(1, 2, {}))));
  EXPECT_TRUE(frame.packet().has(ND_LAYER_UDP));
  EXPECT_FALSE(frame.packet().has(ND_LAYER_TCP));
}

TEST(Packet, GivesTheOutermostLayerOfAView) {
  const Frame frame(ether(0x0800, ipv4(4, ipv4(17, udp(1, 2, {})))));
  EXPECT_EQ(frame.packet().layer<layers::Ipv4>()->protocol(), 4);
}

TEST(Packet, ReadsLayersOfALongerStructThanItKnows) {
  struct LongerLayer {
    nd_layer known;
    std::uint64_t added_later;
  };
  const Frame frame(ether(0x0806, arp(1)));
  const nd_packet& raw = frame.packet().raw();
  std::vector<LongerLayer> longer(raw.layer_count);
  for (std::size_t i = 0; i < longer.size(); ++i) longer[i].known = static_cast<const nd_layer*>(raw.layers)[i];
  nd_packet newer = raw;
  newer.layers = longer.data();
  newer.layer_stride = sizeof(LongerLayer);
  EXPECT_EQ(Packet(newer).layers()[1].name, "ARP");
  EXPECT_TRUE(Packet(newer).has(ND_LAYER_ARP));
}

TEST(Packet, SummarisesItselfInALine) {
  const auto summary = [](const Buffer& bytes) { return Frame(bytes).packet().summary(); };
  EXPECT_EQ(summary(ether(0x0800, ipv4(17, udp(5000, 53, example_query())))),
            "Ethernet / IP / UDP 192.0.2.1:5000 > 198.51.100.2:53 / DNS query \"Example.COM\"");
  EXPECT_EQ(summary(ether(0x86dd, ipv6(6, tcp(5000, 80, {})))),
            "Ethernet / IPv6 / TCP [2001:db8::1]:5000 > [2001:db8::2]:80 SA");
  EXPECT_EQ(summary(ether(0x0800, ipv4(1, hex("0800 0000 0001 0001")))),
            "Ethernet / IP 192.0.2.1 > 198.51.100.2 / ICMP type 8 code 0");
  EXPECT_EQ(summary(ether(0x0806, arp(1))), "Ethernet / ARP who has 1.2.3.5 says 1.2.3.4");
  EXPECT_EQ(summary(ether(0x0806, arp(2))), "Ethernet / ARP 1.2.3.4 is at 02:00:00:00:00:01");
  EXPECT_EQ(summary(ether(0x0800, ipv4(6, cut(tcp(1, 2, {}), 8)))), "Ethernet / IP / TCP 192.0.2.1 > 198.51.100.2");
}

TEST(EthernetView, ReadsAddressesAndType) {
  const Frame frame(ether(0x0806, arp(1)));
  const auto view = frame.packet().layer<layers::Ethernet>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->destination().to_string(), "02:00:00:00:00:02");
  EXPECT_EQ(view->source().to_string(), "02:00:00:00:00:01");
  EXPECT_EQ(view->ether_type(), 0x0806);
}

TEST(VlanView, ReadsItsTag) {
  const Frame frame(ether(0x8100, hex("b123 0806") + arp(1)));
  const auto view = frame.packet().layer<layers::Vlan>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->id(), 0x123);
  EXPECT_EQ(view->priority(), 5);
  EXPECT_TRUE(view->is_drop_eligible());
  EXPECT_EQ(view->ether_type(), 0x0806);
}

TEST(Addresses, AreWrittenAsAPersonExpects) {
  const auto six = [](std::string_view digits) { return Ipv6Address(Bytes(hex(digits))).to_string(); };
  EXPECT_EQ(six("00000000000000000000000000000000"), "::");
  EXPECT_EQ(six("00000000000000000000000000000001"), "::1");
  EXPECT_EQ(six("20010db8000000000001000000000001"), "2001:db8::1:0:0:1");
  EXPECT_EQ(six("20010db8000000010001000100010001"), "2001:db8:0:1:1:1:1:1") << "one group is no run";
  EXPECT_EQ(six("fe800000000000000000000000000000"), "fe80::");
  EXPECT_EQ(six("00000000000000000000ffffc0000201"), "::ffff:192.0.2.1");
  EXPECT_EQ(six("20010db80000000100000000000000ab"), "2001:db8:0:1::ab");
  EXPECT_EQ(hardware_address_text(Bytes(hex("0a0b"))), "0a:0b");
  EXPECT_EQ(hardware_address_text({}), "");
}

TEST(LayerKinds, AreDenseAndEachHasItsOwnName) {
  std::set<std::string> names;
  std::uint32_t expected = 1;
#define CHECK_KIND(suffix, name)                           \
  EXPECT_EQ(std::uint32_t{ND_LAYER_##suffix}, expected++); \
  EXPECT_TRUE(names.insert(name).second) << name;
  ND_LAYER_KINDS(CHECK_KIND)
#undef CHECK_KIND
  EXPECT_EQ(std::uint32_t{ND_LAYER_KIND_COUNT}, expected);
}

TEST(LayerKinds, KeepTheirNumbersForEver) {
  EXPECT_EQ(int{ND_LAYER_RAW}, 1);
  EXPECT_EQ(int{ND_LAYER_ARP}, 12);
  EXPECT_EQ(int{ND_LAYER_IP}, 13);
  EXPECT_EQ(int{ND_LAYER_DNS}, 29);
  EXPECT_EQ(int{ND_LAYER_SCTP_ADDRESS_CONFIGURATION_ACK}, 104);
}

}  // namespace
}  // namespace netdumplings
