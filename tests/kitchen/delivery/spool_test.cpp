// Tests the spool as an outbox uses it. Also the test of session_name.
#include "kitchen/delivery/spool.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "common/defaults.hpp"
#include "kitchen/delivery/outbox.hpp"
#include "kitchen/scratch_folder.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t memory = std::size_t{1} << 20;
constexpr std::size_t disk = 4 * defaults::spool_segment;

std::unique_ptr<Spool> open_spool(const std::string& folder, std::size_t size = disk) {
  auto spool = Spool::open(folder, size, "me");
  EXPECT_TRUE(spool) << (spool ? "" : spool.error());
  return std::move(*spool);
}

std::unique_ptr<Outbox> open_outbox(const std::string& folder, WhenFull when_full = WhenFull::drop_oldest) {
  return std::make_unique<Outbox>(
      memory, when_full, [] {}, open_spool(folder));
}

std::string spooled_text(int number, std::size_t size = 1000) {
  auto text = std::to_string(number);
  return text + std::string(size - text.size(), ' ');
}

// Takes all dumplings that can be taken, acknowledges them, and returns the numbers in their texts.
std::vector<int> drain_spool(Outbox& outbox) {
  std::vector<int> numbers;
  Outbox::Batch batch;
  for (outbox.take(1, true, batch); !batch.dumplings.empty(); outbox.take(1, true, batch)) {
    for (const auto text : batch.dumplings) numbers.push_back(std::stoi(std::string(text)));
    outbox.acknowledged(batch.first + batch.dumplings.size() - 1);
  }
  return numbers;
}

std::vector<int> span_of(int first, int end) {
  std::vector<int> numbers;
  for (int i = first; i < end; ++i) numbers.push_back(i);
  return numbers;
}

std::size_t files_in(const std::string& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) count += entry.path().extension() == ".spool";
  return count;
}

void expect_even(const DeliveryCounts& counts) {
  EXPECT_EQ(counts.made + counts.found, counts.delivered + counts.waiting + counts.dropped());
}

TEST(Spool, WhatWasNotDeliveredIsFoundByTheNextRunWithItsSessionAndNumbers) {
  const testing::ScratchFolder folder;
  const auto path = folder.path() + "/spool";
  std::string session;
  {
    auto spool = open_spool(path);
    session = spool->session();
    Outbox outbox(
        memory, WhenFull::drop_oldest, [] {}, std::move(spool));
    for (int i = 1; i <= 5000; ++i) outbox.put(spooled_text(i));
    Outbox::Batch batch;
    outbox.take(1, true, batch);
    EXPECT_EQ(batch.first, 1U);
    outbox.acknowledged(10);
  }
  auto spool = open_spool(path);
  EXPECT_EQ(spool->session(), session);
  Outbox outbox(
      memory, WhenFull::drop_oldest, [] {}, std::move(spool));
  EXPECT_EQ(outbox.counts().found, 4990U);
  EXPECT_EQ(outbox.next_number(), 11U);
  outbox.put(spooled_text(5001));
  EXPECT_EQ(drain_spool(outbox), span_of(11, 5002));
  expect_even(outbox.counts());
}

TEST(Spool, AnotherSessionIsTheOneThatTheNextRunFindsWithTheOldNumbers) {
  const testing::ScratchFolder folder;
  const std::string another(32, 'a');
  {
    const auto outbox = open_outbox(folder.path());
    for (int i = 1; i <= 5000; ++i) outbox->put(spooled_text(i));
    Outbox::Batch batch;
    outbox->take(1, true, batch);
    EXPECT_TRUE(outbox->acknowledged(10));
    EXPECT_FALSE(outbox->acknowledged(std::uint64_t{1} << 60));
    outbox->start_session(another);
    for (int i = 5001; i <= 7000; ++i) outbox->put(spooled_text(i));
  }
  EXPECT_GT(files_in(folder.path()), 3U);
  auto spool = open_spool(folder.path(), 2 * disk);
  EXPECT_EQ(spool->session(), another);
  Outbox outbox(
      memory, WhenFull::drop_oldest, [] {}, std::move(spool));
  const auto left = drain_spool(outbox);
  EXPECT_EQ(left, span_of(11, 7001));
  EXPECT_EQ(outbox.next_number(), 7001U);
}

