#include "common/os/service_manager.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>

namespace netdumplings {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

// Systemd's end: a socket at an address as in NOTIFY_SOCKET, and the messages that came.
class FakeSystemd {
 public:
  explicit FakeSystemd(std::string address) : address_(std::move(address)) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    address_.copy(name.sun_path, sizeof name.sun_path);
    if (address_.front() == '@') name.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&name), size), 0);
    setenv("NOTIFY_SOCKET", address_.c_str(), 1);
  }
  ~FakeSystemd() {
    close(socket_);
    if (address_.front() == '/') unlink(address_.c_str());
  }
  // Returns the next message, or nothing if there is none.
  std::optional<std::string> told() const {
    std::array<char, 256> text{};
    const ssize_t size = recv(socket_, text.data(), text.size(), MSG_DONTWAIT);
    if (size < 0) return std::nullopt;
    return std::string(text.data(), static_cast<std::size_t>(size));
  }

 private:
  int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  std::string address_;
};

std::string unique(const std::string& prefix) { return prefix + "nd-notify-" + std::to_string(getpid()); }

class ServiceManagerTest : public ::testing::TestWithParam<const char*> {
 protected:
  void TearDown() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }
};

TEST_P(ServiceManagerTest, SystemdIsToldOfBeginLifeAndEnd) {
  const FakeSystemd systemd(unique(GetParam()));
  ServiceManager manager;
  EXPECT_EQ(systemd.told(), std::nullopt) << "nothing by itself";
  EXPECT_TRUE(manager.ready());
  EXPECT_EQ(systemd.told(), "READY=1");
  manager.alive();
  EXPECT_EQ(systemd.told(), "WATCHDOG=1");
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
  const FakeSystemd systemd(unique("@"));
  setenv("WATCHDOG_USEC", "30000000", 1);
  EXPECT_EQ(ServiceManager().alive_interval(), 15s);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  EXPECT_EQ(ServiceManager().alive_interval(), 15s);
  setenv("WATCHDOG_PID", std::to_string(getppid()).c_str(), 1);
  EXPECT_EQ(ServiceManager().alive_interval(), 0s) << "somebody else is meant";
}

TEST_F(ServiceManagerTest, ATimeThatIsNoneAsksForNothing) {
  const FakeSystemd systemd(unique("@"));
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
  const FakeSystemd systemd(unique("@"));
  ServiceManager manager;
  for (int i = 0; i < 100000; ++i) manager.alive();  // more than a socket keeps
  EXPECT_EQ(systemd.told(), "WATCHDOG=1");
}

}  // namespace
}  // namespace netdumplings
