// The eaters of one thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/defaults.hpp"
#include "common/log/limited_log.hpp"
#include "common/log/logging.hpp"
#include "hub/eaters/eater_session.hpp"
#include "hub/log/dumpling_log.hpp"
#include "hub/log/frame_picker.hpp"
#include "hub/log/new_entries.hpp"
#include "hub/status/census.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {

/// What the shards of all threads share. Must outlive them. `absences` is used under its mutex.
struct EaterCommons {
  const Log logger;
  const DumplingLog& log;
  std::atomic<std::uint64_t> eaters_came{0};  // over the hub's life

  std::mutex absences_mutex{};
  Absences<EaterLedger> absences{};  // of eaters that had a name of their own

  LimitedLog coming_and_going{logger, "eaters that came or went", defaults::coming_and_going_lines,
                              defaults::coming_and_going_burst};
  LimitedLog refusals{logger, "clients that never became a dumpling eater", defaults::bad_client_lines};
  LimitedLog skips{logger, "eaters that are too slow", defaults::bad_client_lines};

  /// Logs how many lines were left out, of those that clients can cause by the thousand.
  void tell_left_out_lines() {
    for (LimitedLog* const lines : {&coming_and_going, &refusals, &skips}) lines->tell_left_out();
  }
};

/// Spread over the hub's threads: each has one, and each eater belongs to one.
class EaterShard {
 public:
  /// Both must outlive it. `loop` is that of the shard's thread.
  EaterShard(net::Loop& loop, EaterCommons& commons)
      : loop_(loop), commons_(commons), position_timer_(loop), fresh_(commons.log) {}
  EaterShard(const EaterShard&) = delete;
  EaterShard& operator=(const EaterShard&) = delete;

  // ---- on any thread; done soon, on the shard's own thread

  /// Sends its eaters what is new in the log. Calls that come before that is done count as one.
  void flush_soon();
  /// Sends a status to the eaters up to the number `newest_eater`. An eater that came later isn't in this status, so it
  /// gets only the next one.
  void offer_status_soon(const SharedFrame& frame, std::uint64_t newest_eater);
  /// Calls `done` with a report, on the shard's thread.
  void report_soon(std::function<void(ShardReport report)> done);

  // ---- on the shard's own thread, for its eaters

  [[nodiscard]] const Log& logger() const { return commons_.logger; }
  [[nodiscard]] const DumplingLog& log() const { return commons_.log; }
  /// Returns the entry up to which eaters are sent the log now.
  [[nodiscard]] LogCursor::Position end_of_flush() const { return end_of_flush_; }
  /// Calls the eater's look_on() soon. Between two such calls, of whichever eaters, other work comes.
  void look_soon(EaterSession& eater);
  [[nodiscard]] std::unique_ptr<FramePicker> make_picker(const Choice& choice);
  /// Returns the number of the eater that comes next.
  [[nodiscard]] std::uint64_t next_number() { return ++commons_.eaters_came; }
  /// Adds an eater that has said hello; it stays in the list until it is given to went().
  Eaters::iterator came(EaterSession& eater);
  void went(Eaters::iterator place, const std::string& why);
  /// Logs that a client went before it had said a valid hello.
  void refused(const net::Endpoint& peer, const std::string& why);
  /// Logs that an eater was too slow for so many dumplings. Returns false if that line is left out.
  bool log_skips(const EaterSession& eater, std::uint64_t skipped);

 private:
  void flush();
  void post_look();
  void remember(const EaterSession& eater, const std::string& why);
  [[nodiscard]] ShardReport report() const;
  void offer_status(const SharedFrame& frame, std::uint64_t newest_eater);
  void give_up_on_old_statuses();
  void tell_positions();

  net::Loop& loop_;
  EaterCommons& commons_;
  net::Timer position_timer_;
  std::atomic<std::size_t> present_{0};  // how many eaters there are
  std::atomic<bool> flush_posted_{false};
  Eaters eaters_;
  EaterLedger gone_;           // of the eaters that have gone
  std::uint64_t stalled_ = 0;  // how many of those were sent away because they took nothing
  GatheredFrames gathered_;
  std::deque<std::weak_ptr<const std::string>> statuses_;  // those that an eater may still hold
  std::size_t v1_eaters_ = 0;
  std::deque<EaterSession*> looking_;  // those that wait for their turn
  LogCursor::Position end_of_flush_ = LogCursor::no_end;
  NewEntries fresh_;  // kept up to date while there are eaters that choose
  std::size_t choosing_eaters_ = 0;
};

}  // namespace netdumplings::hub
