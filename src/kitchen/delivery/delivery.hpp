// Where dumplings are delivered, with all that ends with it: a hub, or JSON lines.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "kitchen/delivery/delivery_counts.hpp"
#include "kitchen/delivery/dumpling_sink.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::kitchen {

struct Options;

/// What opens the hub's door, read while there were rights to.
struct HubAccess {
  std::shared_ptr<const net::TlsClient> tls;  // null for a hub without
  std::string token;                          // empty: none
};

/// Used on the packet thread, but for give_up().
class Delivery {
 public:
  struct Report {
    DeliveryCounts counts;
    std::string failure;  // why not all that was wanted went out; "" when it did
  };

  virtual ~Delivery() = default;
  Delivery() = default;
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  virtual DumplingSink& sink() = 0;
  [[nodiscard]] virtual DeliveryCounts counts() const = 0;
  /// Whoever reads the other end gets what there is, now.
  virtual void flush() = 0;
  /// A put() that waits is to wait no longer. From any thread.
  virtual void give_up() = 0;
  /// Delivers what is left: all of it, or, when the kitchen was `stopped`, what goes out in defaults::flush_at_stop.
  virtual Report finish(bool stopped) = 0;
};

/// As the options say. `card` is for the hub, `user` who we are, for an error, and `stop_fd` readable when it is time
/// to stop.
Result<std::unique_ptr<Delivery>> start_delivery(const Options& options, const HubAccess& access,
                                                 const std::string& card, const std::string& user, int stop_fd,
                                                 const Log& log);

}  // namespace netdumplings::kitchen
