// What the hub reads anew when its operator says so (SIGHUP).
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "common/log/logging.hpp"
#include "common/result.hpp"

namespace netdumplings::hub {

/// Used on the thread of the hub's loop.
class Reloads {
 public:
  /// Reads something, puts it in the earlier one's place, and gives a line about it for the log. When that fails, the
  /// earlier one must still hold.
  using Reload = std::function<Result<std::string>()>;

  void add(Reload reload) { reloads_.push_back(std::move(reload)); }
  /// Whether there is nothing to read.
  [[nodiscard]] bool empty() const { return reloads_.empty(); }

  /// Reads all of it; what fails is logged, and keeps nothing else from being read.
  void run(const Log& log) const {
    for (const Reload& reload : reloads_) {
      if (const auto read = reload()) {
        log->info("Read anew: {}", *read);
      } else {
        log->error("Not read anew, what was read before holds: {}", read.error());
      }
    }
  }

 private:
  std::vector<Reload> reloads_;
};

}  // namespace netdumplings::hub
