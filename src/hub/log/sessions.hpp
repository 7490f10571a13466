// What the hub remembers of kitchens' sessions (CONTRACT: netdumplings.v1): up to which number it has each one's
// dumplings, so that what a kitchen sends again is known again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/defaults.hpp"

namespace netdumplings::hub {

struct Session {
  std::string name;                          // a secret between its kitchen and the hub
  std::uint64_t number = 0;                  // all up to this one is in the log or was refused
  std::int64_t last_seen_ms = 0;             // since the epoch
  std::function<void()> on_taken_over = {};  // set while a kitchen is connected

  // The log's: where this session's mark stands.
  std::uint64_t marked_in = ~std::uint64_t{0};  // the number of the chunk
  std::uint32_t mark = 0;
};

/// Used by one thread. Sessions stay where they are in memory until they are forgotten, which none is that is open.
class Sessions {
 public:
  explicit Sessions(std::size_t most = defaults::sessions_remembered) : most_(most) {}

  /// A kitchen says that it is `name`. One that said so before, and still does, is told that it was taken over. Null
  /// when as many sessions are open as can be remembered.
  Session* open(std::string_view name, std::int64_t now_ms, std::function<void()> on_taken_over);
  /// The kitchen has gone.
  void close(Session& session, std::int64_t now_ms);

  /// What a log that was found says of a session.
  void recall(std::string_view name, std::uint64_t number, std::int64_t last_seen_ms);
  /// Forgets those that were not seen for defaults::session_memory.
  void forget_old(std::int64_t now_ms);

  [[nodiscard]] std::size_t size() const { return by_name_.size(); }
  /// All of them, those seen last first.
  void for_each(const std::function<void(Session&)>& visit);

 private:
  using List = std::list<Session>;
  void forget(List::iterator session);

  const std::size_t most_;
  List open_;  // those with a kitchen
  List away_;  // the others, in the order in which they were last seen
  std::unordered_map<std::string_view, List::iterator> by_name_;  // keys are in the sessions
};

}  // namespace netdumplings::hub
