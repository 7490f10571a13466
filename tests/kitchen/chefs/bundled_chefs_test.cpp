// Loads and runs the three chefs of chefs/ as nd-sniff does. Their payloads are compared byte for byte, because web
// eaters match on them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdumplings/version.hpp>
#include <nlohmann/json.hpp>

#include "common/defaults.hpp"
#include "kitchen/chef_fixtures.hpp"
#include "packet/frames.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace frames;  // NOLINT(google-build-using-namespace)
using testing::TestKitchen;

class BundledChef : public ::testing::Test {
 protected:
  explicit BundledChef(const std::string& name) : kitchen_({ND_BUNDLED_CHEFS}, {{name}}) {}

  // Returns the payloads that are made of one frame, of which `missing` bytes weren't captured.
  std::vector<std::string> cook(const Buffer& bytes, std::size_t missing = 0) {
    kitchen_.sink.dumplings.clear();
    const Frame frame(bytes, ethernet_link, missing);
    kitchen_.runner.packet(frame.packet().raw());
    return kitchen_.payloads();
  }
  std::vector<std::string> poke() {
    kitchen_.sink.dumplings.clear();
    kitchen_.runner.poke(5.0, 1'500'000'000'000'000'000);
    return kitchen_.payloads();
  }

  TestKitchen kitchen_;
};

TEST(BundledChefs, AreOneModuleOfThree) {
  const auto modules = testing::loaded({ND_BUNDLED_CHEFS});
  EXPECT_EQ(chef_listing(modules, false),
            "\nnetdumplings.dumplingchefs\n  ARPChef\n  DNSLookupChef\n  PacketCountChef\n\n");
  EXPECT_THAT(chef_listing(modules, true), HasSubstr("  PacketCountChef\n"
                                                     "    Counts the layers of all packets\n"
                                                     "    version " NETDUMPLINGS_VERSION "\n\n"));
  TestKitchen kitchen({ND_BUNDLED_CHEFS});
  EXPECT_THAT(kitchen.runner.card_chefs(),
              ElementsAre("netdumplings.dumplingchefs.ARPChef", "netdumplings.dumplingchefs.DNSLookupChef",
                          "netdumplings.dumplingchefs.PacketCountChef"));
}

class ARPChef : public BundledChef {
 protected:
  ARPChef() : BundledChef("ARPChef") {}
  static Buffer reply(const char* hardware, const char* protocol) {
    return ether(0x0806, hex("0001 0800 06 04 0002") + hex(hardware) + hex(protocol) + hex("020000000002 01020305"));
  }
  static std::string note(const std::vector<std::string>& payloads) {
    return nlohmann::json::parse(payloads.at(0)).at("notes").dump();
  }
};

TEST_F(ARPChef, DescribesARequest) {
  EXPECT_THAT(cook(ether(0x0806, arp(1))),
              ElementsAre(R"({"operation":"request","src_hw":"02:00:00:00:00:01","src_ip":"1.2.3.4",)"
                          R"("dst_hw":"02:00:00:00:00:02","dst_ip":"1.2.3.5","time":1500000000.25,"notes":null})"));
}

TEST_F(ARPChef, DescribesAReply) {
  EXPECT_THAT(
      cook(ether(0x0806, arp(2))),
      ElementsAre(
          R"({"operation":"reply","src_hw":"02:00:00:00:00:01","src_ip":"1.2.3.4","dst_hw":"02:00:00:00:00:02",)"
          R"("dst_ip":"1.2.3.5","time":1500000000.25,"notes":"source device is new"})"));
}

TEST_F(ARPChef, OtherOperationsAreNumbersWithoutNotes) {
  EXPECT_THAT(cook(ether(0x0806, arp(9))).at(0), ::testing::StartsWith(R"({"operation":9,)"));
  EXPECT_EQ(note(cook(ether(0x0806, arp(0)))), "null");
}

