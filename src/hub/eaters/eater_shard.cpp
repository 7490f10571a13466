#include "hub/eaters/eater_shard.hpp"

#include <utility>

#include "common/eater_names.hpp"
#include "common/os/terminal.hpp"
#include "common/protocol.hpp"
#include "hub/log/clock.hpp"

namespace netdumplings::hub {
namespace {

std::string shown_name(const EaterSession& eater) {
  return terminal::shown(eater.hello().name, defaults::longest_shown_name);
}

}  // namespace

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

void EaterShard::look_soon(EaterSession& eater) {
  looking_.push_back(&eater);
  if (looking_.size() == 1) post_look();
}

void EaterShard::post_look() {
  loop_.post([this] {
    if (looking_.empty()) return;  // they have gone
    EaterSession& eater = *looking_.front();
    looking_.pop_front();
    if (!looking_.empty()) post_look();
    eater.look_on();
  });
}

std::unique_ptr<FramePicker> EaterShard::make_picker(const Choice& choice) {
  return std::make_unique<FramePicker>(log().key(), choice, gathered_);
}

Eaters::iterator EaterShard::came(EaterSession& eater) {
  if (commons_.coming_and_going.allows()) {
    logger()->info("Received dumpling eater connection from {} at {}", shown_name(eater), eater.peer().to_string());
  }
  if (is_chosen_eater_name(eater.hello().name)) {
    const std::scoped_lock lock(commons_.absences_mutex);
    commons_.absences.came(eater.hello().name);
  }
  present_.fetch_add(1, std::memory_order_acq_rel);
  const auto place = eaters_.insert(eaters_.end(), &eater);
  if (eater.speaks_v1() && ++v1_eaters_ == 1) tell_positions();
  if (eater.chooses() && ++choosing_eaters_ == 1) fresh_.restart();
  return place;
}

void EaterShard::went(Eaters::iterator place, const std::string& why) {
  const EaterSession& eater = **place;
  if (commons_.coming_and_going.allows()) {
    logger()->info("Dumpling eater {} connection closed: {}", shown_name(eater), why);
  }
  gone_ += eater.ledger();
  remember(eater, why);
  if (eater.stalled()) ++stalled_;
  if (eater.speaks_v1()) --v1_eaters_;
  if (eater.chooses()) --choosing_eaters_;
  eaters_.erase(place);
  std::erase(looking_, &eater);
  present_.fetch_sub(1, std::memory_order_acq_rel);
}

void EaterShard::remember(const EaterSession& eater, const std::string& why) {
  if (!is_chosen_eater_name(eater.hello().name)) return;
  const double now = seconds_since_epoch();
  const std::scoped_lock lock(commons_.absences_mutex);
  commons_.absences.went({eater.hello().name, eater.peer().host, eater.came_seconds(), now, now,
                          terminal::shown(why, defaults::longest_shown_name), eater.ledger()});
}

void EaterShard::refused(const net::Endpoint& peer, const std::string& why) {
  if (!commons_.refusals.allows()) return;
  logger()->warn("A client at {} never became a dumpling eater: {}", peer.to_string(), why);
}

bool EaterShard::log_skips(const EaterSession& eater, std::uint64_t skipped) {
  if (!commons_.skips.allows()) return false;
  logger()->warn("Dumpling eater {} is too slow: {} dumplings skipped", shown_name(eater), skipped);
  return true;
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
    report.first.push_back(
        {eater->number(), eater->hello().card, eater->peer(), eater->came_seconds(), ledger, eater->hello().name});
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
