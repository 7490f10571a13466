#include "kitchen/chefs/chef_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kitchen/chef_fixtures.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::HasSubstr;
using testing::loaded;

// Returns the options that TellerChef would be created with, or the error.
std::string options_of_teller(const std::vector<std::string>& arguments) {
  const auto modules = loaded({"teller"});
  const auto options = ChefOptions::parse(arguments);
  if (!options) return options.error();
  if (const auto fit = options->check(modules); !fit) return fit.error();
  return options->for_chef(modules.modules().front().chefs.front()).value();
}

std::string in_file(const std::string& text) {
  std::string path = ::testing::TempDir() + "options_" + std::to_string(getpid()) + ".json";
  std::ofstream(path) << text;
  return path;
}

TEST(ChefOptions, WhatIsNotGivenHasItsDefault) {
  EXPECT_EQ(options_of_teller({}), R"({"limit":10,"loud":false,"tree":{},"word":"nothing"})");
}

TEST(ChefOptions, AValueIsReadAsTheTypeThatTheChefDeclares) {
  EXPECT_EQ(options_of_teller({"TellerChef:word=17", "TellerChef:limit=17", "TellerChef:loud=true",
                               "TellerChef:tree=[1,{\"a\":null}]"}),
            R"({"limit":17,"loud":true,"tree":[1,{"a":null}],"word":"17"})");
}

TEST(ChefOptions, AValueMayHoldEqualsSignsColonsAndNothing) {
  EXPECT_THAT(options_of_teller({"TellerChef:word=a=b:c"}), HasSubstr(R"("word":"a=b:c")"));
  EXPECT_THAT(options_of_teller({"TellerChef:word="}), HasSubstr(R"("word":"")"));
}

TEST(ChefOptions, TheLastOfARepeatedOptionCounts) {
  EXPECT_THAT(options_of_teller({"TellerChef:limit=1", "TellerChef:limit=2"}), HasSubstr(R"("limit":2)"));
}

TEST(ChefOptions, AValueOfTheWrongTypeIsAnError) {
  EXPECT_EQ(options_of_teller({"TellerChef:limit=many"}), "option limit of chef TellerChef should be a number");
  EXPECT_EQ(options_of_teller({"TellerChef:loud=yes"}), "option loud of chef TellerChef should be a boolean");
  EXPECT_EQ(options_of_teller({"TellerChef:tree={"}), "option tree of chef TellerChef should be JSON");
}

TEST(ChefOptions, AnUnknownOptionListsTheDeclaredOnes) {
  EXPECT_EQ(options_of_teller({"TellerChef:wrod=x"}),
            "chef TellerChef has no option wrod: it takes word (string), limit (number), loud (boolean), tree (json)");
}

TEST(ChefOptions, AChefWithoutOptionsSaysSo) {
  const auto options = ChefOptions::parse({"CountingChef:x=1"});
  EXPECT_EQ(options->check(loaded({"c_module"})).error(), "chef CountingChef has no option x: it takes no options");
}

TEST(ChefOptions, AnUnknownChefListsTheOnesThereAre) {
  EXPECT_EQ(options_of_teller({"NobodyChef:x=1"}),
            "there is no chef NobodyChef to give an option to: there is TellerChef");
}

TEST(ChefOptions, AnArgumentOfAnotherFormGivesAnErrorThatShowsTheForms) {
  for (const char* argument : {"TellerChef", ":a=b", "TellerChef:", "TellerChef:a", "TellerChef:=b", ""}) {
    EXPECT_THAT(options_of_teller({argument}), HasSubstr("should be CHEF:KEY=VALUE or CHEF:@FILE.json")) << argument;
  }
}

TEST(ChefOptions, AFileGivesSeveralOptionsAtOnce) {
  const std::string file = in_file(R"({"limit": 3, "word": "w"})");
  EXPECT_EQ(options_of_teller({"TellerChef:@" + file, "TellerChef:loud=true"}),
            R"({"limit":3,"loud":true,"tree":{},"word":"w"})");
}

TEST(ChefOptions, AFilesValuesAreNotConverted) {
  const std::string file = in_file(R"({"limit": "3"})");
  EXPECT_EQ(options_of_teller({"TellerChef:@" + file}), "option limit of chef TellerChef should be a number");
}

TEST(ChefOptions, AFileThatCantBeUsedIsNamed) {
  EXPECT_EQ(options_of_teller({"TellerChef:@/nowhere.json"}),
            "can't read the options of chef TellerChef from /nowhere.json: No such file or directory");
  EXPECT_THAT(options_of_teller({"TellerChef:@" + in_file("[1]")}), HasSubstr("is not a JSON object"));
  EXPECT_THAT(options_of_teller({"TellerChef:@" + in_file("{\"a\":")}), HasSubstr("is not JSON: the text ends"));
  EXPECT_THAT(options_of_teller({"TellerChef:@/dev/zero"}), HasSubstr("is larger than 1048576 bytes"));
  EXPECT_THAT(options_of_teller({"TellerChef:@/tmp"}), HasSubstr("from /tmp: Is a directory"));
}

}  // namespace
}  // namespace netdumplings::kitchen