TEST_F(ARPChef, NotesADeviceThatIsNewAndAnAddressThatMoved) {
  EXPECT_EQ(note(cook(reply("020000000001", "0a000001"))), R"("source device is new")");
  EXPECT_EQ(note(cook(reply("020000000001", "0a000001"))), "null");
  EXPECT_EQ(note(cook(reply("020000000009", "0a000001"))), R"("source device has new IP address")");
  EXPECT_EQ(note(cook(reply("020000000009", "0a000001"))), "null");
  EXPECT_EQ(note(cook(reply("020000000009", "0a000002"))), R"("source device is new")");
}

TEST_F(ARPChef, LearnsNothingFromRequests) {
  cook(ether(0x0806, arp(1)));
  EXPECT_EQ(note(cook(ether(0x0806, arp(2)))), R"("source device is new")");
}

TEST_F(ARPChef, AMessageWhoseAddressesWereNotAllCapturedMakesNothing) {
  const Buffer whole = ether(0x0806, arp(2));
  for (const std::size_t size : {8u, 14u, 18u, 24u, 27u}) {
    EXPECT_THAT(cook(cut(whole, 14 + size), 28 - size), IsEmpty()) << size;
  }
  EXPECT_EQ(note(cook(whole, 18)), R"("source device is new")") << "only padding is missing, and nothing was noted";
}

TEST_F(ARPChef, AddressesThatAPacketEndsBeforeAreZero) {
  const Buffer whole = ether(0x0806, arp(2));
  const auto with = [this, &whole](std::size_t size) {
    return nlohmann::json::parse(cook(cut(whole, 14 + size)).at(0));
  };
  EXPECT_EQ(with(8)["src_hw"], "00:00:00:00:00:00");
  EXPECT_EQ(with(8)["src_ip"], "0.0.0.0");
  EXPECT_EQ(with(14)["src_hw"], "02:00:00:00:00:01");
  EXPECT_EQ(with(14)["src_ip"], "0.0.0.0");
  EXPECT_EQ(with(24)["dst_hw"], "02:00:00:00:00:02");
  EXPECT_EQ(with(24)["dst_ip"], "0.0.0.0");
}

TEST_F(ARPChef, AddressesOfOtherHardwareHaveTheirRealLength) {
  const auto payload = nlohmann::json::parse(
      cook(ether(0x0806, hex("0006 0800 08 04 0001  0102030405060708 0a000001  1112131415161718 0a000002"))).at(0));
  EXPECT_EQ(payload["src_hw"], "01:02:03:04:05:06:07:08");
  EXPECT_EQ(payload["src_ip"], "10.0.0.1");
  EXPECT_EQ(payload["dst_hw"], "11:12:13:14:15:16:17:18");
  EXPECT_EQ(payload["dst_ip"], "10.0.0.2");
}

TEST_F(ARPChef, AddressesOfAnotherProtocolAreHex) {
  const auto payload = nlohmann::json::parse(
      cook(ether(0x0806, hex("0001 809b 06 03 0001  020000000001 0a0b0c  020000000002 0d0e0f"))).at(0));
  EXPECT_EQ(payload["src_ip"], "0a:0b:0c");
  EXPECT_EQ(payload["dst_ip"], "0d:0e:0f");
}

TEST_F(ARPChef, AnAddressOfNoLengthIsEmpty) {
  const auto payload =
      nlohmann::json::parse(cook(ether(0x0806, hex("0001 0800 06 00 0001  020000000001 020000000002"))).at(0));
  EXPECT_EQ(payload["src_ip"], "");
  EXPECT_EQ(payload["dst_hw"], "02:00:00:00:00:02");
}

TEST_F(ARPChef, LongAddressesTakeNoMoreMemoryThanShortOnes) {
  cook(reply("020000000001", "0a000001"));
  for (std::size_t i = 0; i < 20'000; ++i) {
    const Buffer address = zeros(251) + u32(i);
    cook(ether(0x0806, hex("0006 809b ff ff 0002") + address + address + address + address));
  }
  EXPECT_EQ(note(cook(reply("020000000001", "0a000001"))), R"("source device is new")") << "it was forgotten";
}

