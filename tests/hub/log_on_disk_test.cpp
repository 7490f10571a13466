// A log in a folder: what is there again after a kill, and after worse.
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "hub/dumpling_log.hpp"
#include "hub/log_cursor.hpp"
#include "kitchen/scratch_folder.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::hub {
namespace {

namespace fs = std::filesystem;
using kitchen::testing::ScratchFolder;

constexpr std::size_t small = 1024;  // bytes of a chunk

std::uint32_t length_of(std::string_view message) { return static_cast<std::uint32_t>(message.size()); }

// A limit on the size of files stands for a full disk: to allocate a chunk fails in the same way.
class FullDisk {
 public:
  explicit FullDisk(std::size_t largest_file) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = largest_file;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

class LogOnDisk : public testing::Test {
 protected:
  LogOnDisk() {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(said_);
    sink->set_pattern("%l %v");
    logger_ = std::make_shared<spdlog::logger>("hub", sink);
  }

  Result<std::unique_ptr<DumplingLog>> try_open(const std::string& folder, std::size_t chunks = 4,
                                                std::size_t chunk_bytes = small) {
    return DumplingLog::open(folder, chunks * chunk_bytes, chunk_bytes, length_of, logger_);
  }
  std::unique_ptr<DumplingLog> open(const std::string& folder, std::size_t chunks = 4,
                                    std::size_t chunk_bytes = small) {
    auto log = try_open(folder, chunks, chunk_bytes);
    if (!log) throw std::runtime_error(log.error());
    return std::move(*log);
  }
  // What a killed hub leaves: the files as they are now. They may be looked at, and damaged, while the log lives on.
  std::string killed() { return copy_of(folder()); }
  std::string copy_of(const std::string& folder) {
    std::string copy = scratch_.path() + "/copy" + std::to_string(copies_++);
    fs::create_directory(copy);
    for (const auto& file : fs::directory_iterator(folder)) {
      fs::copy_file(file.path(), copy + "/" + file.path().filename().string());
    }
    return copy;
  }
  std::string folder() { return scratch_.path() + "/log"; }
  // Appends the numbers from `from` up to, but not with, `to`.
  static void append(DumplingLog& log, int from, int to, Session* session = nullptr) {
    for (int i = from; i < to; ++i) {
      const std::string number = "dumpling " + std::to_string(i);
      DumplingLog::Record record{number};
      record.arrival_ms = i;
      record.session = session;
      record.session_number = session == nullptr ? 0 : session->number + 1;
      ASSERT_TRUE(log.append(record));
    }
  }
  // All that is in the log, each with its position in front; what the index says must be true of it.
  static std::vector<std::string> contents(const DumplingLog& log) {
    std::vector<std::string> all;
    for (auto number = log.oldest_chunk(); number <= log.newest_chunk(); ++number) {
      const auto pin = log.pin(number);
      if (!pin) ADD_FAILURE() << "chunk " << number << " is missing";
      for (std::uint32_t i = 0; pin && i < pin->count(); ++i) {
        std::string frame(pin->bytes(pin->begin_of(i), pin->end_of(i)));
        test::Frame read;
        EXPECT_TRUE(test::take_server_frame(frame, read));
        EXPECT_EQ(frame, "");
        EXPECT_EQ(pin->entry(i).topic == 0 || pin->entry(i).topic == length_of(read.payload), true);
        all.push_back(std::to_string(pin->first() + i) + ": " + read.payload);
      }
    }
    return all;
  }
  static std::vector<std::string> expected(int from, int to) {
    std::vector<std::string> all;
    for (int i = from; i < to; ++i) all.push_back(std::to_string(i) + ": dumpling " + std::to_string(i));
    return all;
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  // The file of the chunk that was begun last.
  static std::string newest_file(const std::string& folder) {
    std::string newest;
    std::uint64_t highest = 0;
    for (const auto& file : fs::directory_iterator(folder)) {
      ChunkHeader header;
      std::ifstream(file.path(), std::ios::binary).read(reinterpret_cast<char*>(&header), sizeof header);
      if (header.magic != chunk_magic || header.serial < highest) continue;
      highest = header.serial;
      newest = file.path().string();
    }
    return newest;
  }
  // Opens the folder, with its newest chunk's file made to be `bytes`: what is there must be a beginning of `all`, at
  // least the first `least` of it; and the log must go on.
  void expect_a_beginning(const std::string& folder, const std::string& bytes, const std::vector<std::string>& all,
                          std::size_t least, const std::string& what) {
    const std::string again = copy_of(folder);
    write(newest_file(again), bytes);
    const auto log = open(again, 100);
    auto found = contents(*log);
    ASSERT_GE(found.size(), least) << what;
    ASSERT_LE(found.size(), all.size()) << what;
    ASSERT_EQ(found, std::vector<std::string>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(found.size())))
        << what;
    ASSERT_EQ(log->head(), found.size()) << what;
    ASSERT_TRUE(log->append({"more"}));
    found.push_back(std::to_string(found.size()) + ": more");
    ASSERT_EQ(contents(*log), found) << what;
    fs::remove_all(again);
  }

