// What a chunk lends to the kernel: which runs, and that they stay what they were when the chunk is used again.
#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "common/os/file_descriptor.hpp"
#include "common/soft_limit.hpp"
#include "hub/log/log_cursor.hpp"
#include "kitchen/scratch_folder.hpp"
#include "net/raw_client.hpp"
#include "net/send/transport.hpp"

namespace netdumplings::hub {
namespace {

constexpr std::size_t lent_chunk = std::size_t{256} << 10;
constexpr std::size_t chunks = 2;

std::string message(std::size_t number, std::size_t size) {
  return std::to_string(number) + std::string(size, static_cast<char>('a' + number % 26));
}

// The parameter: whether the log is on disk.
class LentChunk : public testing::TestWithParam<bool> {
 protected:
  LentChunk() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()), 0);
    ours_ = FileDescriptor(ends[0]);
    theirs_ = FileDescriptor(ends[1]);
  }
  void SetUp() override {
    if (GetParam() && !ChunkMemory::renewable(scratch_.path())) {
      GTEST_SKIP() << "the file system of " << scratch_.path() << " can't exchange a file's pages";
    }
    log_ = GetParam() ? on_disk() : std::make_unique<DumplingLog>(chunks * lent_chunk, lent_chunk);
  }
  std::unique_ptr<DumplingLog> on_disk() {
    const Log silent = std::make_shared<spdlog::logger>("hub", std::make_shared<spdlog::sinks::null_sink_mt>());
    const auto no_topic = [](std::string_view) { return 0U; };
    auto log = DumplingLog::open(scratch_.path(), chunks * lent_chunk, lent_chunk, no_topic, silent);
    if (!log) throw std::runtime_error(log.error());
    return std::move(*log);
  }
  void add(std::size_t from, std::size_t to, std::size_t size = 1000, std::uint32_t topic = 0) {
    for (std::size_t i = from; i < to; ++i) ASSERT_TRUE(log_->append({message(i, size), net::Opcode::text, topic}));
  }
  /// All that the peer has been sent.
  std::string read_all() {
    std::string all;
    std::array<char, 65536> room;
    for (ssize_t got = 1; got > 0;) {
      got = ::recv(theirs_.get(), room.data(), room.size(), 0);
      if (got > 0) all.append(room.data(), static_cast<std::size_t>(got));
    }
    return all;
  }

  const kitchen::testing::ScratchFolder scratch_;
  std::unique_ptr<DumplingLog> log_;
  net::PagePipe pages_;
  FileDescriptor ours_;
  FileDescriptor theirs_;
};

INSTANTIATE_TEST_SUITE_P(Where, LentChunk, testing::Bool(),
                         [](const auto& where) { return where.param ? "OnDisk" : "InMemory"; });

TEST_P(LentChunk, ALargeRunIsLentToWhoAsks) {
  LogCursor asks(*log_);
  LogCursor copies(*log_);
  add(0, 10);
  EXPECT_FALSE(asks.next(true).lendable()) << "ten thousand bytes are sooner copied";
  add(10, 20);
  const net::FrameRun lent = asks.next(true);
  const net::FrameRun copied = copies.next();
  EXPECT_TRUE(lent.lendable());
  EXPECT_FALSE(copied.lendable());
  EXPECT_TRUE(lent.bytes == copied.bytes);
  if (!GetParam()) return;
  std::string in_file(lent.bytes.size(), '\0');
  EXPECT_EQ(::pread(lent.file, in_file.data(), in_file.size(), lent.offset), static_cast<ssize_t>(in_file.size()));
  EXPECT_TRUE(in_file == lent.bytes);
}

TEST_P(LentChunk, WhatIsGatheredIsNotLent) {
  Topics topics;
  GatheredFrames gathered;
  const auto wanted = topics.of({"Wanted", std::nullopt, ""});
  const auto other = topics.of({"Other", std::nullopt, ""});
  LogCursor cursor(*log_, std::make_unique<FramePicker>(
                              topics, Choice{std::set<std::string, std::less<>>{"Wanted"}, {}, {}}, gathered));
  for (std::size_t i = 0; i < 20; ++i) add(i, i + 1, 1000, i % 2 == 0 ? wanted : other);
  for (std::size_t i = 20; i < 30; ++i) add(i, i + 1, 2000, wanted);
  const net::FrameRun scattered = cursor.next(true);
  ASSERT_GE(scattered.bytes.size(), defaults::lent_at_once);
  EXPECT_FALSE(scattered.lendable());
  std::string rest;
  cursor.taken(scattered.bytes.size(), rest);
  for (std::size_t i = 30; i < 40; ++i) add(i, i + 1, 2000, wanted);
  EXPECT_TRUE(cursor.next(true).lendable()) << "side by side they stand in the log itself";
}

TEST_P(LentChunk, WhatWasLentStaysWhatItWasWhenTheChunkIsUsedAgain) {
  net::SocketTransport peer(ours_.get(), &pages_);
  for (std::size_t round = 0; round < 20; ++round) {
    LogCursor cursor(*log_);
    add(round * 1000, round * 1000 + 40);
    const net::FrameRun run = cursor.next(true);
    const std::string before(run.bytes);
    const auto sent = peer.write_run(run);
    ASSERT_EQ(sent.state, net::IoResult::State::done);
    std::string rest;
    cursor.taken(sent.bytes, rest);
    add(0, 10 * chunks * lent_chunk / 1000);
    EXPECT_TRUE(read_all() == before.substr(0, sent.bytes)) << "in round " << round;
  }
}

