// systemd's end of sd_notify(3).
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

namespace netdumplings::test {

/// A socket at `address`, which NOTIFY_SOCKET names from now on; an address that begins with '@' is abstract.
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
  /// Returns the next message, or nothing if there is none.
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

/// Returns an address that no other process uses.
inline std::string notify_address(const std::string& prefix) {
  return prefix + "nd-notify-" + std::to_string(getpid());
}

}  // namespace netdumplings::test
