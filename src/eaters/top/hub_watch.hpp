// The eater behind nd-top, on a thread of its own, and the model that it feeds.
#pragma once

#include <netdumplings/dumpling_eater.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "eaters/command_lines.hpp"
#include "eaters/top/layout.hpp"
#include "eaters/top/model.hpp"

namespace netdumplings::eaters::top {

/// Seconds on the clock that everything here goes by.
double steady_seconds();

/// All functions may be called from any thread.
class HubWatch {
 public:
  /// Begins at once. `command` outlives it.
  explicit HubWatch(const TopCommand& command);
  /// Says goodbye to the hub, which may take two seconds.
  ~HubWatch();
  HubWatch(const HubWatch&) = delete;
  HubWatch& operator=(const HubWatch&) = delete;

  /// What is known now.
  [[nodiscard]] Scene scene() const;
  /// How it ended by itself: it may not come back. None: it goes on. Throws what broke it.
  [[nodiscard]] std::optional<EaterEnd> ended() const;
  /// What the eater had to say on its way to its end, a line each.
  [[nodiscard]] std::vector<std::string> last_words() const;

 private:
  class Eater;

  void run();
  void watch();
  void stop();
  void say(std::string_view line);
  void note_away(const std::string& why);  // with the mutex held

  void on_connect();
  void on_dumpling(const Dumpling& dumpling);
  void on_lost(const std::string& why);

  const TopCommand& command_;
  mutable std::mutex mutex_;  // for all that follows
  Model model_;
  LinkState link_;
  std::vector<std::string> said_;
  Eater* eater_ = nullptr;
  bool stopping_ = false;
  std::condition_variable stop_requested_;
  std::optional<EaterEnd> end_;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace netdumplings::eaters::top
