// What the hub remembers of kitchens' sessions (CONTRACT: netdumplings.v1): up to which number it has the dumplings of
// each, so that it recognizes those that a kitchen sends again.
#pragma once

#include <netdumplings/random_hash.hpp>

#include <array>
#include <bit>
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
  std::uint64_t number = 0;                  // all dumplings up to this one are in the log or were refused
  std::int64_t last_seen_ms = 0;             // since the epoch
  std::function<void()> on_taken_over = {};  // set while a kitchen is connected
  std::function<void()> on_set_back = {};    // may be set while a kitchen is connected

  // For the log: where this session's mark is.
  std::uint64_t marked_in = ~std::uint64_t{0};  // the number of a chunk
  std::uint32_t mark = 0;

  std::uint64_t acknowledged = 0;  // the number that its kitchen was told last, since it connected
};

/// Used by one thread. A session stays at its place in memory until it is forgotten; an open one is never forgotten.
/// When there are too many, those with few dumplings are forgotten first: a stranger can make many sessions in no time,
/// but not many with as many dumplings as a kitchen has that is away.
class Sessions {
 public:
  explicit Sessions(std::size_t most = defaults::sessions_remembered) : most_(most) {}

  /// Opens the session `name` for a kitchen that has connected. If another connection has it open, that one's
  /// `on_taken_over` is called first. Returns null if as many sessions are open as can be remembered.
  Session* open(std::string_view name, std::int64_t now_ms, std::function<void()> on_taken_over);
  /// Dumplings that weren't acknowledged may be lost: the open sessions forget that they had them, and `on_set_back` of
  /// each is called, so that their kitchens send them again.
  void set_back();
  /// The kitchen has gone; the session is remembered.
  void close(Session& session, std::int64_t now_ms);

  /// Adds what a log on disk says of a session; a number never goes back.
  void recall(std::string_view name, std::uint64_t number, std::int64_t last_seen_ms);
  /// Forgets the sessions that weren't seen for defaults::session_memory.
  void forget_old(std::int64_t now_ms);

  [[nodiscard]] std::size_t size() const { return by_name_.size(); }
  /// Visits all sessions, those first that are worth most: the open ones, then those that are forgotten last.
  void for_each(const std::function<void(Session&)>& visit);

 private:
  using List = std::list<Session>;
  // The list of `away_` for sessions with as many dumplings, to within a factor of two.
  [[nodiscard]] List& away(std::uint64_t number) { return away_[static_cast<std::size_t>(std::bit_width(number))]; }
  bool forget_one();
  void forget_first(List& list);

  const std::size_t most_;
  List open_;                  // the sessions with a kitchen
  std::array<List, 65> away_;  // the others; each list in the order in which they were last seen
  std::unordered_map<std::string_view, List::iterator, RandomHash> by_name_;  // keys are in the sessions
};

}  // namespace netdumplings::hub
