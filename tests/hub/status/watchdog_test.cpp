#include "hub/status/watchdog.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <utility>

#include "common/os/fake_systemd.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {
namespace {

using namespace std::chrono_literals;

class WatchdogTest : public testing::Test {
 protected:
  WatchdogTest() {
    setenv("WATCHDOG_USEC", "20000", 1);
    CensusTaker::Sources sources;
    sources.newest_eater = [] { return 0; };
    sources.shards.emplace_back([this](auto done) {
      if (!hangs_) done({});
    });
    sources.add_rest = [](Census&) {};
    taker_ = std::make_unique<CensusTaker>(loop_, std::move(sources));
  }
  ~WatchdogTest() override {
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
  }
  // How many signs of life systemd gets in a time in which several are due.
  int signs() {
    ServiceManager service;
    Watchdog watchdog(loop_, *taker_, service);
    watchdog.start();
    net::Timer end(loop_);
    end.start(200ms, [this] { loop_.stop(); });
    loop_.run();
    int signs = 0;
    while (const auto told = systemd_.told()) {
      EXPECT_EQ(told, "WATCHDOG=1");
      ++signs;
    }
    return signs;
  }

  const test::FakeSystemd systemd_{test::notify_address("@")};
  net::Loop loop_;
  bool hangs_ = false;
  std::unique_ptr<CensusTaker> taker_;
};

TEST_F(WatchdogTest, GivesASignOfLifeEachTimeThatAllThreadsHaveAnswered) { EXPECT_GE(signs(), 2); }

TEST_F(WatchdogTest, GivesNoneWhileAThreadHangs) {
  hangs_ = true;
  EXPECT_EQ(signs(), 0);
}

TEST_F(WatchdogTest, GivesNoneIfNobodyAsksForThem) {
  unsetenv("WATCHDOG_USEC");
  EXPECT_EQ(signs(), 0);
}

}  // namespace
}  // namespace netdumplings::hub
