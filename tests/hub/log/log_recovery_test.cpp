// A log in a folder after its hub was killed, and after worse.
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "hub/log/log_cursor.hpp"
#include "hub/log/log_on_disk_fixture.hpp"

namespace netdumplings::hub {
namespace {

TEST_F(LogOnDisk, IsTheSameAfterAKillAndGoesOn) {
  const auto log = open(folder(), 100);
  append(*log, 0, 200);
  ASSERT_GT(log->newest_chunk(), 3U);
  const std::string again = killed();
  {
    const auto second = open(again, 100);
    EXPECT_EQ(second->id(), log->id());
    EXPECT_EQ(second->head(), 200U);
    EXPECT_EQ(contents(*second), expected(0, 200));
    append(*second, 200, 300);
  }
  EXPECT_EQ(contents(*open(again, 100)), expected(0, 300));
  EXPECT_EQ(said_.str().find("warning"), std::string::npos) << said_.str();
}

TEST_F(LogOnDisk, AKillAfterAnyAppendLeavesAllEntriesWhole) {
  const auto log = open(folder(), 100);
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(contents(*open(killed(), 100)), expected(0, i));
    append(*log, i, i + 1);
  }
}

TEST_F(LogOnDisk, AKillBetweenAnyTwoStoresLeavesAllThatWasCommittedAndNoMore) {
  const auto log = open(folder(), 100);
  append(*log, 0, 5);
  const std::string before = killed();
  const std::string old_bytes = read(newest_file(before));
  append(*log, 5, 6);
  std::string half_written = old_bytes;
  const std::string new_bytes = read(newest_file(folder()));
  const std::size_t commit = offsetof(ChunkHeader, count);
  for (std::size_t i = 0; i < half_written.size(); ++i) {
    if (half_written[i] == new_bytes[i] || (i >= commit && i < commit + 4)) continue;
    half_written[i] = new_bytes[i];
    expect_a_beginning(before, half_written, expected(0, 5), 5, "byte " + std::to_string(i));
  }
  expect_a_beginning(before, new_bytes, expected(0, 6), 6, "all");
}

TEST_F(LogOnDisk, WhereverItsLastFileIsTruncatedItsFirstEntriesAreLeft) {
  const auto log = open(folder(), 100);
  append(*log, 0, 30);
  const std::size_t in_newest = log->pin(log->newest_chunk())->count();
  ASSERT_GT(in_newest, 2U);
  const std::string again = killed();
  const std::string bytes = read(newest_file(again));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    expect_a_beginning(again, bytes.substr(0, size), expected(0, 30), 30 - in_newest, std::to_string(size));
  }
  EXPECT_NE(said_.str().find(" is left alone: it is damaged, or of another log\n"), std::string::npos);
}

TEST_F(LogOnDisk, WhicheverByteIsDamagedItsFirstEntriesAreLeft) {
  const auto log = open(folder(), 100);
  append(*log, 0, 30);
  const std::size_t in_newest = log->pin(log->newest_chunk())->count();
  const std::string again = killed();
  const std::string bytes = read(newest_file(again));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    expect_a_beginning(again, damaged, expected(0, 30), 30 - in_newest, "byte " + std::to_string(i));
  }
  for (std::size_t i = 0; i + 64 <= bytes.size(); i += 64) {  // as pages are that a machine lost when it went down
    std::string damaged = bytes;
    damaged.replace(i, 64, 64, '\0');
    expect_a_beginning(again, damaged, expected(0, 30), 30 - in_newest, "zeros at " + std::to_string(i));
  }
}

TEST_F(LogOnDisk, DamageInAnOlderFileLeavesAGapAndKeepsLaterEntries) {
  const auto log = open(folder(), 100);
  append(*log, 0, 100);
  const auto pin = log->pin(2);
  const auto begins = static_cast<int>(pin->first());
  const auto ends = begins + static_cast<int>(pin->count());
  const std::string again = killed();
  for (const auto& file : fs::directory_iterator(again)) {
    std::string bytes = read(file.path().string());
    const auto at = bytes.find("dumpling " + std::to_string(begins + 3));
    if (at == std::string::npos) continue;
    bytes[at] = 'x';
    write(file.path().string(), bytes);
  }
  const auto second = open(again, 100);
  auto wanted = expected(0, begins + 3);
  for (const auto& later : expected(ends, 100)) wanted.push_back(later);
  EXPECT_EQ(contents(*second), wanted);
  EXPECT_EQ(second->head(), 100U);
}

