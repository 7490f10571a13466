#include "hub/eaters/eater_session.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/protocol.hpp"
#include "hub/eaters/eater_shard.hpp"
#include "hub/log/clock.hpp"
#include "hub/log/log_search.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::hub {
namespace {

// The position where an eater starts to read.
LogCursor::Position begin_of(const Start& start, const DumplingLog& log) {
  switch (start.at) {
    case Start::At::since:
      return find_arrival(log,
                          milliseconds_since_epoch() - static_cast<std::int64_t>(std::min(start.since, 1e12) * 1e3));
    case Start::At::after:
      return start.log == log.id() ? start.position : oldest_position(log);
    case Start::At::last:  // the cursor looks for it
    case Start::At::head:
      break;
  }
  return log.head();
}

}  // namespace

EaterSession::EaterSession(EaterShard& shard, net::ServerConnection& connection)
    : shard_(shard), connection_(connection) {}

EaterSession::~EaterSession() = default;

// After its hello an eater has nothing to say; its later messages are ignored.
void EaterSession::on_message(std::string_view message, bool binary) {
  if (cursor_) return;
  if (binary) return connection_.close(protocol::close_policy, hello_not_text);
  auto hello = eater_hello(message);
  if (!hello) return connection_.close(protocol::close_policy, hello.error());
  hello_ = std::move(hello->introduction);
  begin(hello->subscription);
}

void EaterSession::begin(const Subscription& subscription) {
  const DumplingLog& log = shard_.log();
  const bool at_last = subscription.start.at == Start::At::last;
  auto picker = subscription.choice.everything() ? nullptr : shard_.make_picker(subscription.choice);
  cursor_ = std::make_unique<LogCursor>(log, begin_of(subscription.start, log), std::move(picker));
  if (at_last) cursor_->begin_at_last(subscription.start.last);
  wants_status_ = subscription.status;
  speaks_v1_ = connection_.subprotocol() == protocol::v1;
  position_due_ = speaks_v1_;
  found_due_ = at_last;
  if (speaks_v1_ && subscription.arrivals) replay_.start();
  came_seconds_ = seconds_since_epoch();
  connection_.limit_messages(defaults::max_hello, protocol::close_too_large, "eaters have nothing that large to say");
  connection_.welcome();
  connection_.send_from(*this);
  number_ = shard_.next_number();
  place_ = shard_.came(*this);
  connection_.flush();
}

void EaterSession::on_closed(const std::string& why) {
  if (cursor_) return shard_.went(place_, why);
  shard_.refused(connection_.peer(), why);
}

void EaterSession::offer_status(const SharedFrame& frame) {
  if (!wants_status_) return;
  status_ = frame;
  connection_.flush();
}

void EaterSession::tell_position() {
  if (!speaks_v1_ || cursor_->position() == position_told_) return;
  position_due_ = true;
  connection_.flush();
}

void EaterSession::look_on() {
  waits_ = false;
  connection_.flush();
}

void EaterSession::give_up() { connection_.close(protocol::close_no_progress, "took nothing of many a status"); }

bool EaterSession::stalled() const { return connection_.said_close() == protocol::close_no_progress; }

// The cursor may see an entry a moment before the log's head counts it.
EaterLedger EaterSession::ledger() const {
  const LogCursor::Position end = std::max(shard_.log().head(), cursor_->position());
  EaterLedger ledger;
  ledger.entries = end - cursor_->begin();
  ledger.sent = sent_;
  ledger.filtered = cursor_->filtered();
  ledger.behind = end - cursor_->position() + (cut_ == Run::log ? 1 : 0);
  ledger.skipped = cursor_->skipped();
  ledger.statuses = statuses_;
  return ledger;
}

// ---- what is sent, and in which order

// A cursor that searches its begin has no position yet, and the position comes before all else.
net::FrameRun EaterSession::next() {
  if (!cursor_->placed()) return next_of_log();
  if (position_due_) queue_position();
  if (!words_.empty()) {
    run_ = Run::words;
    return std::string_view(words_);
  }
  if (status_) {
    run_ = Run::status;
    return std::string_view(*status_);
  }
  return next_of_log();
}

net::FrameRun EaterSession::next_of_log() {
  run_ = Run::log;
  if (waits_) return {};
  const net::FrameRun frames = read_log();
  const bool begins_stretch = !waits_ && replay_.leaves_stretch(cursor_->position());
  if (!begins_stretch && cursor_->skipped() == skips_logged_ && cursor_->skipped() == skips_told_) return frames;
  log_skips();
  const std::uint64_t skipped = cursor_->skipped() - std::exchange(skips_told_, cursor_->skipped());
  if (!speaks_v1_ || (!begins_stretch && skipped == 0)) return frames;
  std::string nothing;
  cursor_->taken(0, nothing);  // the frames come after the words
  if (skipped > 0) words_ += net::server_text_frame("{\"skipped\":" + std::to_string(skipped) + '}');
  if (begins_stretch) arrived_ = replay_.begin_stretch(shard_.log(), cursor_->position());
  queue_position();
  run_ = Run::words;
  return std::string_view(words_);
}

// Where a stretch of arrivals ends, it reads on to the next wanted entry, with which another stretch begins.
net::FrameRun EaterSession::read_log() {
  const LogCursor::Position end = shard_.end_of_flush();
  net::FrameRun frames = cursor_->next(replay_.limit(end));
  if (replay_.leaves_stretch(cursor_->position())) frames = cursor_->next(end);
  if (cursor_->unfinished()) {
    waits_ = true;
    shard_.look_soon(*this);
  }
  return frames;
}

void EaterSession::taken(std::size_t bytes, net::CutFrame& rest) {
  if (run_ == Run::log) {
    sent_ += cursor_->taken(bytes, rest.own);
  } else if (bytes == 0) {
    return;
  } else if (run_ == Run::words) {
    rest.own.assign(words_, bytes);
    words_.clear();
  } else {
    if (bytes == status_->size()) {
      ++statuses_;
    } else {
      rest.shared = held_status_ = status_;
      rest.from = bytes;
    }
    status_ = nullptr;
  }
  cut_ = rest.empty() ? Run::none : run_;
}

void EaterSession::cut_frame_sent() {
  if (cut_ == Run::log) ++sent_;
  if (cut_ == Run::status) ++statuses_;
  held_status_ = nullptr;
  cut_ = Run::none;
}

void EaterSession::log_skips() {
  if (cursor_->skipped() == skips_logged_ || !skip_lines_.allows()) return;
  if (shard_.log_skips(*this, cursor_->skipped() - skips_logged_)) skips_logged_ = cursor_->skipped();
}

void EaterSession::queue_position() {
  position_due_ = false;
  position_told_ = cursor_->position();
  words_ += net::server_text_frame("{\"log\":" + nlohmann::json(shard_.log().id()).dump() + ",\"position\":" +
                                   std::to_string(position_told_) + found_text() + std::exchange(arrived_, {}) + '}');
}

std::string EaterSession::found_text() {
  if (!std::exchange(found_due_, false)) return {};
  return ",\"found\":" + std::to_string(cursor_->found());
}

}  // namespace netdumplings::hub
