#include "hub/eaters/eater_shard.hpp"

#include <utility>

#include "common/os/terminal.hpp"
#include "common/protocol.hpp"

namespace netdumplings::hub {

// `present_` and `flush_posted_` are only changed in steps that also read them. So either the log's writer, which calls
// this, sees that there is an eater, or the eater sees what was written before.
void EaterShard::flush_soon() {
  if (present_.fetch_add(0, std::memory_order_acq_rel) == 0) return;
  if (flush_posted_.exchange(true, std::memory_order_acq_rel)) return;
  loop_.post([this] {
    flush_posted_.exchange(false, std::memory_order_acq_rel);
    flush();
  });
}

// The log may grow meanwhile. What comes then has a flush of its own, so that each flush sends the same frames to all
// eaters: they can share the pages of one copy.
void EaterShard::flush() {
  if (choosing_eaters_ > 0) fresh_.look();
  end_of_flush_ = log().head();
  for (EaterSession* eater : eaters_) eater->flush(fresh_);
  end_of_flush_ = LogCursor::no_end;
}

void EaterShard::offer_status_soon(const SharedFrame& frame, std::uint64_t newest_eater) {
  loop_.post([this, frame, newest_eater] { offer_status(frame, newest_eater); });
}

void EaterShard::report_soon(std::function<void(ShardReport report)> done) {
  loop_.post([this, done = std::move(done)] { done(report()); });
}

std::unique_ptr<FramePicker> EaterShard::make_picker(const Choice& choice) {
  return std::make_unique<FramePicker>(commons_.topics, choice, gathered_);
}

Eaters::iterator EaterShard::came(EaterSession& eater) {
  logger()->info("Received dumpling eater connection from {} at {}", terminal::harmless(eater.hello().name),
                 eater.peer().to_string());
  present_.fetch_add(1, std::memory_order_acq_rel);
  const auto place = eaters_.insert(eaters_.end(), &eater);
  if (eater.speaks_v1() && ++v1_eaters_ == 1) tell_positions();
  if (eater.chooses() && ++choosing_eaters_ == 1) fresh_.restart();
  return place;
}

void EaterShard::went(Eaters::iterator place, const std::string& why) {
  const EaterSession& eater = **place;
  logger()->info("Dumpling eater {} connection closed: {}", terminal::harmless(eater.hello().name), why);
  gone_ += eater.ledger();
  if (eater.stalled()) ++stalled_;
  if (eater.speaks_v1()) --v1_eaters_;
  if (eater.chooses()) --choosing_eaters_;
  eaters_.erase(place);
  present_.fetch_sub(1, std::memory_order_acq_rel);
}

void EaterShard::refused(const net::Endpoint& peer, const std::string& why) {
  if (const auto more = refusals_.due()) {
    logger()->warn("A client at {} never became a dumpling eater: {}{}", peer.to_string(), why, *more);
  }
}

ShardReport EaterShard::report() const {
  ShardReport report;
  report.eaters = eaters_.size();
  report.gone = gone_;
  report.stalled = stalled_;
  for (const EaterSession* eater : eaters_) {
    const EaterLedger ledger = eater->ledger();
    report.present += ledger;
    if (report.first.size() == defaults::status_max_entries) continue;
    report.first.push_back({eater->number(), eater->hello().card, eater->peer(), eater->came_seconds(), ledger});
  }
  return report;
}

void EaterShard::offer_status(const SharedFrame& frame, std::uint64_t newest_eater) {
  statuses_.push_back(frame);
  give_up_on_old_statuses();
  for (EaterSession* eater : eaters_) {
    if (eater->number() <= newest_eater) eater->offer_status(frame);
  }
}

// An eater that stops in the middle of a status holds that status. Many eaters could hold many, each another one.
void EaterShard::give_up_on_old_statuses() {
  std::erase_if(statuses_, [](const auto& status) { return status.expired(); });
  std::size_t held = 0;
  for (const auto& status : statuses_) {
    if (const SharedFrame frame = status.lock()) held += frame->size();
  }
  if (held <= defaults::cut_frames_budget) return;
  const SharedFrame oldest = statuses_.front().lock();
  for (EaterSession* eater : eaters_) {
    if (oldest && eater->holds(oldest)) eater->give_up();
  }
}

void EaterShard::tell_positions() {
  if (v1_eaters_ == 0) return;
  for (EaterSession* eater : eaters_) eater->tell_position();
  position_timer_.start(defaults::position_interval, [this] { tell_positions(); });
}

}  // namespace netdumplings::hub