TEST(Spool, WhenAllIsDeliveredNoFileIsLeftAndTheNextSessionIsAnother) {
  const testing::ScratchFolder folder;
  std::string session;
  {
    auto spool = open_spool(folder.path());
    session = spool->session();
    Outbox outbox(
        memory, WhenFull::drop_oldest, [] {}, std::move(spool));
    for (int i = 0; i < 5000; ++i) outbox.put(spooled_text(i));
    EXPECT_GT(files_in(folder.path()), 1U);
    EXPECT_EQ(drain_spool(outbox), span_of(0, 5000));
  }
  EXPECT_EQ(files_in(folder.path()), 0U);
  EXPECT_NE(open_spool(folder.path())->session(), session);
}

TEST(Spool, OnlyOneKitchenAtATimeCanUseIt) {
  const testing::ScratchFolder folder;
  const auto first = open_spool(folder.path());
  EXPECT_EQ(Spool::open(folder.path(), disk, "me").error(),
            "the spool " + folder.path() + " is used by another kitchen; give each kitchen a --spool of its own");
}

TEST(Spool, AFolderThatCantBeUsedGivesOneLineThatNamesTheUser) {
  EXPECT_EQ(Spool::open("/proc/no/such", disk, "nobody").error(),
            "the spool /proc/no/such can't be used as user nobody: No such file or directory");
}

TEST(Spool, AFolderThatRightsForbidGivesAnErrorThatNamesTheRemedies) {
  const testing::ScratchFolder folder;
  const uid_t me = geteuid();
  ASSERT_EQ(chmod(folder.path().c_str(), 0500), 0);
  for (const std::string name : {"/spool", ""}) {
    ASSERT_EQ(seteuid(me == 0 ? 65534 : me), 0);
    const auto spool = Spool::open(folder.path() + name, disk, "nobody");
    ASSERT_EQ(seteuid(me), 0);
    ASSERT_FALSE(spool);
    EXPECT_EQ(spool.error(),
              "the spool " + folder.path() + name +
                  " can't be used as user nobody: Permission denied; give a --spool where the user nobody may "
                  "write, or give -Z the user who may");
  }
}

TEST(Spool, OnlyItsOwnerCanReadItsFiles) {
  const testing::ScratchFolder folder;
  const auto path = folder.path() + "/spool";
  auto outbox = open_outbox(path);
  outbox->put("1");
  struct stat about {};
  ASSERT_EQ(stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0700U);
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    ASSERT_EQ(stat(entry.path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U) << entry.path();
  }
}

TEST(Spool, WhenItAndTheMemoryAreFullTheOldestAreDroppedAndCounted) {
  const testing::ScratchFolder folder;
  auto outbox = open_outbox(folder.path());
  constexpr int total = 20000;
  for (int i = 0; i < total; ++i) EXPECT_NE(outbox->put(spooled_text(i)), Outbox::Put::closed);
  const auto counts = outbox->counts();
  EXPECT_GT(counts.overflow, 0U);
  EXPECT_GE(counts.waiting, 3 * defaults::spool_segment / 1100);
  expect_even(counts);
  const auto numbers = drain_spool(*outbox);
  EXPECT_EQ(numbers, span_of(total - static_cast<int>(counts.waiting), total)) << "the newest are there, in order";
}

TEST(Spool, AFullDiskIsReportedAndWhatItCostsIsCounted) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, for a small file system";
  const testing::ScratchFolder folder;
  const auto mount = "mount -t tmpfs -o size=5m,mode=700 none " + folder.path();
  if (std::system(mount.c_str()) != 0) GTEST_SKIP() << "no tmpfs can be mounted here";
  {
    Outbox outbox(
        memory, WhenFull::drop_oldest, [] {}, open_spool(folder.path(), std::size_t{1} << 30));
    for (int i = 0; i < 20000; ++i) outbox.put(spooled_text(i));
    EXPECT_EQ(outbox.spool_trouble(), "the spool " + folder.path() + " takes no more: No space left on device");
    EXPECT_GT(outbox.counts().overflow, 0U);
    expect_even(outbox.counts());
    const auto numbers = drain_spool(outbox);
    ASSERT_FALSE(numbers.empty());
    EXPECT_EQ(numbers.back(), 19999);
    expect_even(outbox.counts());
  }
  EXPECT_EQ(std::system(("umount " + folder.path()).c_str()), 0);
}

