// Also the test of byte_stream, gzip_stream, pcap_file_source, pcap_filter and pcapng_source, which a file is read
// with.
#include "kitchen/packets/file_source.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/eventfd.h>
#include <zlib.h>

#include <thread>

#include "kitchen/capture_bytes.hpp"
#include "kitchen/packets/pcap_file_source.hpp"
#include "kitchen/scratch_folder.hpp"

namespace netdumplings::kitchen {
namespace {

using testing::Bytes;
using testing::Collector;
using ::testing::EndsWith;
using testing::frame;
using ::testing::HasSubstr;
using testing::Pcap;
using testing::Pcapng;
using testing::ScratchFolder;
using ::testing::StartsWith;

Bytes gzipped(const Bytes& bytes) {
  z_stream zlib{};
  deflateInit2(&zlib, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  Bytes out(deflateBound(&zlib, bytes.size()) + 64);
  zlib.next_in = const_cast<Bytef*>(bytes.data());
  zlib.avail_in = static_cast<uInt>(bytes.size());
  zlib.next_out = out.data();
  zlib.avail_out = static_cast<uInt>(out.size());
  deflate(&zlib, Z_FINISH);
  out.resize(zlib.total_out);
  deflateEnd(&zlib);
  return out;
}

class FileSource : public ::testing::Test {
 protected:
  // Returns what is read from a file with these bytes; `error` has "FILE" in place of its path.
  void read(const Bytes& bytes, const std::string& filter = "") {
    const auto path = folder_.write("capture", bytes);
    auto file = open_capture_file(path);
    ASSERT_TRUE(file);
    auto source = make_file_source(std::move(*file), {.filter = filter, .log_name = "k1"}, log_);
    collector_ = {};
    error_ = source ? collector_.read_all(**source) : source.error();
    if (error_.starts_with(path)) error_.replace(0, path.size(), "FILE");
  }
  [[nodiscard]] const std::vector<Collector::Kept>& kept() const { return collector_.kept; }

  ScratchFolder folder_;
  Log log_ = make_log("test");
  Collector collector_;
  std::string error_;
};

TEST_F(FileSource, PcapFilesOfMicroAndNanosecondsAndEitherByteOrderAreRead) {
  for (const bool nanoseconds : {false, true}) {
    for (const bool big_endian : {false, true}) {
      read(Pcap(1, nanoseconds, big_endian).packet(1'500'000'000, 999'999, frame(7)).bytes());
      EXPECT_EQ(error_, "");
      ASSERT_EQ(kept().size(), 1U);
      EXPECT_EQ(kept()[0].bytes, frame(7));
      EXPECT_EQ(kept()[0].time_ns, 1'500'000'000'000'000'000 + (nanoseconds ? 999'999 : 999'999'000));
      EXPECT_EQ(kept()[0].link_type, 1);
    }
  }
}

TEST_F(FileSource, BitsAboutChecksumsAreNoPartOfThePcapLinkType) {
  for (const bool big_endian : {false, true}) {
    read(Pcap(0x2400'0001, false, big_endian).packet(1, 0, frame()).bytes());
    EXPECT_EQ(kept().at(0).link_type, 1);
  }
}

TEST_F(FileSource, BitsAboutChecksumsThatContradictEachOtherMakeAnUnknownLinkType) {
  read(Pcap(0x3000'0001).packet(1, 0, frame()).bytes());
  EXPECT_EQ(error_, "");
  EXPECT_EQ(kept().at(0).link_type, 0x3000'0001);
}

TEST_F(FileSource, PcapTimesAreUnsignedAndFractionsBeyondASecondAreCarriedOver) {
  for (const bool big_endian : {false, true}) {
    read(Pcap(1, true, big_endian).packet(4'000'000'000, 2'147'483'648, frame()).bytes());
    EXPECT_EQ(kept().at(0).time_ns, 4'000'000'002'147'483'648);
    read(Pcap(1, false, big_endian).packet(4'000'000'000, 4'000'000'000, frame()).bytes());
    EXPECT_EQ(kept().at(0).time_ns, 4'000'004'000'000'000'000);
  }
}

TEST_F(FileSource, LinkTypesAreNumberedAsInTheFile) {
  for (const std::uint32_t link_type : {1U, 100U, 101U, 108U, 113U, 276U}) {
    read(Pcap(link_type).packet(1, 0, Bytes(40, 0x45)).bytes());
    EXPECT_EQ(kept().at(0).link_type, static_cast<int>(link_type)) << error_;
  }
}

TEST_F(FileSource, TheFrameCheckSequenceBitsAreNoPartOfTheLinkType) {
  read(Pcap(0x34000001).packet(1, 0, frame()).bytes());
  EXPECT_EQ(kept().at(0).link_type, 1);
}

TEST_F(FileSource, GzippedFilesAreReadWhateverIsInThem) {
  read(gzipped(Pcap().packet(1, 0, frame(1)).packet(2, 0, frame(2)).bytes()));
  EXPECT_EQ(error_, "");
  EXPECT_EQ(kept().size(), 2U);
  read(gzipped(Pcapng().interface(1).packet(0, 1, frame(1)).bytes()));
  EXPECT_EQ(error_, "");
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(FileSource, GzipMembersInARowAreOneFileAndZerosAfterThemArePadding) {
  Bytes both = gzipped(Pcap().packet(1, 0, frame(1)).bytes());
  const Bytes second = gzipped(testing::Writer().u32(2).u32(0).u32(15).u32(15).raw(frame(2)).bytes());
  both.insert(both.end(), second.begin(), second.end());
  both.resize(both.size() + 512, 0);
  read(both);
  EXPECT_EQ(error_, "");
  EXPECT_EQ(kept().size(), 2U);
}

TEST_F(FileSource, GzipDataCutOffGivesWhatCameBeforeAndSaysSo) {
  Pcap file;
  for (std::uint8_t i = 0; i < 200; ++i) file.packet(i, i * 7919U, frame(i));
  Bytes cut = gzipped(file.bytes());
  cut.resize(cut.size() / 2);
  read(cut);
  EXPECT_EQ(error_, "FILE: its gzip data is cut off");
  EXPECT_GT(kept().size(), 10U);
  EXPECT_LT(kept().size(), 200U);
}

TEST_F(FileSource, DamagedGzipDataIsReportedAsSuch) {
  Bytes bytes = gzipped(Pcap().packet(1, 0, frame(1)).bytes());
  bytes[bytes.size() - 6] ^= 0xff;  // in the checksum
  read(bytes);
  EXPECT_THAT(error_, StartsWith("FILE: its gzip data is damaged: "));
}

TEST_F(FileSource, AFilterLetsOnlySomePacketsPass) {
  Bytes arp = frame();
  arp[12] = 0x08;
  arp[13] = 0x06;
  read(Pcap().packet(1, 0, frame()).packet(2, 0, arp).bytes(), "tcp or udp or arp");
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept()[0].bytes, arp);
}

TEST_F(FileSource, AFilterThatDoesNotCompileGivesLibpcapsError) {
  read(Pcap().packet(1, 0, frame()).bytes(), "bogus filter");
  EXPECT_THAT(error_, StartsWith("FILE: the filter \"bogus filter\" doesn't compile: "));
  read(Pcapng().interface(1).packet(0, 1, frame()).bytes(), "bogus filter");
  EXPECT_THAT(error_, StartsWith("FILE: the filter \"bogus filter\" doesn't compile: "));
}

TEST_F(FileSource, OnePcapngFileIsFilteredForEachOfItsLinkTypes) {
  const Bytes ip{0x45, 0, 0, 20, 0, 0, 0, 0, 1, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2};
  Bytes ethernet_ip(12, 0x22);
  ethernet_ip.insert(ethernet_ip.end(), {8, 0});
  ethernet_ip.insert(ethernet_ip.end(), ip.begin(), ip.end());
  read(Pcapng().interface(1).interface(101).packet(0, 1, ethernet_ip).packet(1, 2, ip).packet(0, 3, frame()).bytes(),
       "udp");
  EXPECT_EQ(error_, "");
  ASSERT_EQ(kept().size(), 2U);
  EXPECT_EQ(kept()[1].link_type, 101);
}

TEST_F(FileSource, ALinkTypeThatAFilterCannotBeUsedOnIsLeftOutOfAPcapngFile) {
  Bytes arp = frame();
  arp[12] = 0x08;
  arp[13] = 0x06;
  read(Pcapng().interface(249).interface(1).packet(0, 1, {1, 2, 3}).packet(1, 2, arp).bytes(), "arp");
  EXPECT_EQ(error_, "");
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(FileSource, LinkTypesThatLibpcapHasNoFiltersForAreReadWithoutAFilter) {
  for (const std::uint16_t link_type : std::initializer_list<std::uint16_t>{14, 20, 49, 290, 999}) {
    for (const char* const no_filter : {"", " \n"}) {
      read(Pcap(link_type).packet(1, 0, frame(7)).bytes(), no_filter);
      EXPECT_EQ(error_, "");
      ASSERT_EQ(kept().size(), 1U) << link_type;
      EXPECT_EQ(kept()[0].link_type, link_type);
      read(Pcapng().interface(link_type).packet(0, 1, frame(7)).bytes(), no_filter);
      EXPECT_EQ(error_, "");
      ASSERT_EQ(kept().size(), 1U) << link_type;
      EXPECT_EQ(kept()[0].bytes, frame(7));
    }
  }
}

TEST_F(FileSource, AFilterForALinkTypeThatLibpcapHasNoFiltersForIsAnError) {
  for (const Bytes& file :
       {Pcap(14).packet(1, 0, frame()).bytes(), Pcapng().interface(14).packet(0, 1, frame()).bytes()}) {
    read(file, "tcp");
    EXPECT_THAT(error_, StartsWith("FILE: the filter \"tcp\" doesn't compile: "));
    EXPECT_THAT(error_, HasSubstr("14"));
    EXPECT_TRUE(kept().empty());
  }
}

TEST_F(FileSource, APacketLongerThanThePcapHeadersSnapLengthIsWhole) {
  for (const bool big_endian : {false, true}) {
    read(Pcap(1, false, big_endian, 10).packet(1, 0, frame(1)).packet(2, 0, Bytes(100'000, 2)).bytes());
    EXPECT_EQ(error_, "");
    ASSERT_EQ(kept().size(), 2U);
    EXPECT_EQ(kept()[0].bytes, frame(1));
    EXPECT_EQ(kept()[1].bytes, Bytes(100'000, 2));
  }
}

TEST_F(FileSource, AFileCutOffInAPacketGivesWhatCameBeforeAndSaysSo) {
  Bytes cut = Pcap().packet(1, 0, frame(1)).packet(2, 0, frame(2)).bytes();
  cut.pop_back();
  read(cut);
  EXPECT_EQ(error_, "FILE: cut off in the middle of a packet; what came before it was cooked");
  EXPECT_EQ(kept().size(), 1U);
  Bytes cut_pcapng = Pcapng().interface(1).packet(0, 1, frame(1)).packet(0, 2, frame(2)).bytes();
  cut_pcapng.pop_back();
  read(cut_pcapng);
  EXPECT_EQ(error_, "FILE: cut off in the middle of a packet; what came before it was cooked");
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(FileSource, AFileThatIsNoCaptureIsReportedAsSuch) {
  read({});
  EXPECT_EQ(error_, "FILE: is empty");
  read({'h', 'e', 'l', 'l', 'o', ' ', 'w', 'o', 'r', 'l', 'd', '\n'});
  EXPECT_THAT(error_, StartsWith("FILE: not a capture file that can be read: "));
  read({'x'});
  EXPECT_THAT(error_, StartsWith("FILE: not a capture file that can be read: "));
  read(gzipped({'h', 'e', 'l', 'l', 'o'}));
  EXPECT_THAT(error_, StartsWith("FILE: not a capture file that can be read: "));
}

TEST_F(FileSource, AMissingFileAndAFolderAreErrors) {
  EXPECT_THAT(open_capture_file(folder_.path() + "/none").error(),
              EndsWith("/none: can't be read: No such file or directory"));
  EXPECT_THAT(open_capture_file(folder_.path()).error(), EndsWith(": is a folder, not a capture file"));
}

TEST_F(FileSource, ReadingStopsWhenTheHandlerWantsNoMore) {
  for (const auto& bytes :
       {Pcap().packet(1, 0, frame()).packet(2, 0, frame()).packet(3, 0, frame()).bytes(),
        Pcapng().interface(1).packet(0, 1, frame()).packet(0, 2, frame()).packet(0, 3, frame()).bytes()}) {
    auto file = open_capture_file(folder_.write("capture", bytes));
    auto source = make_file_source(std::move(*file), {}, log_);
    Collector collector;
    collector.wanted = 2;
    ASSERT_TRUE(source);
    ASSERT_TRUE((*source)->read(collector, {}));
    EXPECT_EQ(collector.kept.size(), 2U);
    EXPECT_EQ((*source)->counts().captured, 2U);
  }
}

TEST(PcapFileSource, TheFileIsReadInLargePiecesHoweverSmallThePacketsAre) {
  struct Counting final : ByteStream {
    Counting(Bytes bytes, int& asked) : stream(std::move(bytes)), reads(asked) {}
    Result<std::size_t> read(std::span<std::uint8_t> out) override {
      ++reads;
      return stream.read(out);
    }
    testing::MemoryStream stream;
    int& reads;
  };
  Pcap capture;
  const Bytes packet(1400);
  for (int i = 0; i < 700; ++i) capture.packet(1, 0, packet);
  int reads = 0;
  auto source = make_pcap_file_source(std::make_unique<Counting>(capture.bytes(), reads), {}, "");
  ASSERT_TRUE(source);
  Collector collector;
  EXPECT_EQ(collector.read_all(**source), "");
  EXPECT_EQ(collector.kept.size(), 700U);
  EXPECT_LE(reads, 10) << "a megabyte: the C library by itself asks for 8 KB at a time";
}

TEST_F(FileSource, AStopEndsTheWaitForAPipe) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  FileDescriptor write_end(ends[1]);
  const FileDescriptor stop(eventfd(0, EFD_CLOEXEC));
  const Bytes bytes = Pcap().packet(1, 0, frame()).bytes();
  ASSERT_EQ(write(write_end.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  // The source flushes before it waits. The stop is asked for at that moment.
  const auto ask_to_stop = [&] { eventfd_write(stop.get(), 1); };
  auto source =
      make_file_source({FileDescriptor(ends[0]), "pipe"}, {.stop_fd = stop.get(), .before_wait = ask_to_stop}, log_);
  ASSERT_TRUE(source);
  EXPECT_EQ(collector_.read_all(**source), "");
  EXPECT_EQ(kept().size(), 1U);
}

}  // namespace
}  // namespace netdumplings::kitchen
