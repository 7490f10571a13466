#include "kitchen/packets/pcapng_reader.hpp"

#include <gmock/gmock.h>

#include <memory>

#include "kitchen/capture_bytes.hpp"

namespace netdumplings::kitchen {
namespace {

using testing::Bytes;
using testing::frame;
using ::testing::HasSubstr;
using testing::MemoryStream;
using testing::Pcapng;
using ::testing::StartsWith;

struct Read {
  struct Kept {
    Bytes bytes;
    std::uint32_t wire_length;
    std::int64_t time_ns;
    std::uint32_t interface_index;
    int link_type;
    std::string interface_name;
  };
  std::vector<Kept> packets;
  std::string error;
};

Read read(const Bytes& bytes, std::size_t at_once = ~std::size_t{0}) {
  MemoryStream stream(bytes, at_once);
  PcapngReader reader(stream);
  Read all;
  for (;;) {
    PcapngReader::Packet packet;
    auto more = reader.next(packet);
    if (!more) all.error = more.error();
    if (!more || !*more) return all;
    all.packets.push_back({Bytes(packet.bytes.begin(), packet.bytes.end()), packet.wire_length, packet.time_ns,
                           packet.interface_index, packet.interface->link_type, packet.interface->name});
  }
}

class EitherByteOrder : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Pcapng, EitherByteOrder, ::testing::Bool(),
                         [](const auto& order) { return order.param ? std::string("big") : std::string("little"); });

TEST_P(EitherByteOrder, PacketsComeWithTheirInterfacesTimesAndLengths) {
  Pcapng file(GetParam());
  file.interface(1, 0, file.option(2, {'e', 't', 'h', '0'}));
  file.interface(101, 0, file.option(9, {9}));
  file.packet(0, 1'500'000'000'123'456, frame(1), 1500).packet(1, 1'500'000'000'123'456'789, {0x45, 0});
  const auto got = read(file.bytes());
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.packets.size(), 2U);
  EXPECT_EQ(got.packets[0].bytes, frame(1));
  EXPECT_EQ(got.packets[0].wire_length, 1500U);
  EXPECT_EQ(got.packets[0].time_ns, 1'500'000'000'123'456'000);
  EXPECT_EQ(got.packets[0].link_type, 1);
  EXPECT_EQ(got.packets[0].interface_name, "eth0");
  EXPECT_EQ(got.packets[1].link_type, 101);
  EXPECT_EQ(got.packets[1].interface_index, 1U);
  EXPECT_EQ(got.packets[1].time_ns, 1'500'000'000'123'456'789);
  EXPECT_EQ(got.packets[1].wire_length, 2U);
}

TEST_P(EitherByteOrder, ATimeOffsetIsAdded) {
  Pcapng file(GetParam());
  file.interface(1, 0, file.option(14, file.body().u64(1'000'000).bytes()));
  file.packet(0, 5, frame());
  ASSERT_EQ(read(file.bytes()).packets.size(), 1U);
  EXPECT_EQ(read(file.bytes()).packets[0].time_ns, 1'000'000'000'005'000);
}

TEST(PcapngReader, SectionsMayDifferInByteOrderAndEachCountsItsInterfacesFromZero) {
  Pcapng little(false);
  little.interface(1).interface(1).packet(1, 7, frame(1));
  Pcapng big(true);
  big.interface(113).packet(0, 8, frame(2));
  Bytes both = little.bytes();
  both.insert(both.end(), big.bytes().begin(), big.bytes().end());
  const auto got = read(both);
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.packets.size(), 2U);
  EXPECT_EQ(got.packets[1].link_type, 113);
  EXPECT_EQ(got.packets[1].time_ns, 8000);
  EXPECT_EQ(got.packets[1].interface_index, 2U) << "counted through all sections";
}

TEST(PcapngReader, APacketWithoutATimeHasThePreviousOnes) {
  Pcapng file;
  file.interface(1);
  const auto simple = file.body().u32(15).raw(frame(1)).pad().bytes();
  file.block(3, simple).packet(0, 42, frame(2)).block(3, simple);
  const auto got = read(file.bytes());
  ASSERT_EQ(got.packets.size(), 3U);
  EXPECT_EQ(got.packets[0].time_ns, 0);
  EXPECT_EQ(got.packets[2].time_ns, 42'000);
  EXPECT_EQ(got.packets[2].bytes, frame(1));
}

TEST(PcapngReader, ATimeThatDoesNotFitCountsAsNone) {
  Pcapng file;
  file.interface(1, 0, file.option(9, {0})).packet(0, 1, frame()).packet(0, ~std::uint64_t{0}, frame());
  const auto got = read(file.bytes());
  ASSERT_EQ(got.packets.size(), 2U);
  EXPECT_EQ(got.packets[1].time_ns, 1'000'000'000);
}

TEST(PcapngReader, ASimplePacketIsCutToTheSnapLength) {
  Pcapng file;
  file.interface(1, 4).block(3, file.body().u32(1500).raw({1, 2, 3, 4}).bytes());
  const auto got = read(file.bytes());
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.packets.size(), 1U);
  EXPECT_EQ(got.packets[0].bytes, (Bytes{1, 2, 3, 4}));
  EXPECT_EQ(got.packets[0].wire_length, 1500U);
}

TEST(PcapngReader, ObsoletePacketBlocksAreRead) {
  Pcapng file;
  file.interface(1).interface(101);
  file.block(2, file.body().u16(1).u16(9).u32(0).u32(77).u32(3).u32(60).raw({1, 2, 3}).pad().bytes());
  const auto got = read(file.bytes());
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.packets.size(), 1U);
  EXPECT_EQ(got.packets[0].link_type, 101);
  EXPECT_EQ(got.packets[0].time_ns, 77'000);
  EXPECT_EQ(got.packets[0].wire_length, 60U);
}

TEST(PcapngReader, UnknownBlocksAreSkippedHoweverLarge) {
  Pcapng file;
  file.interface(1).block(0xbad, Bytes(1'000'000, 0xee)).block(5, Bytes(8, 0)).packet(0, 1, frame());
  const auto got = read(file.bytes());
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.packets.size(), 1U);
}

TEST(PcapngReader, TheBytesMayComeInAnyPieces) {
  Pcapng file;
  file.interface(1).packet(0, 1, frame(1)).block(0x80000001, Bytes(40, 1)).packet(0, 2, frame(2));
  const auto got = read(file.bytes(), 1);
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.packets.size(), 2U);
  EXPECT_EQ(got.packets[1].bytes, frame(2));
}