TEST(Spool, ADamagedDumplingIsLeftOutWithThoseAfterItInItsFile) {
  const testing::ScratchFolder folder;
  {
    auto outbox = open_outbox(folder.path());
    for (int i = 0; i < 100; ++i) outbox->put(spooled_text(i));
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().extension() != ".spool") continue;
    const int fd = open(entry.path().c_str(), O_WRONLY | O_CLOEXEC);
    EXPECT_EQ(pwrite(fd, "\0\0\0\0", 4, 64 + 50 * 1000), 4);
    close(fd);
  }
  auto spool = open_spool(folder.path());
  EXPECT_EQ(spool->damaged(), 50U);
  Outbox outbox(
      memory, WhenFull::drop_oldest, [] {}, std::move(spool));
  EXPECT_EQ(drain_spool(outbox), span_of(0, 50));
}

TEST(Spool, FilesThatItDidNotWriteAreHarmless) {
  const testing::ScratchFolder folder;
  folder.write("00000000000000000001.spool", {'x'});
  folder.write("00000000000000000002.spool", std::vector<std::uint8_t>(100000, 0xff));
  folder.write("00000000000000000003.spool", {});
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ASSERT_EQ(chmod(entry.path().c_str(), 0600), 0);
  }
  const auto spool = open_spool(folder.path());
  EXPECT_EQ(spool->take_found().size(), 0U);
}

TEST(Spool, FilesWithOtherNamesAreLeftAlone) {
  const testing::ScratchFolder folder;
  folder.write("notes.spool", {'x'});
  EXPECT_EQ(open_spool(folder.path())->take_found().size(), 0U);
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(Spool, ACopyOfAFileIsNamedAndNotSentAgain) {
  const testing::ScratchFolder folder;
  {
    const auto outbox = open_outbox(folder.path());
    for (int i = 1; i <= 5000; ++i) outbox->put(spooled_text(i));
  }
  const std::string copy = folder.path() + "/00000000000000077777.spool";
  std::filesystem::copy_file(folder.path() + "/00000000000000000001.spool", copy);
  EXPECT_EQ(Spool::open(folder.path(), disk, "me").error(),
            copy + " can't be used: it isn't the file of this name, but a copy of another; take it away");
}

TEST(Spool, AFolderOrFileThatOthersCanChangeIsRefused) {
  const testing::ScratchFolder folder;
  {
    const auto outbox = open_outbox(folder.path());
    for (int i = 1; i <= 5000; ++i) outbox->put(spooled_text(i));
  }
  const std::string file = folder.path() + "/00000000000000000001.spool";
  ASSERT_EQ(chmod(file.c_str(), 0660), 0);
  EXPECT_EQ(Spool::open(folder.path(), disk, "me").error(),
            file + " can't be used: it has mode 0660, so that others can read it: chmod 600 " + file);
  ASSERT_EQ(chmod(folder.path().c_str(), 0777), 0);
  EXPECT_EQ(Spool::open(folder.path(), disk, "me").error(),
            "the spool " + folder.path() +
                " can't be used: it has mode 0777, so that others can change it: chmod 700 " + folder.path());
}

TEST(Spool, AWaitingOutboxWaitsForTheSpoolToo) {
  const testing::ScratchFolder folder;
  auto outbox = open_outbox(folder.path(), WhenFull::wait);
  constexpr int total = 20000;
  std::thread packets([&] {
    for (int i = 0; i < total; ++i) outbox->put(spooled_text(i));
  });
  std::vector<int> all;
  while (all.size() < total) {
    const auto some = drain_spool(*outbox);
    all.insert(all.end(), some.begin(), some.end());
    std::this_thread::yield();
  }
  packets.join();
  EXPECT_EQ(all, span_of(0, total));
  EXPECT_EQ(outbox->counts().dropped(), 0U);
}

}  // namespace
}  // namespace netdumplings::kitchen
