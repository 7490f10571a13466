// One eater: says hello, then gets what the log has for it.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "common/log/line_limit.hpp"
#include "hub/eaters/eater_hello.hpp"
#include "hub/eaters/replay.hpp"
#include "hub/log/log_cursor.hpp"
#include "hub/status/eater_ledger.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

class EaterShard;
class EaterSession;

/// The eaters that have said hello, in the order in which they came.
using Eaters = std::list<EaterSession*>;

/// A status dumpling as a frame, which all eaters share.
using SharedFrame = std::shared_ptr<const std::string>;

/// Used on its shard's thread.
class EaterSession final : public net::ConnectionHandler, private net::FrameSource {
 public:
  /// Both must outlive it.
  EaterSession(EaterShard& shard, net::ServerConnection& connection);
  ~EaterSession() override;

  void on_message(std::string_view message, bool binary) override;
  void on_closed(const std::string& why) override;

  /// Sends what is new in the log. `fresh` is what came since the last look.
  void flush(const NewEntries& fresh) {
    if (!cursor_->pass(fresh)) flush();
  }
  void flush() { connection_.flush(); }
  /// Sends a status; it replaces one that hasn't been sent yet.
  void offer_status(const SharedFrame& frame);
  /// Tells an eater that speaks netdumplings.v1 its position in the log, if the position has changed since it was told
  /// last.
  void tell_position();
  /// Its turn has come to look for what it wants in one more chunk of the log.
  void look_on();
  /// Whether `status` was cut when it was sent to this eater, and its rest is still to be sent.
  [[nodiscard]] bool holds(const SharedFrame& status) const { return held_status_ == status; }
  /// Sends the eater away: it has taken nothing for so long that the hub needs back what it holds.
  void give_up();

  [[nodiscard]] const Hello& hello() const { return hello_; }
  [[nodiscard]] const net::Endpoint& peer() const { return connection_.peer(); }
  /// Its number among all eaters of the hub's life, counted from 1.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  /// When it said hello, in seconds since the epoch.
  [[nodiscard]] double came_seconds() const { return came_seconds_; }
  /// Whether it was sent away because it took nothing.
  [[nodiscard]] bool stalled() const;
  [[nodiscard]] bool speaks_v1() const { return speaks_v1_; }
  /// Whether it wants some dumplings and not others.
  [[nodiscard]] bool chooses() const { return cursor_->chooses(); }
  [[nodiscard]] EaterLedger ledger() const;

 private:
  net::FrameRun next() override;
  void taken(std::size_t bytes, net::CutFrame& rest) override;
  void cut_frame_sent() override;
  void begin(const Subscription& subscription);
  net::FrameRun next_of_log();
  net::FrameRun read_log();
  void log_skips();
  void queue_position();
  std::string found_text();

  enum class Run { none, words, status, log };

  EaterShard& shard_;
  net::ServerConnection& connection_;
  Hello hello_;
  std::uint64_t number_ = 0;
  double came_seconds_ = 0;
  Eaters::iterator place_;             // in the shard's list, from the hello on
  std::unique_ptr<LogCursor> cursor_;  // from the hello on
  bool wants_status_ = true;
  bool speaks_v1_ = false;
  bool waits_ = false;  // for its turn to look on

  std::string words_;        // frames of the hub's own messages to this eater, to be sent next
  SharedFrame status_;       // to be sent next
  SharedFrame held_status_;  // the one that was cut
  Run run_ = Run::none;      // what next() returned
  Run cut_ = Run::none;      // what the frame that was cut is part of
  bool position_due_ = false;
  Replay replay_;
  std::string arrived_;     // what the next position says of arrivals
  bool found_due_ = false;  // the next position says how many of `last` the log has
  LogCursor::Position position_told_ = 0;
  std::uint64_t skips_told_ = 0;  // to the eater
  std::uint64_t skips_logged_ = 0;
  LineLimit skip_lines_;

  std::uint64_t sent_ = 0;
  std::uint64_t statuses_ = 0;
};

}  // namespace netdumplings::hub
