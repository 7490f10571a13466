// Delivers a kitchen's dumplings, counts them, and ends in good order.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "kitchen/delivery/delivery_counts.hpp"
#include "kitchen/delivery/dumpling_sink.hpp"
#include "net/client/hub_access.hpp"

namespace netdumplings::kitchen {

struct DeliveryReport {
  DeliveryCounts counts;
  /// Why not everything was delivered, in one line. Empty if everything was, and if the program that reads our pipe has
  /// ended, as `head` does: that is no failure.
  std::string failure;
};

/// Used on the packet thread, except where a function says so.
class Delivery : public DumplingSink {
 public:
  [[nodiscard]] virtual DeliveryCounts counts() const = 0;
  /// Hands on what was put so far, where it would otherwise be collected for longer.
  virtual void flush() {}
  /// Lets put() wait no more, also one that is waiting, and finish() wait no longer than defaults::flush_at_stop.
  /// Returns at once. From any thread.
  virtual void cancel() = 0;
  /// Uses another token and other TLS files from the next connection on; without a hub, does nothing. Returns at once.
  /// From any thread.
  virtual void use_access(const net::HubAccess&) {}
  /// Delivers what is left, in `timeout` at most, without one in as long as it takes. Nothing can be put any more. Call
  /// it once.
  virtual DeliveryReport finish(std::optional<std::chrono::nanoseconds> timeout) = 0;
};

}  // namespace netdumplings::kitchen