TEST_F(ARPChef, PacketsWithoutArpAndPokesMakeNothing) {
  EXPECT_THAT(cook(ether(0x0800, ipv4(17, udp(53, 53, example_query())))), IsEmpty());
  EXPECT_THAT(poke(), IsEmpty());
}

class DNSLookupChef : public BundledChef {
 protected:
  DNSLookupChef() : BundledChef("DNSLookupChef") {}
  static Buffer asking(const Buffer& message) { return ether(0x0800, ipv4(17, udp(40000, 53, message))); }
};

TEST_F(DNSLookupChef, ReportsALookupWithItsCaseKept) {
  EXPECT_THAT(cook(asking(example_query())),
              ElementsAre(R"({"lookup":{"hostname":"Example.COM","when":1500000000.25}})"));
}

TEST_F(DNSLookupChef, CountsLookupsInTheOrderInWhichNamesCame) {
  EXPECT_THAT(poke(), ElementsAre(R"({"lookups_seen":{}})"));
  cook(asking(example_query()));
  cook(asking(dns(hex("01 61 00 0001 0001"))));
  cook(asking(example_query()));
  EXPECT_THAT(poke(), ElementsAre(R"({"lookups_seen":{"Example.COM":{"count":2,"latest":1500000000.25},)"
                                  R"("a":{"count":1,"latest":1500000000.25}}})"));
}

TEST_F(DNSLookupChef, TheFirstOfSeveralQuestionsCounts) {
  EXPECT_THAT(cook(asking(dns(hex("01 61 00 0001 0001  01 62 00 0001 0001"), {.questions = 2}))),
              ElementsAre(R"({"lookup":{"hostname":"a","when":1500000000.25}})"));
}

TEST_F(DNSLookupChef, TheRootIsAnEmptyName) {
  EXPECT_THAT(cook(asking(dns(hex("00 0002 0001")))),
              ElementsAre(R"({"lookup":{"hostname":"","when":1500000000.25}})"));
}

TEST_F(DNSLookupChef, BytesThatAreNotUtf8AreEscaped) {
  EXPECT_THAT(cook(asking(dns(hex("02 ff61 00 0001 0001")))),
              ElementsAre(R"({"lookup":{"hostname":"\\255a","when":1500000000.25}})"));
}

TEST_F(DNSLookupChef, NamesOfDifferentLabelsAreCountedApart) {
  for (const char* const name : {"03 612e62 00", "01 61 01 62 00", "01 e9 00", "04 5c323333 00"}) {
    cook(asking(dns(hex(name) + hex("0001 0001"))));
  }
  EXPECT_EQ(nlohmann::json::parse(poke().at(0))["lookups_seen"].size(), 4u);
}

TEST_F(DNSLookupChef, ANameThatTheCaptureCutOffMakesNothing) {
  const Buffer whole = asking(example_query());
  const std::size_t name_end = whole.size() - 4;
  for (std::size_t size = name_end - 12; size < name_end; ++size) {
    EXPECT_THAT(cook(cut(whole, size), whole.size() - size), IsEmpty()) << size;
  }
  EXPECT_THAT(poke(), ElementsAre(R"({"lookups_seen":{}})"));
  EXPECT_EQ(cook(cut(whole, name_end), 4).size(), 1u);
}

TEST_F(DNSLookupChef, AResponseWhoseAnswersTheCaptureCutOffIsALookup) {
  const Buffer answer = hex("c00c 0001 0001 00000e10 0004 01020304");
  const Buffer whole = asking(dns(example_question() + answer, {.answers = 1}));
  EXPECT_THAT(cook(cut(whole, whole.size() - 9), 9),
              ElementsAre(R"({"lookup":{"hostname":"Example.COM","when":1500000000.25}})"));
}

