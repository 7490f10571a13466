#include "common/os/restart_pause.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

#include "common/defaults.hpp"

namespace netdumplings {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class RestartPause : public testing::Test {
 protected:
  RestartPause() {
    fs::create_directories(folder_);
    setenv("RUNTIME_DIRECTORY", folder_.c_str(), 1);
    setenv("NOTIFY_SOCKET", "/nowhere", 1);
  }
  ~RestartPause() override {
    unsetenv("RUNTIME_DIRECTORY");
    unsetenv("NOTIFY_SOCKET");
    fs::remove_all(folder_);
  }

  void age_by(std::chrono::seconds time) const {
    const timespec then{std::time(nullptr) - time.count(), 0};
    const std::array<timespec, 2> times{then, then};
    ASSERT_EQ(utimensat(AT_FDCWD, (folder_ / "failures").c_str(), times.data(), 0), 0);
  }

  const fs::path folder_ = fs::temp_directory_path() / ("nd_restart_pause." + std::to_string(getpid()));
};

TEST_F(RestartPause, DoublesWithEachFailureUpToItsLimit) {
  for (const auto expected : {0s, 1s, 2s, 4s, 8s, 16s, 30s, 30s}) EXPECT_EQ(restart_pause(), expected);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(restart_pause(), defaults::longest_restart_pause);
}

TEST_F(RestartPause, BeginsAgainAfterTheServiceHasWorkedForAWhile) {
  for (int i = 0; i < 8; ++i) restart_pause();
  age_by(defaults::failures_in_a_row_within - 10s);
  EXPECT_EQ(restart_pause(), defaults::longest_restart_pause);
  age_by(defaults::failures_in_a_row_within + 10s);
  EXPECT_EQ(restart_pause(), 0s);
  EXPECT_EQ(restart_pause(), 1s);
}

TEST_F(RestartPause, UsesTheFirstOfSeveralFolders) {
  setenv("RUNTIME_DIRECTORY", (folder_.string() + ":/nowhere").c_str(), 1);
  restart_pause();
  EXPECT_EQ(restart_pause(), 1s);
}

TEST_F(RestartPause, IsOnlyForServicesThatHaveAFolder) {
  const auto twice = [] {
    restart_pause();
    return restart_pause();
  };
  unsetenv("NOTIFY_SOCKET");
  EXPECT_EQ(twice(), 0s);
  setenv("NOTIFY_SOCKET", "/nowhere", 1);
  setenv("RUNTIME_DIRECTORY", "/proc/nowhere", 1);
  EXPECT_EQ(twice(), 0s);
  unsetenv("RUNTIME_DIRECTORY");
  EXPECT_EQ(twice(), 0s);
}

}  // namespace
}  // namespace netdumplings
