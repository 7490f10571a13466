// Tells systemd, if it asks, that a service is ready, lives, or stops (sd_notify(3)).
#pragma once

#include <chrono>
#include <string_view>

#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"

namespace netdumplings {

/// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID when it is made. If they aren't set, its functions do nothing.
/// May be used by several threads at once.
class ServiceManager {
 public:
  ServiceManager();

  /// Tells systemd that the service is ready. Call it once. After an error, systemd will end the service when it has
  /// waited long enough.
  Result<void> ready();
  /// Tells systemd that the start takes longer: it waits for ready() for another 30 seconds from now on. Never waits.
  void still_starting();
  /// Tells systemd that the service stops. Never waits.
  void stopping();
  /// Tells systemd that the service lives. Never waits. If the message gets lost, the next one is due soon.
  void alive();
  /// Returns whether systemd has handed credentials to the service (LoadCredential=). It does so at a start only, so
  /// files that are reread are the old ones.
  [[nodiscard]] static bool has_credentials();
  /// What to log about that.
  static constexpr const char* credentials_stay =
      "Credentials from systemd (LoadCredential=) are those of the start: restart the service to change them";
  /// Returns how often to call alive(): twice in the time after which systemd starts the service again. Returns 0 if
  /// systemd doesn't ask.
  [[nodiscard]] std::chrono::microseconds alive_interval() const { return alive_interval_; }

 private:
  Result<void> connect(std::string_view address);
  bool tell(std::string_view news, int flags);

  FileDescriptor socket_;
  Result<void> connected_;
  std::chrono::microseconds alive_interval_{0};
};

}  // namespace netdumplings
