// What a service tells systemd (sd_notify(3)), where systemd asks for it: that it is ready, that it lives, that it
// stops.
#pragma once

#include <chrono>
#include <string_view>

#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"

namespace netdumplings {

/// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID when it is made; where they aren't set, all that is told goes
/// nowhere. May be used by several threads at once.
class ServiceManager {
 public:
  ServiceManager();

  /// To be told once. Error: a systemd that waits for it can't be told, and will end us.
  Result<void> ready();
  void stopping();
  /// Never waits. One that is lost isn't told again: the next is due soon.
  void alive();
  /// How often alive() is to be told, twice in the time after which systemd starts us again; 0: nobody asks.
  [[nodiscard]] std::chrono::microseconds alive_interval() const { return alive_interval_; }

 private:
  Result<void> connect(std::string_view address);
  bool tell(std::string_view news, int flags);

  FileDescriptor socket_;
  Result<void> connected_;
  std::chrono::microseconds alive_interval_{0};
};

}  // namespace netdumplings
