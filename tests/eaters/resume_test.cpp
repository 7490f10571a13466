#include "eaters/resume.hpp"

#include <gtest/gtest.h>

#include <string>

namespace netdumplings::eaters {
namespace {

std::string position(const std::string& log, int at) {
  return R"({"log": ")" + log + R"(", "position": )" + std::to_string(at) + "}";
}

// How many of the next `count` dumplings are new.
int new_of(Resume& resume, int count) {
  int fresh = 0;
  while (count-- > 0) fresh += resume.had_already() ? 0 : 1;
  return fresh;
}

TEST(Resume, TheFirstConnectionAsksForNothingAndTakesEverything) {
  Resume resume;
  EXPECT_FALSE(resume.begin());
  EXPECT_TRUE(resume.take_word(position("a", 100)));
  EXPECT_EQ(new_of(resume, 5), 5);
}

TEST(Resume, AsksToGoOnBehindTheLastPlaceAndLeavesOutWhatItHadAfterIt) {
  Resume resume;
  static_cast<void>(resume.begin());
  resume.take_word(position("a", 100));
  EXPECT_EQ(new_of(resume, 5), 5);
  resume.take_word(position("a", 105));
  EXPECT_EQ(new_of(resume, 3), 3);
  const auto after = resume.begin();
  ASSERT_TRUE(after);
  EXPECT_EQ(after->log, "a");
  EXPECT_EQ(after->position, 105U);
  resume.take_word(position("a", 105));
  EXPECT_EQ(new_of(resume, 3), 0);
  EXPECT_EQ(new_of(resume, 3), 3);
}

TEST(Resume, AConnectionThatIsLostWhileItRepeatsChangesNothing) {
  Resume resume;
  static_cast<void>(resume.begin());
  resume.take_word(position("a", 0));
  EXPECT_EQ(new_of(resume, 10), 10);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(resume.begin()->position, 0U);
    resume.take_word(position("a", 0));
    EXPECT_EQ(new_of(resume, 4), 0);
  }
  static_cast<void>(resume.begin());  // and one that is lost before a word was said
  EXPECT_EQ(resume.begin()->position, 0U);
  resume.take_word(position("a", 0));
  EXPECT_EQ(new_of(resume, 6), 0);
  resume.take_word(position("a", 6));  // in the midst of what is repeated
  EXPECT_EQ(resume.begin()->position, 6U);
  resume.take_word(position("a", 6));
  EXPECT_EQ(new_of(resume, 4), 0);
  EXPECT_EQ(new_of(resume, 4), 4);
}

TEST(Resume, FromAnotherPlaceOrInAnotherLogEverythingIsNew) {
  for (const auto& other : {position("a", 150), position("b", 100)}) {
    Resume resume;
    static_cast<void>(resume.begin());
    resume.take_word(position("a", 100));
    EXPECT_EQ(new_of(resume, 5), 5);
    static_cast<void>(resume.begin());
    resume.take_word(other);
    EXPECT_EQ(new_of(resume, 5), 5);
  }
}

TEST(Resume, SaysHowManyWereSkippedAndTakesWhatFollowsForNew) {
  Resume resume;
  static_cast<void>(resume.begin());
  resume.take_word(position("a", 0));
  EXPECT_EQ(new_of(resume, 10), 10);
  static_cast<void>(resume.begin());
  resume.take_word(position("a", 0));
  EXPECT_EQ(new_of(resume, 2), 0);
  const auto word = resume.take_word(R"({"skipped": 100})");
  ASSERT_TRUE(word);
  EXPECT_EQ(word->skipped, 100U);
  resume.take_word(position("a", 102));
  EXPECT_EQ(new_of(resume, 3), 3);
}

TEST(Resume, OnlyAnObjectWithoutMetadataIsAWord) {
  Resume resume;
  static_cast<void>(resume.begin());
  EXPECT_TRUE(resume.take_word(R"({"a word of": "later versions"})"));
  EXPECT_FALSE(resume.take_word(R"({"metadata": {"chef": "C"}, "payload": {"log": "x", "position": 5}})"));
  EXPECT_FALSE(resume.take_word(R"({"\u006detadata": {"chef": "C"}, "position": 5})"));
  EXPECT_FALSE(resume.take_word("[]"));
  EXPECT_FALSE(resume.take_word("rubbish"));
  EXPECT_TRUE(resume.take_word(R"({"log": 5, "position": "far"})"));
  EXPECT_FALSE(resume.begin());
}

}  // namespace
}  // namespace netdumplings::eaters
