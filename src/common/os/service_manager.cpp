#include "common/os/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "common/os/environment.hpp"

namespace netdumplings {
namespace {

// Returns 0 if `text` is no number.
std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

// Returns whether WATCHDOG_USEC is meant for this process. A program that a service starts inherits the variables.
bool watchdog_is_for_us() {
  const auto pid = environment_variable("WATCHDOG_PID");
  return pid.empty() || number(pid) == ::getpid();
}

Error cannot_tell(std::string_view address, int error) {
  return Error{"systemd can't be told that we are ready: NOTIFY_SOCKET " + std::string(address) + ": " +
               std::strerror(error)};
}

}  // namespace

ServiceManager::ServiceManager() {
  const auto address = environment_variable("NOTIFY_SOCKET");
  if (address.empty()) return;
  connected_ = connect(address);
  if (connected_ && watchdog_is_for_us()) {
    alive_interval_ =
        std::chrono::microseconds(std::max<std::int64_t>(number(environment_variable("WATCHDOG_USEC")), 0) / 2);
  }
}

Result<void> ServiceManager::connect(std::string_view address) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (address.size() >= sizeof name.sun_path) return cannot_tell(address, ENAMETOOLONG);
  if (address.front() != '/' && address.front() != '@') return cannot_tell(address, EAFNOSUPPORT);
  std::copy(address.begin(), address.end(), name.sun_path);
  if (address.front() == '@') name.sun_path[0] = '\0';  // an abstract address, which has no file
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size());
  socket_ = FileDescriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket_.valid()) return cannot_tell(address, errno);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&name), size) != 0) return cannot_tell(address, errno);
  return {};
}

bool ServiceManager::has_credentials() { return !environment_variable("CREDENTIALS_DIRECTORY").empty(); }

bool ServiceManager::tell(std::string_view news, int flags) {
  if (!socket_.valid()) return true;
  return ::send(socket_.get(), news.data(), news.size(), flags | MSG_NOSIGNAL) == static_cast<ssize_t>(news.size());
}

Result<void> ServiceManager::ready() {
  if (!connected_) return connected_;
  if (!tell("READY=1", 0)) return cannot_tell(environment_variable("NOTIFY_SOCKET"), errno);
  return {};
}

void ServiceManager::still_starting() { tell("EXTEND_TIMEOUT_USEC=30000000", MSG_DONTWAIT); }

void ServiceManager::stopping() { tell("STOPPING=1", MSG_DONTWAIT); }

void ServiceManager::alive() { tell("WATCHDOG=1", MSG_DONTWAIT); }

}  // namespace netdumplings
