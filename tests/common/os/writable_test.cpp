#include "common/os/writable.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace netdumplings {
namespace {

namespace fs = std::filesystem;

class Writable : public testing::Test {
 protected:
  Writable() {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "file") << "x";
  }
  ~Writable() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  const fs::path folder_ = fs::temp_directory_path() / ("nd_writable." + std::to_string(getpid()));
};

TEST_F(Writable, AFolderIsUsableIfItIsThereOrCouldBeMade) {
  EXPECT_EQ(why_folder_is_unusable(path("")), "");
  EXPECT_EQ(why_folder_is_unusable(path("new")), "");
  EXPECT_EQ(why_folder_is_unusable(path("new/")), "");
  EXPECT_EQ(why_folder_is_unusable(path("new/deeper")), "No such file or directory");
  EXPECT_EQ(why_folder_is_unusable(path("file")), "Not a directory");
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(Writable, AFileIsWritableIfItIsThereOrCouldBeMade) {
  EXPECT_EQ(why_file_is_unwritable(path("file")), "");
  EXPECT_EQ(why_file_is_unwritable(path("new")), "");
  EXPECT_EQ(why_file_is_unwritable(path("none/new")), "No such file or directory");
  EXPECT_EQ(why_file_is_unwritable(path("file/new")), "Not a directory");
  EXPECT_EQ(why_file_is_unwritable(path("")), "Is a directory");
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

// Also root can't write to the folders of a process.
TEST_F(Writable, WhatThisUserMayNotWriteIsNamedSo) {
  EXPECT_NE(why_file_is_unwritable("/proc/self/nd_new"), "");
  EXPECT_NE(why_folder_is_unusable("/proc/self/nd_new"), "");
}

}  // namespace
}  // namespace netdumplings
