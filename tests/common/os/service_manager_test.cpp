#include "common/os/service_manager.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "common/os/fake_systemd.hpp"

namespace netdumplings {
namespace {

using test::FakeSystemd;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class ServiceManagerTest : public ::testing::TestWithParam<const char*> {
 protected:
  void TearDown() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }
};

TEST_P(ServiceManagerTest, SystemdIsToldOfBeginLifeAndEnd) {
  const FakeSystemd systemd(test::notify_address(GetParam()));
  ServiceManager manager;
  EXPECT_EQ(systemd.told(), std::nullopt) << "nothing by itself";
  EXPECT_TRUE(manager.ready());
  EXPECT_EQ(systemd.told(), "READY=1");
  manager.alive();
  EXPECT_EQ(systemd.told(), "WATCHDOG=1");
  manager.still_starting();
  EXPECT_EQ(systemd.told(), "EXTEND_TIMEOUT_USEC=30000000");
  manager.stopping();
  EXPECT_EQ(systemd.told(), "STOPPING=1");
}

INSTANTIATE_TEST_SUITE_P(AtAFileAndAtAnAbstractAddress, ServiceManagerTest, ::testing::Values("/tmp/", "@"));

TEST_F(ServiceManagerTest, WithoutSystemdNothingIsToldAndNothingIsWrong) {
  ServiceManager manager;
  EXPECT_TRUE(manager.ready());
  manager.alive();
  EXPECT_EQ(manager.alive_interval(), 0us);
}

TEST_F(ServiceManagerTest, LifeIsToldTwiceInTheTimeThatSystemdGrants) {
  const FakeSystemd systemd(test::notify_address("@"));
  setenv("WATCHDOG_USEC", "30000000", 1);
  EXPECT_EQ(ServiceManager().alive_interval(), 15s);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  EXPECT_EQ(ServiceManager().alive_interval(), 15s);
  setenv("WATCHDOG_PID", std::to_string(getppid()).c_str(), 1);
  EXPECT_EQ(ServiceManager().alive_interval(), 0s) << "somebody else is meant";
}

TEST_F(ServiceManagerTest, ATimeThatIsNoneAsksForNothing) {
  const FakeSystemd systemd(test::notify_address("@"));
  for (const char* time : {"", "soon", "-5", "12 s", "99999999999999999999"}) {
    setenv("WATCHDOG_USEC", time, 1);
    EXPECT_EQ(ServiceManager().alive_interval(), 0us) << time;
  }
}

TEST_F(ServiceManagerTest, ASocketThatCannotBeToldIsNamed) {
  for (const std::string& address : {std::string("/nowhere/notify"), std::string("vsock:2:1"), std::string(200, '/')}) {
    setenv("NOTIFY_SOCKET", address.c_str(), 1);
    ServiceManager manager;
    const auto told = manager.ready();
    ASSERT_FALSE(told) << address;
    EXPECT_THAT(told.error(), HasSubstr("NOTIFY_SOCKET " + address + ": "));
    manager.alive();
    manager.stopping();
  }
}

TEST_F(ServiceManagerTest, ASystemdThatDoesNotListenHoldsNobodyUp) {
  const FakeSystemd systemd(test::notify_address("@"));
  ServiceManager manager;
  for (int i = 0; i < 100000; ++i) manager.alive();  // more than a socket keeps
  EXPECT_EQ(systemd.told(), "WATCHDOG=1");
}

}  // namespace
}  // namespace netdumplings