  const ScratchFolder scratch_{fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()};
  int copies_ = 0;
  std::ostringstream said_;
  Log logger_;
};

TEST_F(LogOnDisk, IsAsItWasAfterAKillAndGoesOn) {
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

TEST_F(LogOnDisk, IsThereAfterAnyAppendAndNeverHalfOfOne) {
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
  std::string torn = old_bytes;
  const std::string new_bytes = read(newest_file(folder()));
  const std::size_t commit = offsetof(ChunkHeader, count);
  for (std::size_t i = 0; i < torn.size(); ++i) {
    if (torn[i] == new_bytes[i] || (i >= commit && i < commit + 4)) continue;
    torn[i] = new_bytes[i];
    expect_a_beginning(before, torn, expected(0, 5), 5, "byte " + std::to_string(i));
  }
  expect_a_beginning(before, new_bytes, expected(0, 6), 6, "all");
}

TEST_F(LogOnDisk, WhereverItsLastFileIsTruncatedABeginningOfItIsLeft) {
  const auto log = open(folder(), 100);
  append(*log, 0, 30);
  const std::size_t in_newest = log->pin(log->newest_chunk())->count();
  ASSERT_GT(in_newest, 2U);
  const std::string again = killed();
  const std::string bytes = read(newest_file(again));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    expect_a_beginning(again, bytes.substr(0, size), expected(0, 30), 30 - in_newest, std::to_string(size));
  }
  EXPECT_NE(said_.str().find("warning 1 of the log's files was damaged: what could not be read is left out\n"),
            std::string::npos);
}

TEST_F(LogOnDisk, WhicheverByteIsDamagedABeginningOfItIsLeft) {
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
  for (std::size_t i = 0; i + 64 <= bytes.size(); i += 64) {  // what a machine that went down does to pages
    std::string damaged = bytes;
    damaged.replace(i, 64, 64, '\0');
    expect_a_beginning(again, damaged, expected(0, 30), 30 - in_newest, "zeros at " + std::to_string(i));
  }
}

TEST_F(LogOnDisk, DamageInAnOlderFileLeavesAGapAndKeepsWhatIsBehindIt) {
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

TEST_F(LogOnDisk, KeepsTheNewestThatFitWhenItIsGivenLessRoom) {
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
  const auto log = open(folder(), 4, 4 * small);
  EXPECT_EQ(contents(*log), expected(0, 40));
  const std::string large(3 * small - 200, 'x');
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(log->append({large}));
  EXPECT_EQ(log->head(), 60U);
  for (const auto& file : fs::directory_iterator(folder())) {
    if (file.path().filename().string().rfind("chunk-", 0) != 0) continue;
    EXPECT_EQ(fs::file_size(file), 4 * small);
  }
}

TEST_F(LogOnDisk, OnAFullDiskTheOldestMakesRoomAndThatIsSaid) {
  const auto log = open(folder(), 100);
  append(*log, 0, 100);
  const auto chunks_before = log->newest_chunk() - log->oldest_chunk();
  {
    const FullDisk full(small / 2);
    append(*log, 100, 1000);
  }
  const auto left = contents(*log);
  EXPECT_EQ(left.back(), "999: dumpling 999");
  EXPECT_LE(log->newest_chunk() - log->oldest_chunk(), chunks_before);
  EXPECT_NE(said_.str().find("warning The log folder " + folder() +
                             " gives no room for more (File too large): the "
                             "oldest dumplings make room for new ones\n"),
            std::string::npos)
      << said_.str();
  append(*log, 1000, 1200);  // there is room again
  EXPECT_GT(log->newest_chunk() - log->oldest_chunk(), chunks_before);
  EXPECT_EQ(contents(*open(killed(), 100)), contents(*log));
}

TEST_F(LogOnDisk, ADiskWithoutRoomForTwoChunksIsRefused) {
  const FullDisk full(std::size_t{1} << 20);
  const auto log = try_open(folder(), 4, std::size_t{2} << 20);
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error(), "The log folder " + folder() + " can't be used: File too large; a log needs 4 MiB at least");
}

TEST_F(LogOnDisk, OneHubAFolder) {
  const auto log = open(folder());
  const auto second = try_open(folder());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), "The log folder " + folder() + " can't be used: another nd-hub (process " +
                                std::to_string(::getpid()) + ") uses it; give each hub a folder of its own");
}

