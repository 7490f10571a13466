#include "kitchen/chefs/chef_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace netdumplings::kitchen {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

class ChefPath : public ::testing::Test {
 protected:
  ChefPath() : here_(fs::path(::testing::TempDir()) / ("chef_path_" + std::to_string(getpid()))) {
    for (const char* file : {"one/b.so", "one/a.so", "one/notes.txt", "two/b.so", "two/c.so"}) {
      fs::create_directories((here_ / file).parent_path());
      std::ofstream(here_ / file) << "x";
    }
    fs::create_directories(here_ / "one/folder.so");
    fs::create_directories(here_ / "empty");
  }
  ~ChefPath() override {
    fs::remove_all(here_);
    unsetenv("NETDUMPLINGS_CHEF_PATH");
  }
  std::string at(const char* name) const { return (here_ / name).string(); }

  const fs::path here_;
};

TEST_F(ChefPath, AFileNamesItself) {
  EXPECT_THAT(*module_files(at("one/notes.txt"), {}), ElementsAre(at("one/notes.txt")));
}

TEST_F(ChefPath, AFolderNamesAllLibrariesInItInOrder) {
  EXPECT_THAT(*module_files(at("one"), {}), ElementsAre(at("one/a.so"), at("one/b.so")));
}

TEST_F(ChefPath, AFolderWithoutLibrariesIsAnError) {
  EXPECT_EQ(module_files(at("empty"), {}).error(), "the folder " + at("empty") + " has no .so files in it");
}

TEST_F(ChefPath, ABareNameNamesTheFirstFileOfThatNameOnThePath) {
  const std::vector<std::string> path = {at("nowhere"), at("one"), at("two")};
  EXPECT_THAT(*module_files("b", path), ElementsAre(at("one/b.so")));
  EXPECT_THAT(*module_files("c", path), ElementsAre(at("two/c.so")));
}

TEST_F(ChefPath, ABareNameThatIsNotFoundGivesAnErrorWithTheFoldersAndTheRemedy) {
  EXPECT_EQ(module_files("netsoup", {at("one"), at("two")}).error(),
            "no netsoup.so in " + at("one") + ", " + at("two") +
                "; give a path, or name its folder in NETDUMPLINGS_CHEF_PATH");
}

TEST_F(ChefPath, AModuleThatIsNotOnThePathMayBeInTheCurrentFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(here_ / "one");
  EXPECT_THAT(*module_files("a.so", {at("two")}), ElementsAre("a.so"));
  EXPECT_THAT(*module_files("b", {at("two")}), ElementsAre(at("two/b.so")));
  fs::current_path(before);
}

TEST_F(ChefPath, TheEnvironmentsFoldersComeBeforeThoseOfTheExecutable) {
  setenv("NETDUMPLINGS_CHEF_PATH", "/first::/second", 1);
  const auto path = chef_path();
  ASSERT_GE(path.size(), 3u);
  EXPECT_EQ(path[0], "/first");
  EXPECT_EQ(path[1], "/second");
  EXPECT_EQ(path.back(), (fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib/netdumplings/chefs"));
}

TEST_F(ChefPath, FindsTheBundledChefsOfThisBuild) {
  EXPECT_THAT(*module_files(bundled_chefs, chef_path()), ElementsAre(std::string(ND_BUNDLED_CHEFS)));
}

}  // namespace
}  // namespace netdumplings::kitchen
