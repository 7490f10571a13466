// What the hub reads again when its operator asks for it (SIGHUP).
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
  /// Reads something that replaces what was read before, and returns a line about it for the log. If it fails, what was
  /// read before must stay in force.
  using Reload = std::function<Result<std::string>()>;

  void add(Reload reload) { reloads_.push_back(std::move(reload)); }
  /// Whether there is nothing to read.
  [[nodiscard]] bool empty() const { return reloads_.empty(); }

  /// Calls all reloads and logs what each returns. One that fails doesn't keep the others from being called.
  void run(const Log& log) const {
    for (const Reload& reload : reloads_) {
      if (const auto read = reload()) {
        log->info("Reread: {}", *read);
      } else {
        log->error("Not reread, what was read before is still used: {}", read.error());
      }
    }
  }

 private:
  std::vector<Reload> reloads_;
};

}  // namespace netdumplings::hub
