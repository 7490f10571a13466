// Also the test of segment.hpp and dumpling_block.hpp, whose blocks the store fills and reads.
#include "kitchen/delivery/segment_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "common/defaults.hpp"
#include "kitchen/scratch_folder.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t no_bound = std::size_t{1} << 30;
constexpr std::size_t half_a_file = defaults::spool_segment / 2;  // two of them do not fit in a file of the spool

std::vector<std::string> read_texts(SegmentStore& store, const SegmentRun& run) {
  std::vector<std::string_view> texts;
  store.read(run, texts);
  std::vector<std::string> copies(texts.begin(), texts.end());
  store.end_reading();
  return copies;
}

std::unique_ptr<Spool> spool_in(const testing::ScratchFolder& folder, std::size_t size) {
  auto spool = Spool::open(folder.path(), size, "me");
  EXPECT_TRUE(spool) << (spool ? "" : spool.error());
  return std::move(*spool);
}

std::size_t count_files(const testing::ScratchFolder& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    count += entry.path().extension() == ".spool";
  }
  return count;
}

TEST(SegmentStore, DumplingsOfOneSegmentAreReadAsOneRun) {
  SegmentStore store(no_bound);
  auto run = store.append("a");
  for (const auto* text : {"bc", "", "def"}) {
    const auto next = store.append(text);
    EXPECT_EQ(next.segment, run.segment);
    EXPECT_EQ(next.first, run.end);
    run.end = next.end;
  }
  EXPECT_EQ(run.count(), 4U);
  EXPECT_EQ(read_texts(store, run), (std::vector<std::string>{"a", "bc", "", "def"}));
  EXPECT_EQ(store.cost(run), 6 + SegmentStore::cost(0) * 4);
}

TEST(SegmentStore, MemoryHasRoomUntilItsDumplingsCostTheBound) {
  SegmentStore store(3 * SegmentStore::cost(1));
  const auto first = store.append("a");
  store.append("b");
  EXPECT_TRUE(store.reserve(1, 0));
  store.append("c");
  EXPECT_FALSE(store.reserve(1, 0));
  store.finish(first);
  EXPECT_TRUE(store.reserve(1, 0));
  EXPECT_FALSE(store.reserve(2, 0));
}

TEST(SegmentStore, WhatIsAppendedWithoutRoomGoesToMemoryHoweverLargeItIs) {
  SegmentStore store(1);
  const std::string text(2 * defaults::outbox_segment, 'x');
  EXPECT_FALSE(store.reserve(text.size(), 0));
  const auto run = store.append(text);
  EXPECT_EQ(read_texts(store, run), std::vector<std::string>{text});
  store.finish(run);
  EXPECT_EQ(read_texts(store, store.append("a")), std::vector<std::string>{"a"});
}

TEST(SegmentStore, TextsThatAreReadOutlastTheirDumplings) {
  SegmentStore store(no_bound);
  const std::string text(defaults::outbox_segment / 2, 'x');
  const auto run = store.append(text);
  std::vector<std::string_view> texts;
  store.read(run, texts);
  store.finish(run);
  store.end_segment();
  for (int i = 0; i < 8; ++i) store.finish(store.append(std::string(text.size(), 'y')));
  EXPECT_EQ(texts.front(), text);
  store.end_reading();
}

TEST(SegmentStore, AFinishedSegmentIsFilledAgain) {
  SegmentStore store(no_bound);
  const auto run = store.append("a");
  auto* const segment = run.segment;
  store.end_segment();
  store.finish(run);
  EXPECT_EQ(store.append("b").segment, segment);
}

TEST(SegmentStore, WithASpoolDumplingsOutliveTheProcess) {
  const testing::ScratchFolder folder;
  {
    SegmentStore store(no_bound, spool_in(folder, no_bound));
    EXPECT_TRUE(store.reserve(1, 7));
    const auto run = store.append("1");
    EXPECT_TRUE(run.outlives_process());
    for (const auto* text : {"2", "3"}) {
      EXPECT_TRUE(store.reserve(1, 8));
      store.append(text);
    }
    store.finish(run);
  }
  SegmentStore store(no_bound, spool_in(folder, no_bound));
  const auto found = store.take_found();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().number, 8U);
  EXPECT_EQ(read_texts(store, found.front().run), (std::vector<std::string>{"2", "3"}));
  EXPECT_TRUE(store.take_found().empty());
}

TEST(SegmentStore, AFileGoesWhenAllItsDumplingsAreFinishedAndItIsNeitherFilledNorRead) {
  const testing::ScratchFolder folder;
  SegmentStore store(no_bound, spool_in(folder, no_bound));
  EXPECT_TRUE(store.reserve(1, 1));
  const auto run = store.append("1");
  std::vector<std::string_view> texts;
  store.read(run, texts);
  store.finish(run);
  EXPECT_EQ(count_files(folder), 1U);
  store.end_segment();
  EXPECT_EQ(count_files(folder), 1U);
  EXPECT_EQ(texts.front(), "1");
  store.end_reading();
  EXPECT_EQ(count_files(folder), 0U);
}

TEST(SegmentStore, WhatAFullSpoolDoesNotTakeGoesToMemory) {
  const testing::ScratchFolder folder;
  SegmentStore store(half_a_file + 1000, spool_in(folder, defaults::spool_segment));
  const std::string text(half_a_file, ' ');
  EXPECT_TRUE(store.reserve(text.size(), 1));
  const auto in_spool = store.append(text);
  EXPECT_TRUE(in_spool.outlives_process());
  EXPECT_TRUE(store.reserve(text.size(), 2));
  EXPECT_FALSE(store.append(text).outlives_process());
  EXPECT_FALSE(store.reserve(text.size(), 3)) << "both are full";
  store.finish(in_spool);
  EXPECT_TRUE(store.reserve(text.size(), 3));
  EXPECT_TRUE(store.append(text).outlives_process());
  EXPECT_EQ(store.take_spool_news(), std::nullopt) << "its own bound is no trouble";
}

TEST(SegmentStore, AfterADumplingThatWentToMemoryASmallerOneDoesNotGoToTheSameFile) {
  const testing::ScratchFolder folder;
  SegmentStore store(no_bound, spool_in(folder, defaults::spool_segment));
  EXPECT_TRUE(store.reserve(half_a_file, 1));
  EXPECT_TRUE(store.append(std::string(half_a_file, ' ')).outlives_process());
  EXPECT_TRUE(store.reserve(half_a_file, 2));
  EXPECT_FALSE(store.append(std::string(half_a_file, ' ')).outlives_process());
  EXPECT_TRUE(store.reserve(1, 3));
  EXPECT_FALSE(store.append("3").outlives_process()) << "the numbers in a file follow one by one";
}

TEST(SegmentStore, WhatIsClearedIsForgottenInMemoryAndStaysInTheSpool) {
  const testing::ScratchFolder folder;
  SegmentStore store(no_bound, spool_in(folder, defaults::spool_segment));
  EXPECT_TRUE(store.reserve(half_a_file, 1));
  store.append(std::string(half_a_file, ' '));
  EXPECT_TRUE(store.reserve(half_a_file, 2));
  store.append(std::string(half_a_file, ' '));
  store.clear();
  EXPECT_EQ(count_files(folder), 1U);
  EXPECT_TRUE(store.reserve(no_bound - SegmentStore::cost(0), 3)) << "the memory is free";
}

}  // namespace
}  // namespace netdumplings::kitchen
