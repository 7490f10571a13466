#include "hub/log/new_entries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "hub/log/log_cursor.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::hub {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t chunk_size = 4096;

class NewEntriesTest : public testing::Test {
 protected:
  // Appends the next number as a dumpling of `chef`.
  void append(const std::string& chef) {
    const Topics::Id topic = chef == "unlisted" ? Topics::unlisted : topics_.of({chef, std::nullopt, ""});
    ASSERT_TRUE(log_->append({R"({"metadata":{"chef":")" + chef + R"("},"payload":)" + std::to_string(log_->head()) +
                                  '}' + std::string(64, ' '),
                              net::Opcode::text, topic}));
  }
  std::unique_ptr<FramePicker> picker(std::set<std::string, std::less<>> chefs) {
    return std::make_unique<FramePicker>(topics_, Choice{std::move(chefs), {}, {}}, gathered_);
  }
  // Reads in at most `turns` sends of at most `most` bytes, and returns the dumplings' numbers.
  static std::vector<std::uint64_t> read(LogCursor& cursor, int turns = 1000000, std::size_t most = 1 << 20) {
    std::vector<std::uint64_t> got;
    for (std::string bytes; turns > 0; --turns) {
      const std::string_view run = cursor.next().bytes;
      if (run.empty()) break;
      const std::size_t some = std::min(most, run.size());
      bytes += run.substr(0, some);
      std::string rest;
      cursor.taken(some, rest);
      bytes += rest;
      for (test::Frame frame; test::take_server_frame(bytes, frame);) {
        got.push_back(std::stoull(frame.payload.substr(frame.payload.rfind(':') + 1)));
      }
    }
    return got;
  }
  void make_log(std::size_t chunk_count) { log_ = std::make_unique<DumplingLog>(chunk_count * chunk_size, chunk_size); }

  Topics topics_;
  GatheredFrames gathered_;
  std::unique_ptr<DumplingLog> log_ = std::make_unique<DumplingLog>(64 * chunk_size, chunk_size);
};

TEST_F(NewEntriesTest, HaveEachTopicSinceTheLastLookOnce) {
  append("old");
  NewEntries fresh(*log_);
  for (int i = 0; i < 200; ++i) append(i % 2 == 0 ? "A" : "B");  // over several chunks
  fresh.look();
  EXPECT_THAT(fresh.topics(), ElementsAre(topics_.of({"A", std::nullopt, ""}), topics_.of({"B", std::nullopt, ""})));
  EXPECT_EQ(fresh.begin(), 1U);
  EXPECT_EQ(fresh.end(), 201U);
  append("B");
  fresh.look();
  EXPECT_THAT(fresh.topics(), ElementsAre(topics_.of({"B", std::nullopt, ""})));
  fresh.look();
  EXPECT_THAT(fresh.topics(), IsEmpty());
  EXPECT_EQ(fresh.begin(), 202U);
}

TEST_F(NewEntriesTest, ACursorThatWantsNoneOfThemPassesThemInOneStep) {
  NewEntries fresh(*log_);
  LogCursor wants_b(*log_, picker({"B"}));
  for (int i = 0; i < 200; ++i) append("A");
  fresh.look();
  EXPECT_TRUE(wants_b.pass(fresh));
  EXPECT_EQ(wants_b.position(), 200U);
  EXPECT_EQ(wants_b.filtered(), 200U);
  append("B");
  fresh.look();
  EXPECT_FALSE(wants_b.pass(fresh));
  EXPECT_THAT(read(wants_b), ElementsAre(200U));
  EXPECT_EQ(wants_b.filtered(), 200U);
}

TEST_F(NewEntriesTest, ACursorDoesNotPassWhatItMayWant) {
  NewEntries fresh(*log_);
  LogCursor all(*log_);
  LogCursor wants_a(*log_, picker({"A"}));
  append("A");
  fresh.look();
  EXPECT_FALSE(all.pass(fresh));
  EXPECT_FALSE(wants_a.pass(fresh));
  EXPECT_THAT(read(wants_a), ElementsAre(0U));
  append("unlisted");
  fresh.look();
  EXPECT_FALSE(wants_a.pass(fresh)) << "only the dumpling itself has its chef";
}