TEST_F(DNSLookupChef, QuotesAndControlCharactersInANameAreEscapedInItsJson) {
  const auto payloads = cook(asking(dns(hex("04 220a5c00 00 0001 0001"))));
  EXPECT_EQ(nlohmann::json::parse(payloads.at(0))["lookup"]["hostname"], std::string("\"\n\\\\\0", 5));
  EXPECT_EQ(poke().size(), 1u);
}

TEST_F(DNSLookupChef, MessagesWithoutAQuestionMakeNothing) {
  EXPECT_THAT(cook(asking(dns({}, {.questions = 0}))), IsEmpty());
  EXPECT_THAT(cook(asking(dns({}))), IsEmpty());
}

TEST_F(DNSLookupChef, TcpAndMulticastDnsCount) {
  EXPECT_EQ(cook(ether(0x0800, ipv4(6, tcp(53, 40000, u16(example_query().size()) + example_query())))).size(), 1u);
  EXPECT_EQ(cook(ether(0x86dd, ipv6(17, udp(5353, 5353, example_query())))).size(), 1u);
  EXPECT_THAT(cook(ether(0x0800, ipv4(17, udp(40000, 5355, example_query())))), IsEmpty());
}

TEST_F(DNSLookupChef, TheSummaryFitsIntoADumplingAndHasTheLatestNamesHoweverManyNamesCame) {
  std::string last;
  for (int i = 0; i < 40'000; ++i) {
    last = "made-up-name-" + std::to_string(i);
    cook(asking(dns(u8(last.size()) + text(last) + hex("00 0001 0001"))));
  }
  const auto payloads = poke();
  ASSERT_EQ(payloads.size(), 1u);
  EXPECT_LT(payloads[0].size(), defaults::max_message);
  EXPECT_GT(payloads[0].size(), defaults::max_message / 4);
  EXPECT_TRUE(nlohmann::json::parse(payloads[0])["lookups_seen"].contains(last));
}

class PacketCountChef : public BundledChef {
 protected:
  PacketCountChef() : BundledChef("PacketCountChef") {}
};

TEST_F(PacketCountChef, CountsEveryLayerOfEveryPacketInTheOrderInWhichTheyAppeared) {
  EXPECT_THAT(poke(), ElementsAre(R"({"packet_counts":{}})"));
  EXPECT_THAT(cook(ether(0x0806, arp(1))), IsEmpty());
  cook(ether(0x0800, ipv4(17, udp(40000, 53, example_query()))));
  EXPECT_THAT(poke(), ElementsAre(R"({"packet_counts":{"Ethernet":2,"ARP":1,"IP":1,"UDP":1,"DNS":1}})"));
}

TEST_F(PacketCountChef, ALayerThatOccursTwiceInAPacketCountsTwice) {
  cook(ether(0x0800, ipv4(4, ipv4(17, udp(1, 2, filler(3))))));
  EXPECT_THAT(poke(), ElementsAre(R"({"packet_counts":{"Ethernet":1,"IP":2,"UDP":1,"Raw":1}})"));
}

TEST_F(PacketCountChef, CountsLayersThatItsHeadersDontKnow) {
  const nd_layer layer{"Warp", 4, 70'000, 0, 3, 3, 0};
  const std::uint8_t bytes[3] = {};
  nd_packet packet{};
  packet.struct_size = sizeof packet;
  packet.bytes = bytes;
  packet.captured_length = packet.wire_length = 3;
  packet.link_type = frames::ethernet_link;
  packet.interface_name = "";
  packet.layers = &layer;
  packet.layer_count = 1;
  packet.layer_stride = sizeof layer;
  kitchen_.runner.packet(packet);
  kitchen_.runner.packet(packet);
  EXPECT_THAT(poke(), ElementsAre(R"({"packet_counts":{"Warp":2}})"));
}

}  // namespace
}  // namespace netdumplings::kitchen
