// A log in a folder in which files were changed, copied or exchanged: only what was written is served.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "hub/log/log_on_disk_fixture.hpp"

namespace netdumplings::hub {
namespace {

std::vector<std::string> chunk_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().filename().string().rfind("chunk-", 0) == 0) files.push_back(file.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class DamagedLog : public LogOnDisk {
 protected:
  static constexpr int all = 106;

  void SetUp() override { append(*open(folder(), 100), 0, all); }
  std::string file_of(const std::string& folder, const std::string& dumpling) {
    for (const std::string& file : chunk_files(folder)) {
      if (read(file).find(dumpling) != std::string::npos) return file;
    }
    throw std::runtime_error("no file has " + dumpling);
  }
  [[nodiscard]] bool said(const std::string& words) const { return said_.str().find(words) != std::string::npos; }
  static std::uint32_t count_in(const std::string& bytes) {
    ChunkHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header.count;
  }
  static void set_count(std::string& bytes, std::uint32_t count) {
    std::memcpy(bytes.data() + offsetof(ChunkHeader, count), &count, sizeof count);
  }
};

TEST_F(DamagedLog, ACopyOfAFileIsNamedAndLeftAlone) {
  const std::string file = file_of(folder(), "dumpling 5");
  const std::string copy = folder() + "/chunk-7777";
  const std::string backup = file + ".bak";
  fs::copy_file(file, copy);
  fs::copy_file(file, backup);
  EXPECT_EQ(contents(*open(folder(), 100)), expected(0, all));
  EXPECT_TRUE(said("is left alone: its dumplings are in other files of the log\n")) << said_.str();
  EXPECT_FALSE(said(backup)) << "it hasn't the name of a chunk";
  EXPECT_TRUE(fs::exists(copy));
  EXPECT_TRUE(fs::exists(backup));
}

TEST_F(DamagedLog, OfTwoCopiesTheNewerOneCounts) {
  const std::string newest = newest_file(folder());
  fs::copy_file(newest, folder() + "/chunk-0000x");
  append(*open(folder(), 100), all, all + 1);
  fs::rename(folder() + "/chunk-0000x", folder() + "/chunk-7777");
  EXPECT_EQ(contents(*open(folder(), 100)), expected(0, all + 1));
}

TEST_F(DamagedLog, AFileOfAnotherLogIsNamedAndLeftAlone) {
  const std::string other = scratch_.path() + "/other";
  append(*open(other, 100), 0, 500);
  fs::copy_file(newest_file(other), folder() + "/chunk-7777");
  EXPECT_EQ(contents(*open(folder(), 100)), expected(0, all));
  EXPECT_TRUE(said("/chunk-7777 is left alone: it is damaged, or of another log\n")) << said_.str();
}

TEST_F(DamagedLog, ManyStrangeFilesMakeFewLines) {
  for (int i = 1000; i < 1100; ++i) write(folder() + "/chunk-" + std::to_string(i), "strange");
  for (const std::string& file : chunk_files(folder())) ::chmod(file.c_str(), 0600);
  EXPECT_EQ(contents(*open(folder(), 100)), expected(0, all));
  EXPECT_TRUE(said("90 more files in ")) << said_.str();
}

TEST_F(DamagedLog, AWrongCountIsSaidAsDamageAndHidesNothing) {
  for (const std::string& dumpling : {std::string("dumpling 5"), "dumpling " + std::to_string(all - 1)}) {
    for (const std::uint32_t bit : {0U, 1U, 2U, 3U, 20U, 31U}) {
      const std::string again = copy_of(folder());
      const std::string file = file_of(again, dumpling);
      std::string bytes = read(file);
      const std::uint32_t count = count_in(bytes);
      set_count(bytes, count ^ (1U << bit));
      write(file, bytes);
      said_.str("");
      const auto log = open(again, 100);
      const bool one_less = dumpling != "dumpling 5" && (count ^ (1U << bit)) + 1 == count;  // as a kill leaves it
      EXPECT_EQ(contents(*log), expected(0, one_less ? all - 1 : all));
      EXPECT_EQ(said("is damaged: "), !one_less) << said_.str();
      fs::remove_all(again);
    }
  }
}

TEST_F(DamagedLog, AnOlderFileIsCheckedWhenItIsReadFirst) {
  const std::string file = file_of(folder(), "dumpling 5");
  std::string bytes = read(file);
  bytes[bytes.find("dumpling 5")] = 'x';
  write(file, bytes);
  const auto log = open(folder(), 100);
  EXPECT_FALSE(said("is damaged")) << "only its header has been read";
  EXPECT_EQ(contents(*log).size() < all, true);
  EXPECT_TRUE(said(file + " is damaged: 5 dumplings of it are whole, the rest is left out\n")) << said_.str();
}

TEST_F(DamagedLog, GetsAnotherNameIfItsEndMayBeMissing) {
  const std::string id = open(folder(), 100)->id();
  EXPECT_EQ(open(folder(), 100)->id(), id);
  std::string bytes = read(newest_file(folder()));
  bytes[bytes.find("dumpling " + std::to_string(all - 1))] = 'x';
  write(newest_file(folder()), bytes);
  const std::string second = open(folder(), 100)->id();
  EXPECT_NE(second, id) << "its last entry is damaged";
  EXPECT_EQ(open(folder(), 100)->id(), second);
  fs::resize_file(newest_file(folder()), small_chunk / 2);
  EXPECT_NE(open(folder(), 100)->id(), second) << "its newest file is damaged";
}

TEST_F(DamagedLog, WhatIsWrittenAfterTheDamageDoesNotBringOldEntriesBack) {
  const std::string newest = newest_file(folder());
  std::string bytes = read(newest);
  const std::uint32_t count = count_in(bytes);
  ASSERT_GT(count, 4U);
  const int damaged = all - static_cast<int>(count) + 1;
  bytes[bytes.find("dumpling " + std::to_string(damaged))] = 'x';
  write(newest, bytes);
  {
    const auto log = open(folder(), 100);
    ASSERT_EQ(log->head(), static_cast<std::uint64_t>(damaged));
    append(*log, damaged, damaged + 1);  // as long as the entry that was there
  }
  EXPECT_EQ(contents(*open(folder(), 100)), expected(0, damaged + 1));
}

// Makes a random change to a random file of a log's folder.
class RandomChange {
 public:
  explicit RandomChange(unsigned seed) : random_(seed) {}
  void operator()(const std::string& folder) {
    std::vector<std::string> files = chunk_files(folder);
    files.push_back(folder + "/log");
    const std::string file = files[random_() % files.size()];
    if (!fs::exists(file)) return;
    switch (random_() % 8) {
      case 0:
        return fs::resize_file(file, random_() % (2 * small_chunk));
      case 1:
        fs::copy_file(file, folder + "/chunk-" + std::to_string(1000 + random_() % 9000),
                      fs::copy_options::overwrite_existing);
        return;
      case 2:
        return static_cast<void>(fs::remove(file));
      case 3:
        return fs::rename(file, files[random_() % files.size()]);
      default:
        change_bytes(file);
    }
  }

 private:
  void change_bytes(const std::string& file) {
    std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
    const auto size = static_cast<std::streamoff>(fs::file_size(file));
    if (size == 0) return;
    // Often in the header, which decides most.
    bytes.seekp(static_cast<std::streamoff>(random_()) %
                (random_() % 2 == 0 ? std::min<std::streamoff>(size, 64) : size));
    for (auto count = 1 + random_() % (random_() % 4 == 0 ? 100 : 4); count > 0; --count) {
      bytes.put(static_cast<char>(random_() % 3 == 0 ? 0xff : random_()));
    }
  }

  std::mt19937 random_;
};

TEST_F(DamagedLog, WhateverIsChangedOnlyWhatWasWrittenIsServed) {
  const auto wanted = expected(0, all);
  RandomChange change(1);
  int opened = 0;
  for (int turn = 0; turn < 5000; ++turn) {
    const std::string again = copy_of(folder());
    for (int changes = 1 + turn % 3; changes > 0; --changes) change(again);
    if (const auto log = try_open(again, 100)) {
      ++opened;
      const auto found = contents(**log);
      ASSERT_TRUE(std::includes(wanted.begin(), wanted.end(), found.begin(), found.end(),
                                [](const std::string& a, const std::string& b) { return std::stoi(a) < std::stoi(b); }))
          << turn;
      for (const std::string& one : found) ASSERT_EQ(one, wanted[std::stoul(one)]) << turn;
      const auto next = (*log)->head();
      ASSERT_LE(next, static_cast<std::uint64_t>(all));
      ASSERT_TRUE((*log)->append({"more"}));
      ASSERT_EQ(contents(**log).back(), std::to_string(next) + ": more") << turn;
    }
    fs::remove_all(again);
  }
  EXPECT_GT(opened, 4000);
}

TEST_F(DamagedLog, AFolderOrFileThatOthersCanChangeIsRefused) {
  const std::string file = newest_file(folder());
  ::chmod(file.c_str(), 0644);
  EXPECT_LT(contents(*open(folder(), 100)).size(), static_cast<std::size_t>(all));
  EXPECT_TRUE(said(" is left alone: it has mode 0644, so that others can read it: chmod 600 ")) << said_.str();
  ::chmod(folder().c_str(), 0777);
  const auto log = try_open(folder(), 100);
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error(), "The log folder " + folder() +
                             " can't be used: it has mode 0777, so that others can change it: chmod 700 " + folder());
}

TEST_F(DamagedLog, AFolderOfSomebodyElseIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  ASSERT_EQ(::chown(folder().c_str(), 12345, 12345), 0);
  const auto log = try_open(folder(), 100);
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().find("it belongs to user 12345, who could change it: chown 0 "), std::string::npos)
      << log.error();
}

TEST_F(DamagedLog, TwoUnknownBootsAreNotTheSame) {
  ASSERT_EQ(::setenv("NETDUMPLINGS_BOOT_ID", "nobody knows", 1), 0);
  std::string again;
  std::string id;
  {
    const auto log = open(folder(), 100);
    id = log->id();
    again = killed();
  }
  EXPECT_NE(open(again, 100)->id(), id);
  ASSERT_EQ(::setenv("NETDUMPLINGS_BOOT_ID", "0123456789abcdef0123456789abcdef", 1), 0);
  {
    const auto log = open(folder(), 100);
    id = log->id();
    again = killed();
  }
  EXPECT_EQ(open(again, 100)->id(), id);
  ::unsetenv("NETDUMPLINGS_BOOT_ID");
}

}  // namespace
}  // namespace netdumplings::hub
