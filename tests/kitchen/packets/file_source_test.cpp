// Also the test of byte_stream, pcap_file_source, pcap_filter, pcap_header and pcapng_source, which a file is read
// with.
#include "kitchen/packets/file_source.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <sys/eventfd.h>

#include <sstream>
#include <thread>
#include <utility>

#include "kitchen/capture_bytes.hpp"
#include "kitchen/compressed_bytes.hpp"
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
  Log log_ = Logging().logger("test");
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

TEST_F(FileSource, CompressedFilesAreReadWhateverIsInThem) {
  for (const auto& [name, compress] : testing::compressions()) {
    read(compress(Pcap().packet(1, 0, frame(1)).packet(2, 0, frame(2)).bytes()));
    EXPECT_EQ(error_, "") << name;
    EXPECT_EQ(kept().size(), 2U) << name;
    read(compress(Pcapng().interface(1).packet(0, 1, frame(1)).bytes()));
    EXPECT_EQ(error_, "") << name;
    EXPECT_EQ(kept().size(), 1U) << name;
  }
}

TEST_F(FileSource, CompressedDataCutOffGivesWhatCameBeforeAndSaysSo) {
  Pcap file;
  for (std::uint8_t i = 0; i < 200; ++i) file.packet(i, i * 7919U, frame(i));
  Bytes cut = testing::gzip_compressed(file.bytes());
  cut.resize(cut.size() / 2);
  read(cut);
  EXPECT_EQ(error_, "FILE: its gzip data is cut off; what came before it was cooked");
  EXPECT_GT(kept().size(), 10U);
  EXPECT_LT(kept().size(), 200U);
}

TEST_F(FileSource, FilesOfAixHaveItsLinkTypesAndNanoseconds) {
  for (const bool big_endian : {true, false}) {
    for (const auto& [theirs, ours] : std::vector<std::pair<int, int>>{{6, 1}, {9, 6}, {24, 0}}) {
      testing::Writer file(big_endian);
      file.u32(0xa1b2c3d4).u16(2).u16(2).u32(0).u32(0).u32(96).u32(static_cast<std::uint32_t>(theirs));
      file.u32(1'500'000'000).u32(999'999'999).u32(60).u32(15).raw(frame(7));
      read(file.bytes());
      EXPECT_EQ(error_, "");
      ASSERT_EQ(kept().size(), 1U);
      EXPECT_EQ(kept()[0].bytes, frame(7));
      EXPECT_EQ(kept()[0].wire_length, 60U);
      EXPECT_EQ(kept()[0].time_ns, 1'500'000'000'999'999'999);
      EXPECT_EQ(kept()[0].link_type, ours);
    }
  }
}

TEST_F(FileSource, AFileOfFddiOfAixIsRefused) {
  read(testing::Writer(true).u32(0xa1b2c3d4).u16(2).u16(2).u32(0).u32(0).u32(96).u32(15).bytes());
  EXPECT_EQ(error_, "FILE: a capture that AIX made of FDDI, which isn't read");
}

TEST_F(FileSource, OtherFilesOfTheVersionThatAixHasAreNotItsFiles) {
  testing::Writer file;
  file.u32(0xa1b2c3d4).u16(2).u16(2).u32(0).u32(0).u32(96).u32(1);
  file.u32(1).u32(5).u32(60).u32(15).raw(frame(7));  // up to version 2.2, the lengths are in the other order
  read(file.bytes());
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept()[0].time_ns, 1'000'005'000);
  EXPECT_EQ(kept()[0].wire_length, 60U);
}

TEST_F(FileSource, TimesThatCannotBeHeldAreSaid) {
  std::ostringstream lines;
  log_ = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines));
  const std::uint64_t beyond = 4'734'231'571'822'500'000;  // microseconds
  read(Pcapng().interface(1).packet(0, 7, frame()).packet(0, beyond, frame()).packet(0, beyond, frame()).bytes());
  EXPECT_EQ(error_, "");
  ASSERT_EQ(kept().size(), 3U);
  EXPECT_EQ(kept()[2].time_ns, 7000);
  EXPECT_THAT(
      lines.str(),
      HasSubstr("k1: A packet has a time before 1677 or after 2262; such packets get the time of the one before"));
  EXPECT_THAT(lines.str(), HasSubstr("k1: 2 packets had a time before 1677 or after 2262"));
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
  read(testing::gzip_compressed({'h', 'e', 'l', 'l', 'o'}));
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

// A pipe that holds a packet and stays open.
struct QuietPipe {
  QuietPipe() {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    read_end = FileDescriptor(ends[0]);
    write_end = FileDescriptor(ends[1]);
    const Bytes bytes = Pcap().packet(1, 0, frame()).bytes();
    EXPECT_EQ(write(write_end.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  FileDescriptor read_end;
  FileDescriptor write_end;
};

TEST_F(FileSource, BeforeEachWaitForAPipeItIsAskedHowLongToWaitUntilNoMoreIsWanted) {
  QuietPipe pipe;
  int asked = 0;
  const auto three_times = [&]() -> std::optional<std::chrono::nanoseconds> {
    if (++asked > 3) return std::nullopt;
    return std::chrono::nanoseconds(1);
  };
  auto source = make_file_source({std::move(pipe.read_end), "pipe"}, {.before_wait = three_times}, log_);
  ASSERT_TRUE(source);
  EXPECT_EQ(collector_.read_all(**source), "");
  EXPECT_EQ(asked, 4);
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(FileSource, AStopEndsTheWaitForAPipe) {
  QuietPipe pipe;
  const FileDescriptor stop(eventfd(0, EFD_CLOEXEC));
  const auto ask_to_stop = [&]() -> std::optional<std::chrono::nanoseconds> {
    eventfd_write(stop.get(), 1);
    return std::chrono::nanoseconds::max();
  };
  auto source =
      make_file_source({std::move(pipe.read_end), "pipe"}, {.stop_fd = stop.get(), .before_wait = ask_to_stop}, log_);
  ASSERT_TRUE(source);
  EXPECT_EQ(collector_.read_all(**source), "");
  EXPECT_EQ(kept().size(), 1U);
}

}  // namespace
}  // namespace netdumplings::kitchen