TEST_P(LentChunk, WhatWasLentStaysWhatItWasWhenAnotherHubGoesOnWithTheLog) {
  if (!GetParam()) GTEST_SKIP() << "a log in memory ends with its hub";
  net::SocketTransport peer(ours_.get(), &pages_);
  std::string before;
  {
    LogCursor cursor(*log_);
    add(0, 40);
    const net::FrameRun run = cursor.next(true);
    before = run.bytes;
    ASSERT_EQ(peer.write_run(run).bytes, before.size());
    std::string rest;
    cursor.taken(before.size(), rest);
  }
  log_ = nullptr;
  log_ = on_disk();
  add(0, 10 * chunks * lent_chunk / 1000);
  EXPECT_TRUE(read_all() == before);
}

TEST_P(LentChunk, AChunkThatWasLentIsAsGoodAsAnyWhenItIsUsedAgain) {
  LogCursor cursor(*log_);
  std::string bytes;
  std::size_t got = 0;
  for (std::size_t next = 0; next < 2000; next += 20) {
    add(next, next + 20);
    for (auto run = cursor.next(true); !run.bytes.empty(); run = cursor.next(true)) {
      std::string rest;
      bytes += run.bytes;
      cursor.taken(run.bytes.size(), rest);
    }
    test::Frame frame;
    while (test::take_server_frame(bytes, frame)) ASSERT_EQ(frame.payload, message(got++, 1000));
    ASSERT_EQ(got, next + 20);
  }
}

TEST(LentRun, EndsWithAFrameBeforeAPipeIsFull) {
  constexpr std::size_t large = defaults::max_message;
  DumplingLog log(2 * defaults::log_chunk, defaults::log_chunk);
  LogCursor cursor(log);
  const auto add = [&log](std::size_t size) {
    ASSERT_TRUE(log.append({std::string(size, 'x'), net::Opcode::text, 0}));
  };
  for (int i = 0; i < 8; ++i) add(200000);
  add(large);
  add(100);
  std::string rest;
  std::size_t frames = 0;
  for (const bool lent : {true, true, false}) {
    const net::FrameRun run = cursor.next(true);
    EXPECT_EQ(run.lendable(), lent);
    std::string bytes(run.bytes);
    test::Frame frame;
    while (test::take_server_frame(bytes, frame)) ++frames;
    EXPECT_TRUE(bytes.empty());
    cursor.taken(run.bytes.size(), rest);
    EXPECT_TRUE(rest.empty());
  }
  EXPECT_EQ(frames, 10U);
}

TEST(LentRun, IsOfTheNewestChunks) {
  DumplingLog log(4 * lent_chunk, lent_chunk);
  LogCursor late(log);
  for (std::size_t i = 0; i < 3 * lent_chunk / 1000; ++i) {
    ASSERT_TRUE(log.append({message(i, 1000), net::Opcode::text, 0}));
  }
  std::vector<bool> lent;
  std::string rest;
  for (auto run = late.next(true); !run.bytes.empty(); run = late.next(true)) {
    lent.push_back(run.lendable());
    late.taken(run.bytes.size(), rest);
  }
  ASSERT_GT(lent.size(), 2U);
  EXPECT_FALSE(lent.front()) << "whoever is behind gets copies";
  EXPECT_TRUE(lent[lent.size() - 2]);
}

TEST(LentChunkMemory, DescriptorsAreLeftForConnections) {
  const kitchen::testing::ScratchFolder scratch;
  const FileDescriptor next(::dup(0));
  const auto most = static_cast<rlim_t>(next.get() + 4);
  const test::SoftLimit few(RLIMIT_NOFILE, most);
  std::vector<ChunkMemory> held;
  for (int i = 0; i < 64; ++i) {
    auto memory = ChunkMemory::new_file(scratch.path() + "/" + std::to_string(i), std::size_t{64} << 10);
    ASSERT_TRUE(memory) << memory.error();
    held.push_back(std::move(*memory));
    EXPECT_LT(held.back().file(), static_cast<int>(most / 2));
  }
  EXPECT_TRUE(FileDescriptor(::dup(0)).valid()) << "there are descriptors left";
}

TEST(LentChunkMemory, HalfAPageCannotBeRenewedSoItIsNotLent) {
  EXPECT_FALSE(ChunkMemory::in_memory(1024).renewable());
  EXPECT_TRUE(ChunkMemory::in_memory(lent_chunk).renewable());
}

TEST(LentChunkMemory, LargeMemoryBeginsWhereALargePageMay) {
  constexpr std::size_t large = std::size_t{2} << 20;
  for (const std::size_t bytes : {large, 2 * large + lent_chunk}) {
    const ChunkMemory memory = ChunkMemory::in_memory(bytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory.data()) % large, 0U);
    memory.data()[0] = memory.data()[bytes - 1] = 'x';
  }
}

TEST(LentChunkMemory, MemoryIsZerosWhenItWasRenewed) {
  ChunkMemory memory = ChunkMemory::in_memory(lent_chunk);
  std::fill_n(memory.data(), lent_chunk, 'x');
  ASSERT_TRUE(memory.renew());
  EXPECT_EQ(std::count(memory.data(), memory.data() + lent_chunk, '\0'), static_cast<std::ptrdiff_t>(lent_chunk));
}

}  // namespace
}  // namespace netdumplings::hub
