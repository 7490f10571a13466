#include "hub/log/topics.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

TEST(Topics, TheSameOriginHasTheSameNumberAndOthersHaveOthers) {
  Topics topics;
  const DumplingOrigin all[] = {{"C", "k", "packet"}, {"C", "k", "interval"},       {"C", std::nullopt, "packet"},
                                {"C", "", "packet"},  {"D", "k", "packet"},         {"C", "l", "packet"},
                                {"Ck", "", "packet"}, {"", std::nullopt, "packet"}, {"C", "k", ""}};
  std::vector<Topics::Id> ids;
  for (const DumplingOrigin& origin : all) ids.push_back(topics.of(origin));
  for (std::size_t i = 0; i < std::size(all); ++i) {
    EXPECT_NE(ids[i], Topics::unlisted);
    EXPECT_EQ(std::count(ids.begin(), ids.end(), ids[i]), 1);
    EXPECT_EQ(topics.of(all[i]), ids[i]);
    EXPECT_TRUE(topics.at(ids[i]).view() == all[i]);
  }
}

TEST(Topics, AnOriginOutlivesTheMessageItCameIn) {
  Topics topics;
  std::string chef = "a chef with a name too long for a small string";
  const Topics::Id id = topics.of({chef, std::nullopt, "packet"});
  chef.assign(chef.size(), 'x');
  EXPECT_EQ(topics.at(id).chef, "a chef with a name too long for a small string");
  EXPECT_NE(topics.of({chef, std::nullopt, "packet"}), id);
}

TEST(Topics, ManyOrLongNamesCannotFillTheMemory) {
  Topics topics;
  const std::string endless(defaults::longest_topic + 1, 'x');
  EXPECT_EQ(topics.of({endless, std::nullopt, ""}), Topics::unlisted);
  for (std::size_t i = 0; i < defaults::most_topics; ++i)
    ASSERT_NE(topics.of({std::to_string(i), "k", ""}), Topics::unlisted);
  EXPECT_EQ(topics.of({"one more", "k", ""}), Topics::unlisted);
  EXPECT_EQ(topics.at(topics.of({"7", "k", ""})).chef, "7");
}

}  // namespace
}  // namespace netdumplings::hub