TEST_F(LogOnDisk, AFolderThatCannotBeUsedIsNamedWithTheReason) {
  write(scratch_.path() + "/file", "");
  const struct {
    std::string path;
    std::string why;
  } cases[] = {{scratch_.path() + "/file", "Not a directory"},
               {scratch_.path() + "/file/log", "Not a directory"},
               {scratch_.path() + "/none/log", "No such file or directory"}};
  for (const auto& c : cases) {
    const auto log = try_open(c.path);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error(), "The log folder " + c.path + " can't be used: " + c.why);
  }
}

TEST_F(LogOnDisk, ALogOfAnotherVersionIsLeftAlone) {
  append(*open(folder()), 0, 10);
  std::string identity = read(folder() + "/log");
  identity.replace(identity.find(" 1\n"), 3, " 2\n");
  write(folder() + "/log", identity);
  const auto log = try_open(folder());
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error(), "The log folder " + folder() +
                             " can't be used: its log has version 2, this nd-hub has 1; give another folder");
  write(folder() + "/log", "rubbish");
  EXPECT_NE(try_open(folder()).error().find("its file 'log' can't be read"), std::string::npos);
  fs::remove(folder() + "/log");
  EXPECT_NE(try_open(folder()).error().find("no file 'log'"), std::string::npos);
}