TEST(PcapngReader, AnInterfacesNameIsMadeHarmless) {
  Pcapng file;
  file.interface(1, 0, file.option(2, {'a', 0x1b, '[', 0xff, 0xc3, 0xa9})).packet(0, 1, frame());
  EXPECT_EQ(read(file.bytes()).packets.at(0).interface_name, "a?[?\xc3\xa9");
}

TEST(PcapngReader, AFileCutOffAnywhereGivesWhatCameBefore) {
  Pcapng file;
  file.interface(1).packet(0, 1, frame(1));
  const std::size_t whole = file.bytes().size();
  file.packet(0, 2, frame(2));
  for (std::size_t size = whole + 1; size < file.bytes().size(); ++size) {
    const auto got = read(Bytes(file.bytes().begin(), file.bytes().begin() + static_cast<std::ptrdiff_t>(size)));
    EXPECT_EQ(got.packets.size(), 1U);
    EXPECT_THAT(got.error, StartsWith("cut off in the middle of a "));
  }
}

struct Damage {
  const char* what;
  Bytes bytes;
  const char* said;
};

std::vector<Damage> damages() {
  const auto with = [](auto&& add) {
    Pcapng file;
    add(file);
    return file.bytes();
  };
  Bytes wrong_tail = with([](Pcapng& f) { f.interface(1); });
  wrong_tail.back() = 1;
  Bytes odd_length = Pcapng().bytes();
  odd_length[4] = 29;
  Bytes no_magic = Pcapng().bytes();
  no_magic[8] = 0;
  return {
      {"length", with([](Pcapng& f) { f.block(1, Bytes(1, 0)); }), "a block of 13 bytes"},
      {"odd length", odd_length, "a block of 29 bytes"},
      {"no magic", no_magic, "byte-order magic"},
      {"tail", wrong_tail, "two lengths differ"},
      {"giant", testing::Writer().raw(Pcapng().bytes()).u32(6).u32(0x40000000).bytes(), "the largest that is read"},
      {"no section", Bytes(8, 1), "doesn't begin with a section header"},
      {"version", with([](Pcapng& f) { f.section(7); }), "version 7"},
      {"no interface", with([](Pcapng& f) { f.packet(0, 1, frame()); }), "interface 0"},
      {"simple first", with([](Pcapng& f) { f.block(3, Bytes(8, 0)); }), "before any interface"},
      {"short interface", with([](Pcapng& f) { f.block(1, Bytes(4, 0)); }), "too short"},
      {"short packet", with([](Pcapng& f) { f.interface(1).block(6, Bytes(16, 0)); }), "too short"},
      {"long option", with([](Pcapng& f) { f.interface(1, 0, f.body().u16(2).u16(400).u32(0).bytes()); }), "option"},
      {"resolution", with([](Pcapng& f) {
         f.interface(1, 0, f.option(9, {6, 6}));
       }),
       "resolution"},
      {"offset", with([](Pcapng& f) { f.interface(1, 0, f.option(14, {6})); }), "offset"},
      {"captured",
       with([](Pcapng& f) { f.interface(1).block(6, f.body().u64(0).u32(0).u32(5).u32(5).u32(0).bytes()); }),
       "longer than its block"},
  };
}

TEST(PcapngReader, DamageOfEveryKindIsReportedAndEndsTheFile) {
  for (const auto& damage : damages()) {
    const auto got = read(damage.bytes);
    EXPECT_NE(got.error, "") << damage.what;
    EXPECT_THAT(got.error, HasSubstr(damage.said)) << damage.what;
    EXPECT_TRUE(got.packets.empty()) << damage.what;
  }
}

}  // namespace
}  // namespace netdumplings::kitchen
