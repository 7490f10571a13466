// One eater: says who it is, then gets what the log has for it.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "common/log/line_limit.hpp"
#include "hub/eaters/eater_hello.hpp"
#include "hub/log/log_cursor.hpp"
#include "hub/status/eater_ledger.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

class EaterShard;
class EaterSession;

/// Those that said hello, in the order of coming.
using Eaters = std::list<EaterSession*>;

/// An encoded frame that all eaters share.
using SharedFrame = std::shared_ptr<const std::string>;

/// Lives on its shard's thread.
class EaterSession final : public net::ConnectionHandler, private net::FrameSource {
 public:
  /// Both outlive it.
  EaterSession(EaterShard& shard, net::ServerConnection& connection);
  ~EaterSession() override;

  void on_message(std::string_view message, bool binary) override;
  void on_closed(const std::string& why) override;

  /// There is something new in the log.
  void flush(const NewEntries& fresh) {
    if (!cursor_->pass(fresh)) flush();
  }
  void flush() { connection_.flush(); }
  /// The newest status replaces one that wasn't sent yet.
  void offer_status(const SharedFrame& frame);
  /// Says where the eater is in the log, if it is told such things and has moved since.
  void tell_position();
  /// Whether what is missing of a frame that was cut is of this one.
  [[nodiscard]] bool holds(const SharedFrame& status) const { return held_status_ == status; }
  /// It has taken nothing for so long that what it holds can't be left to it.
  void give_up();

  [[nodiscard]] const Hello& hello() const { return hello_; }
  [[nodiscard]] const net::Endpoint& peer() const { return connection_.peer(); }
  /// Counted from 1 over the hub's life.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] double came_seconds() const { return came_seconds_; }
  /// Whether it was sent away because it took nothing.
  [[nodiscard]] bool stalled() const;
  [[nodiscard]] bool speaks_v1() const { return speaks_v1_; }
  /// Whether it gets some dumplings and not others.
  [[nodiscard]] bool chooses() const { return cursor_->chooses(); }
  [[nodiscard]] EaterLedger ledger() const;

 private:
  net::FrameRun next() override;
  void taken(std::size_t bytes, net::CutFrame& rest) override;
  void cut_frame_sent() override;
  void begin(const Subscription& subscription);
  net::FrameRun next_of_log();
  void log_skips();
  void say_position();

  enum class Run { none, words, status, log };

  EaterShard& shard_;
  net::ServerConnection& connection_;
  Hello hello_;
  std::uint64_t number_ = 0;
  double came_seconds_ = 0;
  Eaters::iterator place_;             // in the shard's list, from the hello on
  std::unique_ptr<LogCursor> cursor_;  // from the hello on
  LogCursor::Position came_at_ = 0;
  bool wants_status_ = true;
  bool speaks_v1_ = false;

  std::string words_;        // the hub's own that come next, as frames
  SharedFrame status_;       // that comes next
  SharedFrame held_status_;  // that was cut
  Run run_ = Run::none;      // what next() gave
  Run cut_ = Run::none;      // what the frame that was cut is part of
  bool position_due_ = false;
  LogCursor::Position position_said_ = 0;
  std::uint64_t skips_said_ = 0;
  std::uint64_t skips_logged_ = 0;
  LineLimit skip_lines_;

  std::uint64_t sent_ = 0;
  std::uint64_t statuses_ = 0;
};

}  // namespace netdumplings::hub
