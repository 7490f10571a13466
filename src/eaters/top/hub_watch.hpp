// The eater of nd-top, on a thread of its own, and the model that it fills.
#pragma once

#include <netdumplings/dumpling_eater.hpp>

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

/// Returns the seconds on the clock that all times of nd-top are on.
double steady_seconds();

/// All functions may be called from any thread.
class HubWatch {
 public:
  /// Starts the thread, which begins to connect. `command` outlives the watch.
  explicit HubWatch(const TopCommand& command);
  /// Closes the connection, which may take two seconds.
  ~HubWatch();
  HubWatch(const HubWatch&) = delete;
  HubWatch& operator=(const HubWatch&) = delete;

  /// Returns what is known now.
  [[nodiscard]] Scene scene() const;
  /// Returns how the eater ended by itself, if it did: only an eater that doesn't reconnect does. Throws what ended the
  /// thread, if something did.
  [[nodiscard]] std::optional<EaterEnd> ended() const;
  /// Returns the lines that the eater has reported since it last connected.
  [[nodiscard]] std::vector<std::string> last_words() const;

 private:
  class Eater;

  void run();
  void say(std::string_view line);
  void note_away(const std::string& why);  // with the mutex held

  void on_connect();
  void on_dumpling(const Dumpling& dumpling);
  void on_lost(const std::string& why);
  void on_invalid();
  void on_unreachable(const std::string& why);

  const TopCommand& command_;
  mutable std::mutex mutex_;  // guards everything below
  Model model_;
  LinkState link_;
  std::vector<std::string> said_;
  Eater* eater_ = nullptr;  // while there is one
  bool stopping_ = false;
  std::optional<EaterEnd> end_;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace netdumplings::eaters::top
