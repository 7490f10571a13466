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
    ASSERT_TRUE(log_->append({R"({"metadata":{"chef":")" + chef + R"("},"payload":)" + std::to_string(log_->head()) +
                                  '}' + std::string(64, ' '),
                              net::Opcode::text, origin(chef)}));
  }
  OriginHash origin(const std::string& chef) const { return OriginHasher(log_->key()).of({chef, std::nullopt, ""}); }
  std::unique_ptr<FramePicker> picker(std::set<std::string, std::less<>> chefs) {
    return std::make_unique<FramePicker>(log_->key(), Choice{std::move(chefs), {}, {}}, gathered_);
  }
  // Reads in at most `turns` sends of at most `most` bytes, and returns the dumplings' numbers.
  static std::vector<std::uint64_t> read(LogCursor& cursor, int turns = 1000000, std::size_t most = 1 << 20) {
    std::vector<std::uint64_t> got;
    for (std::string bytes; turns > 0; --turns) {
      const std::string_view run = cursor.next().bytes;
      if (run.empty() && cursor.unfinished()) continue;
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

  GatheredFrames gathered_;
  std::unique_ptr<DumplingLog> log_ = std::make_unique<DumplingLog>(64 * chunk_size, chunk_size);
};

TEST_F(NewEntriesTest, HaveEachOriginSinceTheLastLookOnce) {
  append("old");
  NewEntries fresh(*log_);
  for (int i = 0; i < 200; ++i) append(i % 2 == 0 ? "A" : "B");  // over several chunks
  fresh.look();
  EXPECT_THAT(fresh.origins(), ElementsAre(origin("A"), origin("B")));
  EXPECT_EQ(fresh.begin(), 1U);
  EXPECT_EQ(fresh.end(), 201U);
  append("B");
  fresh.look();
  EXPECT_THAT(fresh.origins(), ElementsAre(origin("B")));
  fresh.look();
  EXPECT_THAT(fresh.origins(), IsEmpty());
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
}

TEST_F(NewEntriesTest, MoreOriginsThanAreToldApartMayBeAnything) {
  NewEntries fresh(*log_);
  LogCursor wants_b(*log_, picker({"B"}));
  for (std::size_t i = 0; i < defaults::most_new_origins; ++i) append("c" + std::to_string(i));
  fresh.look();
  EXPECT_FALSE(fresh.too_many());
  EXPECT_EQ(fresh.origins().size(), defaults::most_new_origins);
  EXPECT_TRUE(wants_b.pass(fresh));
  for (std::size_t i = 0; i <= defaults::most_new_origins; ++i) append("c" + std::to_string(i));
  fresh.look();
  EXPECT_TRUE(fresh.too_many());
  EXPECT_FALSE(wants_b.pass(fresh));
  append("c");
  fresh.look();
  EXPECT_FALSE(fresh.too_many());
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

// Cursors that chose different chefs, while dumplings come at random.
class NewEntriesAtRandom : public NewEntriesTest {
 protected:
  void begin(std::size_t chunk_count) {
    make_log(chunk_count);
    for (const auto& choice : choices_) cursors_.push_back(std::make_unique<LogCursor>(*log_, picker(choice)));
  }
  void cook() {
    for (auto count = random_() % (random_() % 10 == 0 ? 200 : 3); count > 0; --count) {
      chefs_.push_back("c" + std::to_string(random_() % (random_() % 50 == 0 ? 1000 : random_() % 10 + 1)));
      append(chefs_.back());
    }
  }
  // Lets cursor `i` read.
  void serve(std::size_t i, int turns) {
    for (const auto number : read(*cursors_[i], turns, 1 + random_() % 2000)) got_[i].push_back(number);
    ASSERT_EQ(cursors_[i]->position(), got_[i].size() + cursors_[i]->filtered() + cursors_[i]->skipped());
  }
  // Lets all cursors pass what is new, or now and then read, and returns how many passed.
  int pass_or_serve(const NewEntries& fresh) {
    int passed = 0;
    for (std::size_t i = 0; i < cursors_.size(); ++i) {
      if (cursors_[i]->pass(fresh)) {
        ++passed;
      } else if (random_() % 5 != 0) {
        serve(i, static_cast<int>(random_() % 4));
      }
    }
    return passed;
  }
  // Expects that cursor `i` is at the head and got all that it chose, in order, except what was skipped.
  void expect_what_was_chosen(std::size_t i) {
    EXPECT_EQ(cursors_[i]->position(), log_->head());
    std::vector<std::uint64_t> wanted;
    for (std::size_t n = 0; n < chefs_.size(); ++n) {
      if (choices_[i].contains(chefs_[n])) wanted.push_back(n);
    }
    EXPECT_TRUE(std::includes(wanted.begin(), wanted.end(), got_[i].begin(), got_[i].end()));
    EXPECT_LE(wanted.size() - got_[i].size(), cursors_[i]->skipped());
  }

  const std::vector<std::set<std::string, std::less<>>> choices_ = {{"c0"}, {"c1", "c2"}, {"c9"}, {"none"}, {"c500"}};
  std::mt19937 random_{1};
  std::vector<std::string> chefs_;  // of all dumplings, in order
  std::vector<std::unique_ptr<LogCursor>> cursors_;
  std::vector<std::vector<std::uint64_t>> got_{choices_.size()};  // the numbers that each cursor got
};

// The parameter is how many chunks the log has: it holds all entries, or it doesn't.
class NewEntriesInLogs : public NewEntriesAtRandom, public testing::WithParamInterface<std::size_t> {};

constexpr std::size_t enough_chunks = 1000;

INSTANTIATE_TEST_SUITE_P(Chunks, NewEntriesInLogs, testing::Values(enough_chunks, 3));

TEST_P(NewEntriesInLogs, ACursorThatPassesGetsTheSameAsOneThatReadsAll) {
  begin(GetParam());
  NewEntries fresh(*log_);
  int passed = 0;
  for (int round = 0; round < 2000; ++round) {
    cook();
    fresh.look();
    if (random_() % 4 == 0) cook();
    passed += pass_or_serve(fresh);
  }
  EXPECT_GT(passed, 1000);
  for (std::size_t i = 0; i < cursors_.size(); ++i) {
    serve(i, 1000000);
    expect_what_was_chosen(i);
    EXPECT_EQ(cursors_[i]->skipped() > 0, GetParam() != enough_chunks) << i;
  }
}

}  // namespace
}  // namespace netdumplings::hub
