// A log in a folder, and copies of the folder as a killed hub leaves it.
#pragma once

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "common/soft_limit.hpp"
#include "hub/log/dumpling_log.hpp"
#include "kitchen/scratch_folder.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::hub {

namespace fs = std::filesystem;

constexpr std::size_t small_chunk = 1024;  // bytes

// Stands for a full disk: a limit on the size of files makes the allocation of a chunk fail in the same way.
class FullDisk {
 public:
  explicit FullDisk(std::size_t largest_file) : limit_(RLIMIT_FSIZE, largest_file) { std::signal(SIGXFSZ, SIG_IGN); }

 private:
  test::SoftLimit limit_;
};

class LogOnDisk : public testing::Test {
 protected:
  LogOnDisk() {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(said_);
    sink->set_pattern("%l %v");
    logger_ = std::make_shared<spdlog::logger>("hub", sink);
  }

  Result<std::unique_ptr<DumplingLog>> try_open(const std::string& folder, std::size_t chunks = 4,
                                                std::size_t chunk_bytes = small_chunk) {
    return DumplingLog::open(folder, chunks * chunk_bytes, chunk_bytes, logger_);
  }
  std::unique_ptr<DumplingLog> open(const std::string& folder, std::size_t chunks = 4,
                                    std::size_t chunk_bytes = small_chunk) {
    auto log = try_open(folder, chunks, chunk_bytes);
    if (!log) throw std::runtime_error(log.error());
    return std::move(*log);
  }
  // Returns a copy of the folder as a hub that is killed now leaves it. The copy may be damaged while the log goes on.
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
  // Appends the dumplings `from` up to but without `to`.
  static void append(DumplingLog& log, int from, int to, Session* session = nullptr) {
    for (int i = from; i < to; ++i) {
      const std::string number = "dumpling " + std::to_string(i);
      LogRecord record{number};
      record.origin = origin_of(number);
      record.arrival_ms = i;
      record.session = session;
      record.session_number = session == nullptr ? 0 : session->number + 1;
      ASSERT_TRUE(log.append(record));
    }
  }
  // Stands for the origin of a dumpling.
  static OriginHash origin_of(std::string_view message) {
    if (message == "more") return {};
    return {message.size(), 0, 1};
  }
  // Returns all entries, each with its position in front, and checks them against the index.
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
        EXPECT_EQ(pin->entry(i).origin(), origin_of(read.payload));
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
  // Returns the file of the chunk that was begun last.
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
  // Opens a copy of the folder in which the newest chunk's file has `bytes`. Expects the first entries of `all`, at
  // least `least` of them, and that the log goes on.
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

  const kitchen::testing::ScratchFolder scratch_{fs::exists("/dev/shm") ? "/dev/shm"
                                                                        : fs::temp_directory_path().string()};
  int copies_ = 0;
  std::ostringstream said_;
  Log logger_;
};

}  // namespace netdumplings::hub
