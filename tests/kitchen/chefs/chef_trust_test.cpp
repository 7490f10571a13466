#include "kitchen/chefs/chef_trust.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "common/os/file_descriptor.hpp"

namespace netdumplings::kitchen {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A folder of this user in the (sticky) temporary folder, with a folder and a module in it.
class ChefTrust : public ::testing::Test {
 protected:
  ChefTrust() : here_(fs::canonical(fs::temp_directory_path()) / ("chef_trust_" + std::to_string(getpid()))) {
    fs::create_directories(here_ / "chefs");
    std::ofstream(module()) << "x";
    for (const fs::path& path : {here_, here_ / "chefs"}) chmod(path.c_str(), 0755);
    chmod(module().c_str(), 0644);
  }
  ~ChefTrust() override { fs::remove_all(here_); }

  std::string module() const { return (here_ / "chefs" / "module.so").string(); }
  std::string why() const {
    const FileDescriptor descriptor(open(module().c_str(), O_RDONLY));
    return why_not_trusted(descriptor.get(), module(), trusted_);
  }

  const fs::path here_;
  TrustedOwners trusted_{{0, getuid()}, {}};
};

TEST_F(ChefTrust, AModuleThatOnlyTrustedUsersCanWriteIsTrustedEvenBelowAStickyFolder) { EXPECT_EQ(why(), ""); }

TEST_F(ChefTrust, AModuleThatEverybodyCanWriteIsRefusedWithItsRemedy) {
  chmod(module().c_str(), 0666);
  EXPECT_EQ(why(), module() + " may be written by everybody: chmod o-w " + module());
}

TEST_F(ChefTrust, AFolderAboveThatEverybodyCanWriteIsRefusedWithItsRemedy) {
  chmod(here_.c_str(), 0777);
  EXPECT_EQ(why(), here_.string() + " may be written by everybody: chmod o-w " + here_.string());
}

TEST_F(ChefTrust, AStickyFolderAboveThatEverybodyCanWriteIsNoDanger) {
  chmod(here_.c_str(), 01777);
  EXPECT_EQ(why(), "");
}

TEST_F(ChefTrust, AGroupThatCanWriteIsRefusedUnlessItIsTheUsersOwn) {
  if (getuid() != 0) GTEST_SKIP() << "only root can give a file to another group";
  chmod(module().c_str(), 0664);
  ASSERT_EQ(chown(module().c_str(), 0, 1), 0);  // daemon
  EXPECT_EQ(why(), module() + " may be written by its group: chmod g-w " + module());
  trusted_.users.push_back(1);
  EXPECT_EQ(why(), "");
}

TEST_F(ChefTrust, AnotherUsersModuleIsRefused) {
  if (getuid() != 0) GTEST_SKIP() << "only root can give a file to another user";
  ASSERT_EQ(chown(module().c_str(), 1, 0), 0);
  EXPECT_THAT(why(), StartsWith(module() + " belongs to daemon, and nd-sniff started as root runs only what"));
  trusted_.users.push_back(1);
  EXPECT_EQ(why(), "");
}

TEST_F(ChefTrust, AnotherUsersFolderAboveIsRefused) {
  if (getuid() != 0) GTEST_SKIP() << "only root can give a folder to another user";
  ASSERT_EQ(chown(here_.c_str(), 1, 0), 0);
  EXPECT_THAT(why(), StartsWith(here_.string() + " belongs to daemon"));
}

TEST_F(ChefTrust, FoldersAboveTheExecutableAreNotChecked) {
  chmod(here_.c_str(), 0777);
  trusted_.executable = (here_ / "bin" / "nd-sniff").string();
  EXPECT_EQ(why(), "");
  trusted_.executable = (here_.string() + "-other/bin/nd-sniff");
  EXPECT_THAT(why(), HasSubstr("may be written by everybody"));
}

TEST_F(ChefTrust, RootTheUserOfSudoAndTheUserThatChefsRunAsAreTrusted) {
  setenv("SUDO_UID", "4242", 1);
  EXPECT_THAT(trusted_owners(77).users, ::testing::IsSupersetOf({uid_t{0}, uid_t{77}, uid_t{4242}}));
  setenv("SUDO_UID", "42x", 1);
  EXPECT_THAT(trusted_owners(77).users, ::testing::Not(::testing::Contains(uid_t{42})));
  unsetenv("SUDO_UID");
}

}  // namespace
}  // namespace netdumplings::kitchen