TEST_F(LogOnDisk, NobodyElseMayReadWhatIsInIt) {
  const auto log = open(folder());
  append(*log, 0, 100);
  struct stat facts {};
  for (const auto& file : fs::directory_iterator(folder())) {
    ASSERT_EQ(::stat(file.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777U, 0600U) << file.path();
  }
  ASSERT_EQ(::stat(folder().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0700U);
}

TEST_F(LogOnDisk, WhatIsFoundGetsTheTopicsOfThisHub) {
  append(*open(folder(), 100), 0, 100);
  const auto log = open(folder(), 100);
  for (auto number = log->oldest_chunk(); number <= log->newest_chunk(); ++number) {
    const auto pin = log->pin(number);
    for (std::uint32_t i = 0; i < pin->count(); ++i) {
      EXPECT_EQ(pin->entry(i).topic, pin->first() + i < 10 ? 10U : 11U);
      EXPECT_EQ(pin->entry(i).arrival_ms, static_cast<std::int64_t>(pin->first() + i));
    }
  }
}

TEST_F(LogOnDisk, AMachineThatWentDownMakesItAnotherLogUnlessAllWasOnTheDisk) {
  const auto log = open(folder());
  append(*log, 0, 10);
  const std::string again = killed();
  std::string identity = read(again + "/log");
  identity = identity.substr(0, identity.find('\n', identity.find('\n') + 1) + 1) + "another-boot\n";
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

TEST_F(LogOnDisk, KnowsTheSessionsUpToTheLastDumplingThatIsThere) {
  const auto log = open(folder(), 100);
  Session* first = log->sessions().open("first", 1000, [] {});
  append(*log, 0, 100, first);
  Session* second = log->sessions().open("second", 2000, [] {});
  append(*log, 100, 103, second);
  log->sessions().open("says nothing", 3000, [] {});
  append(*log, 103, 104, first);
  const auto again = open(killed(), 100);
  Sessions& sessions = again->sessions();
  EXPECT_EQ(sessions.open("first", 4000, [] {})->number, 101U);
  EXPECT_EQ(sessions.open("second", 4000, [] {})->number, 3U);
  EXPECT_EQ(sessions.open("third", 4000, [] {})->number, 0U);
}

TEST_F(LogOnDisk, AWholeChunkOfOthersDoesNotMakeItForgetASession) {
  auto log = open(folder(), 3);
  append(*log, 0, 5, log->sessions().open("early", 0, [] {}));
  append(*log, 5, 400);
  log = nullptr;
  log = open(folder(), 3);
  append(*log, 400, 600);
  EXPECT_EQ(open(killed(), 3)->sessions().open("early", 1, [] {})->number, 5U);
}

// Readers keep chunks from being used again, on a disk that has room for the spares and on one that has none.
TEST_F(LogOnDisk, ReadersOnOtherThreadsSeeWholeFramesInOrder) {
  const auto log = open(folder(), 4);
  constexpr int total = 50000;
  std::atomic<bool> done{false};
  std::atomic<int> ready{0};
  const auto reader = [&] {
    LogCursor cursor(*log);
    const auto began = cursor.position();
    ++ready;
    std::uint64_t seen = 0;
    long last = -1;
    while (true) {
      const bool was_done = done;
      for (auto run = cursor.next(); !run.empty(); run = cursor.next()) {
        std::string bytes(run);
        std::string rest;
        seen += cursor.taken(run.size(), rest);
        EXPECT_EQ(rest, "");
        test::Frame frame;
        while (test::take_server_frame(bytes, frame)) {
          const long number = std::stol(frame.payload.substr(frame.payload.find(' ')));
          EXPECT_GT(number, last);
          last = number;
        }
        EXPECT_EQ(bytes, "") << "a frame was torn";
      }
      if (was_done) break;
    }
    EXPECT_EQ(last, total - 1);
    EXPECT_EQ(began + seen + cursor.skipped(), static_cast<std::uint64_t>(total));
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) readers.emplace_back(reader);
  while (ready < 3) std::this_thread::yield();
  append(*log, 0, total / 2);
  {
    const FullDisk full(small / 2);
    append(*log, total / 2, total);
  }
  done = true;
  for (auto& thread : readers) thread.join();
}

TEST_F(LogOnDisk, MoreSessionsThanAChunkHasMarksForGoOnInTheNext) {
  const auto log = open(folder(), 100);
  std::vector<Session*> sessions;
  for (int i = 0; i < 2; ++i) {
    sessions.push_back(log->sessions().open(std::to_string(i), 0, [] {}));
    append(*log, i, i + 1, sessions.back());
  }
  const auto before = log->newest_chunk();
  log->sessions().close(*sessions[0], 1);
  append(*log, 2, 3, log->sessions().open("one more", 2, [] {}));
  EXPECT_EQ(log->newest_chunk(), before + 1);
  const auto again = open(killed(), 100);
  EXPECT_EQ(again->sessions().open("one more", 3, [] {})->number, 1U);
  EXPECT_EQ(again->sessions().open("1", 3, [] {})->number, 1U);
}

TEST_F(LogOnDisk, AllSessionsThatAreRememberedHaveTheirMarks) {
  const auto log = open(folder(), 2, defaults::log_chunk);
  EXPECT_GE(log->largest_message(), 2 * defaults::max_message);
  Sessions& sessions = log->sessions();
  const auto name = [](std::size_t i) {
    const std::string number = std::to_string(i);
    return std::string(Sessions::longest_name - number.size(), 's') + number;
  };
  for (std::size_t i = 0; i < defaults::sessions_remembered + 5; ++i) {
    const auto now = static_cast<std::int64_t>(i);
    Session* const session = sessions.open(name(i), now, [] {});
    append(*log, 0, 1, session);
    sessions.close(*session, now);
  }
  EXPECT_EQ(sessions.size(), defaults::sessions_remembered);
  const auto again = open(killed(), 2, defaults::log_chunk);
  EXPECT_EQ(again->sessions().size(), defaults::sessions_remembered);
  EXPECT_EQ(again->sessions().open(name(5), 20000, [] {})->number, 1U);
  EXPECT_EQ(again->sessions().open(name(4), 20000, [] {})->number, 0U);
}

}  // namespace
}  // namespace netdumplings::hub