TEST_F(NewEntriesTest, ACursorThatLagsBehindReadsWhatCameBefore) {
  LogCursor wants_b(*log_, picker({"B"}));
  append("B");
  NewEntries fresh(*log_);
  append("A");
  fresh.look();
  EXPECT_FALSE(wants_b.pass(fresh));
  EXPECT_THAT(read(wants_b), ElementsAre(0U));
}

TEST_F(NewEntriesTest, ACursorThatReadOnMeanwhilePassesTheRest) {
  NewEntries fresh(*log_);
  LogCursor wants_b(*log_, picker({"B"}));
  append("A");
  EXPECT_THAT(read(wants_b), IsEmpty());
  append("A");
  fresh.look();
  EXPECT_TRUE(wants_b.pass(fresh));
  EXPECT_EQ(wants_b.filtered(), 2U);
  append("A");
  EXPECT_THAT(read(wants_b), IsEmpty());
  EXPECT_TRUE(wants_b.pass(fresh)) << "it is ahead of the look";
  EXPECT_EQ(wants_b.filtered(), 3U);
}

TEST_F(NewEntriesTest, NoCursorPassesMoreThanTheLogHolds) {
  make_log(2);
  NewEntries fresh(*log_);
  LogCursor wants_b(*log_, picker({"B"}));
  append("B");
  for (int i = 0; i < 500; ++i) append("A");
  fresh.look();
  EXPECT_EQ(fresh.begin(), fresh.end());
  EXPECT_FALSE(wants_b.pass(fresh));
  EXPECT_THAT(read(wants_b), IsEmpty());
  EXPECT_GT(wants_b.skipped(), 0U);
  EXPECT_EQ(wants_b.skipped() + wants_b.filtered(), 501U);
  append("A");
  fresh.look();
  EXPECT_TRUE(wants_b.pass(fresh)) << "it is at the head again";
}

// In a log that holds all entries and in one that doesn't: each cursor gets what it chose, in order, its counts add up,
// and nothing that it chose is missing unless it was skipped.
TEST_F(NewEntriesTest, ACursorThatPassesGetsTheSameAsOneThatReadsAll) {
  for (const std::size_t chunk_count : {1000U, 3U}) {
    std::mt19937 random(1);
    make_log(chunk_count);
    NewEntries fresh(*log_);
    const std::vector<std::set<std::string, std::less<>>> choices = {
        {"c0"}, {"c1", "c2"}, {"c9"}, {"none"}, {"unlisted"}};
    std::vector<std::unique_ptr<LogCursor>> cursors;
    std::vector<std::vector<std::uint64_t>> got(choices.size());
    for (const auto& choice : choices) cursors.push_back(std::make_unique<LogCursor>(*log_, picker(choice)));
    std::vector<std::string> chefs;
    const auto cook = [&] {
      for (auto count = random() % (random() % 10 == 0 ? 200 : 3); count > 0; --count) {
        chefs.push_back(random() % 50 == 0 ? "unlisted" : "c" + std::to_string(random() % (random() % 10 + 1)));
        append(chefs.back());
      }
    };
    const auto serve = [&](std::size_t i, int turns) {
      for (const auto number : read(*cursors[i], turns, 1 + random() % 2000)) got[i].push_back(number);
      ASSERT_EQ(cursors[i]->position(), got[i].size() + cursors[i]->filtered() + cursors[i]->skipped());
    };
    int passed = 0;
    for (int round = 0; round < 2000; ++round) {
      cook();
      fresh.look();
      if (random() % 4 == 0) cook();
      for (std::size_t i = 0; i < cursors.size(); ++i) {
        if (cursors[i]->pass(fresh)) {
          ++passed;
        } else if (random() % 5 != 0) {
          serve(i, static_cast<int>(random() % 4));
        }
      }
    }
    EXPECT_GT(passed, 1000);
    for (std::size_t i = 0; i < cursors.size(); ++i) {
      serve(i, 1000000);
      EXPECT_EQ(cursors[i]->position(), log_->head());
      std::vector<std::uint64_t> wanted;
      for (std::size_t n = 0; n < chefs.size(); ++n) {
        if (choices[i].contains(chefs[n])) wanted.push_back(n);
      }
      EXPECT_TRUE(std::includes(wanted.begin(), wanted.end(), got[i].begin(), got[i].end()));
      EXPECT_LE(wanted.size() - got[i].size(), cursors[i]->skipped());
      EXPECT_EQ(cursors[i]->skipped() > 0, chunk_count == 3) << i;
    }
  }
}

}  // namespace
}  // namespace netdumplings::hub