TEST_F(LogOnDisk, KeepsTheNewestEntriesThatFitIntoLessRoom) {
  open(folder(), 100)->append({"first"});
  {
    const auto log = open(folder(), 100);
    append(*log, 1, 200);
  }
  const auto log = open(folder(), 3);
  const auto left = contents(*log);
  EXPECT_EQ(left.back(), "199: dumpling 199");
  EXPECT_LT(left.size(), 60U);
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(folder())) {
    files += file.path().filename().string().rfind("chunk-", 0) == 0 ? 1 : 0;
  }
  EXPECT_EQ(files, 3U);
}

TEST_F(LogOnDisk, ChunksOfAnotherSizeAreReadAndThenReplaced) {
  append(*open(folder(), 4), 0, 40);
  const auto log = open(folder(), 4, 4 * small_chunk);
  EXPECT_EQ(contents(*log), expected(0, 40));
  const std::string large(3 * small_chunk - 200, 'x');
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(log->append({large}));
  EXPECT_EQ(log->head(), 60U);
  for (const auto& file : fs::directory_iterator(folder())) {
    if (file.path().filename().string().rfind("chunk-", 0) != 0) continue;
    EXPECT_EQ(fs::file_size(file), 4 * small_chunk);
  }
}

TEST_F(LogOnDisk, KeepsTheOriginsOfItsEntriesAndTheirKey) {
  SipKey key;
  {
    const auto log = open(folder(), 100);
    key = log->key();
    append(*log, 0, 100);
  }
  const auto log = open(folder(), 100);
  EXPECT_EQ(log->key().low, key.low);
  EXPECT_EQ(log->key().high, key.high);
  EXPECT_EQ(contents(*log), expected(0, 100)) << "and their origins";
  for (auto number = log->oldest_chunk(); number <= log->newest_chunk(); ++number) {
    const auto pin = log->pin(number);
    for (std::uint32_t i = 0; i < pin->count(); ++i) {
      EXPECT_EQ(pin->entry(i).arrival_ms, static_cast<std::int64_t>(pin->first() + i));
    }
  }
}

TEST_F(LogOnDisk, GetsAnotherNameAfterItsMachineWentDownUnlessAllWasOnTheDisk) {
  const auto log = open(folder());
  append(*log, 0, 10);
  const std::string again = killed();
  std::string identity = read(again + "/log");
  const auto boot = identity.find('\n', identity.find('\n') + 1) + 1;
  identity.replace(boot, identity.find('\n', boot) - boot, "another-boot");
  write(again + "/log", identity);
  std::string id;
  {
    const auto second = open(again);
    id = second->id();
    EXPECT_NE(id, log->id());
    EXPECT_EQ(contents(*second), expected(0, 10));
  }
  EXPECT_NE(read(again + "/log").find(id + "\nwhole\n"), std::string::npos);
  EXPECT_EQ(open(again)->id(), id);
}

// Readers of a log that is being written.
class LogOnDiskReaders : public LogOnDisk {
 protected:
  static constexpr int total = 50000;

  // Reads until all has been written, from the head on; expects whole frames in order.
  void read_to_the_end(const DumplingLog& log) {
    LogCursor cursor(log);
    const auto began = cursor.position();
    ++ready_;
    std::uint64_t seen = 0;
    long last = -1;
    for (bool was_done = false; !was_done;) {
      was_done = done_;
      seen += read_on(cursor, last);
    }
    EXPECT_EQ(last, total - 1);
    EXPECT_EQ(began + seen + cursor.skipped(), static_cast<std::uint64_t>(total));
  }

  std::atomic<bool> done_{false};
  std::atomic<int> ready_{0};  // readers that have begun

 private:
  // Reads all that there is, whose numbers must go up from `last`, and returns how many there were.
  static std::uint64_t read_on(LogCursor& cursor, long& last) {
    std::uint64_t seen = 0;
    for (auto run = cursor.next().bytes; !run.empty(); run = cursor.next().bytes) {
      std::string bytes(run);
      std::string rest;
      seen += cursor.taken(run.size(), rest);
      EXPECT_EQ(rest, "");
      for (test::Frame frame; test::take_server_frame(bytes, frame);) {
        const long number = std::stol(frame.payload.substr(frame.payload.find(' ')));
        EXPECT_GT(number, last);
        last = number;
      }
      EXPECT_EQ(bytes, "") << "a frame was cut";
    }
    return seen;
  }
};

// Chunks that are read can't be used again: on a disk that has room for more chunks, and on one that has none.
TEST_F(LogOnDiskReaders, OnOtherThreadsSeeWholeFramesInOrder) {
  const auto log = open(folder(), 4);
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) readers.emplace_back([&] { read_to_the_end(*log); });
  while (ready_ < 3) std::this_thread::yield();
  append(*log, 0, total / 2);
  {
    const FullDisk full(small_chunk / 2);
    append(*log, total / 2, total);
  }
  done_ = true;
  for (auto& thread : readers) thread.join();
}

}  // namespace
}  // namespace netdumplings::hub
