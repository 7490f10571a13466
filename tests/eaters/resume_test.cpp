#include "eaters/resume.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace netdumplings::eaters {
namespace {

using Word = Resume::Word;

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
  resume.begin(true);
  EXPECT_FALSE(resume.place());
  EXPECT_TRUE(resume.take_word(position("a", 100)));
  EXPECT_EQ(new_of(resume, 5), 5);
}

TEST(Resume, AsksToGoOnBehindTheLastPlaceAndLeavesOutWhatItHadAfterIt) {
  Resume resume;
  resume.begin(true);
  resume.take_word(position("a", 100));
  EXPECT_EQ(new_of(resume, 5), 5);
  resume.take_word(position("a", 105));
  EXPECT_EQ(new_of(resume, 3), 3);
  resume.begin(true);
  EXPECT_EQ(resume.place(), (EaterPlace{"a", 105, 3}));
  resume.take_word(position("a", 105));
  EXPECT_EQ(new_of(resume, 3), 0);
  EXPECT_EQ(new_of(resume, 3), 3);
}

TEST(Resume, AConnectionThatIsLostWhileItRepeatsChangesNothing) {
  Resume resume;
  resume.begin(true);
  resume.take_word(position("a", 0));
  EXPECT_EQ(new_of(resume, 10), 10);
  for (int i = 0; i < 3; ++i) {
    resume.begin(true);
    EXPECT_EQ(resume.place()->position, 0U);
    resume.take_word(position("a", 0));
    EXPECT_EQ(new_of(resume, 4), 0);
  }
  resume.begin(true);  // and one that is lost before a word was said
  resume.begin(true);
  EXPECT_EQ(resume.place()->position, 0U);
  resume.take_word(position("a", 0));
  EXPECT_EQ(new_of(resume, 6), 0);
  resume.take_word(position("a", 6));  // in the midst of what is repeated
  resume.begin(true);
  EXPECT_EQ(resume.place()->position, 6U);
  resume.take_word(position("a", 6));
  EXPECT_EQ(new_of(resume, 4), 0);
  EXPECT_EQ(new_of(resume, 4), 4);
}

TEST(Resume, FromAnotherPlaceOrInAnotherLogEverythingIsNew) {
  for (const auto& other : {position("a", 150), position("b", 100)}) {
    Resume resume;
    resume.begin(true);
    resume.take_word(position("a", 100));
    EXPECT_EQ(new_of(resume, 5), 5);
    resume.begin(true);
    resume.take_word(other);
    EXPECT_EQ(new_of(resume, 5), 5);
  }
}

TEST(Resume, SaysHowManyWereSkippedAndTakesWhatFollowsForNew) {
  Resume resume;
  resume.begin(true);
  resume.take_word(position("a", 0));
  EXPECT_EQ(new_of(resume, 10), 10);
  resume.begin(true);
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
  resume.begin(true);
  EXPECT_TRUE(resume.take_word(R"({"a word of": "later versions"})"));
  EXPECT_FALSE(resume.take_word(R"({"metadata": {"chef": "C"}, "payload": {"log": "x", "position": 5}})"));
  EXPECT_FALSE(resume.take_word(R"({"\u006detadata": {"chef": "C"}, "position": 5})"));
  EXPECT_FALSE(resume.take_word("[]"));
  EXPECT_FALSE(resume.take_word("rubbish"));
  EXPECT_TRUE(resume.take_word(R"({"log": 5, "position": "far"})"));
  EXPECT_FALSE(resume.place());
}

TEST(Resume, ThePlaceIsJustAfterTheLastMessageAndAnotherResumeGoesOnThere) {
  for (int had = 0; had <= 8; ++had) {
    Resume first;
    first.begin(true);
    first.take_word(position("a", 100));
    EXPECT_EQ(new_of(first, std::min(had, 5)), std::min(had, 5));
    if (had >= 5) first.take_word(position("a", 105));
    EXPECT_EQ(new_of(first, had - 5), std::max(had - 5, 0));

    Resume second(EaterPlace::parse(first.place()->text()));
    EXPECT_EQ(second.place(), first.place());
    second.begin(true);
    const auto word = second.take_word(position("a", had < 5 ? 100 : 105));
    EXPECT_EQ(word->gap, Word::Gap::none);
    EXPECT_EQ(new_of(second, 20), had < 5 ? 20 - had : 25 - had);
  }
}

TEST(Resume, WhileTheHubRepeatsThePlaceStaysWhereItWas) {
  Resume resume(EaterPlace{"a", 100, 10});
  resume.begin(true);
  resume.take_word(position("a", 100));
  EXPECT_EQ(new_of(resume, 4), 0);
  EXPECT_EQ(resume.place(), (EaterPlace{"a", 100, 10}));
  resume.take_word(position("a", 104));  // in the midst of what is repeated
  EXPECT_EQ(resume.place(), (EaterPlace{"a", 104, 6}));
  EXPECT_EQ(new_of(resume, 7), 1);
  EXPECT_EQ(resume.place(), (EaterPlace{"a", 104, 7}));
}

TEST(Resume, SaysWhenTheHubHasAnotherLogThanTheOneToGoOnIn) {
  Resume resume(EaterPlace{"a", 100, 3});
  resume.begin(true);
  EXPECT_EQ(resume.take_word(position("b", 0))->gap, Word::Gap::other_log);
  EXPECT_EQ(resume.place(), (EaterPlace{"b", 0, 0}));
  EXPECT_EQ(resume.take_word(position("b", 2))->gap, Word::Gap::none);
  EXPECT_EQ(new_of(resume, 5), 5);
}

TEST(Resume, TheFirstLogAfterThePlaceBeforeEverythingIsNoGap) {
  Resume resume(EaterPlace{});
  resume.begin(true);
  EXPECT_EQ(resume.take_word(position("a", 0))->gap, Word::Gap::none);
  EXPECT_EQ(new_of(resume, 5), 5);
  EXPECT_EQ(resume.place(), (EaterPlace{"a", 0, 5}));
}

TEST(Resume, AfterASkipOfUnknownLengthEverythingIsNew) {
  Resume resume(EaterPlace{"a", 0, 10});
  resume.begin(true);
  resume.take_word(position("a", 0));
  const auto word = resume.take_word(R"({"skipped": null})");
  EXPECT_EQ(word->gap, Word::Gap::skipped);
  EXPECT_FALSE(word->skipped);
  EXPECT_EQ(new_of(resume, 3), 3);
}

TEST(Resume, OnThePlainWireEverythingIsADumplingAndNew) {
  Resume resume(EaterPlace{"a", 100, 3});
  resume.begin(false);
  EXPECT_FALSE(resume.place());
  EXPECT_FALSE(resume.take_word(position("a", 100)));
  EXPECT_EQ(new_of(resume, 5), 5);
  resume.begin(true);
  EXPECT_EQ(resume.place(), (EaterPlace{"a", 100, 3}));
}

TEST(Resume, ALogWithALongNameGivesNoPlace) {
  Resume resume(EaterPlace{"a", 100, 3});
  resume.begin(true);
  resume.take_word(position(std::string(EaterPlace::max_log + 1, 'x'), 100));
  EXPECT_FALSE(resume.place());
  EXPECT_EQ(new_of(resume, 5), 5);
}

}  // namespace
}  // namespace netdumplings::eaters
