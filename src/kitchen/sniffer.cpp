#include "kitchen/sniffer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace netdumplings::kitchen {
namespace {

std::int64_t wall_time_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

std::chrono::nanoseconds steady_time() { return std::chrono::steady_clock::now().time_since_epoch(); }

// Returns a clock that is due first an interval from now; with an interval of 0, never.
SteadyClock clock_of_a_duty(std::chrono::nanoseconds interval) {
  constexpr std::chrono::nanoseconds never = std::chrono::hours(24 * 365 * 100);
  if (interval.count() == 0) interval = never;
  return {interval, steady_time() + interval};
}

}  // namespace

Sniffer::Sniffer(PacketSource& source, ChefRunner& chefs, double poke_interval, const StopSignals& stop,
                 SnifferDuties duties)
    : source_(source),
      chefs_(chefs),
      poke_interval_(poke_interval),
      stop_(stop),
      duties_(std::move(duties)),
      live_(source.live()),
      packet_clock_(interval_from_seconds(poke_interval)),
      status_clock_(interval_from_seconds(duties_.status_interval)) {
  chefs_.set_clock([this] { return live_ ? steady_time().count() : file_clock_ns_; });
}

Result<void> Sniffer::run() {
  auto read = live_ ? read_live() : read_file();
  chefs_.log_left_out();
  if (read && chefs_.all_retired()) return Error{"no chef is left: all of them were retired"};
  return read;
}

bool Sniffer::packet(nd_packet& packet) {
  if (!live_) {
    run_packet_clocks(packet.time_ns);
  } else if (chefs_.needs_clock()) {
    chefs_.advance(steady_time().count(), packet.time_ns);
  }
  const auto layers = dissector_.dissect({packet.bytes, packet.captured_length}, packet.link_type,
                                         packet.captured_length < packet.wire_length);
  packet.layers = layers.data();
  packet.layer_count = static_cast<std::uint32_t>(layers.size());
  packet.layer_stride = sizeof(nd_layer);
  ++handled_;
  wanted_ = chefs_.packet(packet) && wanted_;
  return wanted_;
}

Result<void> Sniffer::read_live() {
  SteadyClock clock(std::chrono::nanoseconds(interval_from_seconds(poke_interval_)), steady_time());
  auto status = clock_of_a_duty(
      std::chrono::nanoseconds(duties_.status_interval > 0 ? interval_from_seconds(duties_.status_interval) : 0));
  auto alive = clock_of_a_duty(duties_.alive_interval);
  Result<void> result;
  while (wanted() && result) {
    const bool poke_is_due = clock.due(steady_time());
    if (poke_is_due || chefs_.wait_for_timer(steady_time().count()).count() == 0) {
      chefs_.advance(steady_time().count(), wall_time_ns());
    }
    if (poke_is_due) {
      poke(wall_time_ns());
      source_.counts();
    }
    if (status.due(steady_time())) serve_status(wall_time_ns());
    if (alive.due(steady_time())) duties_.alive();
    const auto now = steady_time();
    const auto timer_wait = chefs_.wait_for_timer(now.count());
    auto read = source_.read(*this, std::min({clock.wait(now), status.wait(now), alive.wait(now), timer_wait}));
    if (!read) result = Error{read.error()};
    duties_.flush();
  }
  if (wanted_) source_.read_rest(*this);
  if (wanted_) finish(wall_time_ns());
  return result;
}

Result<void> Sniffer::read_file() {
  Result<void> result;
  for (bool more = true; more && wanted();) {
    auto status = source_.read(*this, std::chrono::nanoseconds::zero());
    // When a wait for bytes is ended, the file looks as if it were cut off there.
    if (!status && wanted()) result = Error{status.error()};
    more = status && *status == PacketSource::Status::more;
    if (duties_.progress) duties_.progress();
  }
  const auto last = packet_clock_.last();
  if (wanted_ && last) finish(*last);
  if (wanted_ && last && duties_.status_interval > 0) serve_status(*last);
  return result;
}

void Sniffer::run_packet_clocks(std::int64_t packet_time) {
  const auto poke_due = packet_clock_.due(packet_time);
  if (const auto latest = packet_clock_.last()) advance_file_clock(*latest);
  if (poke_due) poke(*poke_due);
  if (duties_.status_interval == 0) return;
  // The clock is first due at the first packet's time, when there is nothing to report yet.
  const auto due = status_clock_.due(packet_time);
  if (due && handled_ > 0) serve_status(*due);
}

std::optional<std::chrono::nanoseconds> Sniffer::quiet() {
  duties_.flush();
  if (handled_ == 0) return std::chrono::nanoseconds::max();
  const auto now = time_while_quiet();
  const auto poke_due = packet_clock_.due_while_quiet(now);
  if (poke_due || chefs_.wait_for_timer(now).count() == 0) advance_file_clock(now);
  if (poke_due) poke(*poke_due);
  if (const auto due = status_clock_.due_while_quiet(now)) serve_status(*due);
  duties_.flush();
  if (!wanted()) return std::nullopt;
  return std::min({packet_clock_.wait(now), status_clock_.wait(now), chefs_.wait_for_timer(now)});
}

void Sniffer::advance_file_clock(std::int64_t now_ns) {
  file_clock_ns_ = now_ns;
  chefs_.advance(now_ns, now_ns);
}

std::int64_t Sniffer::time_while_quiet() {
  if (quiet_after_ != handled_) {
    quiet_after_ = handled_;
    quiet_from_ = packet_clock_.last().value_or(0);
    quiet_since_ = steady_time();
  }
  return later(quiet_from_, (steady_time() - quiet_since_).count());
}

void Sniffer::serve_status(std::int64_t now_ns) { wanted_ = duties_.status(now_ns) && wanted_; }

// The last poke, and then what comes after it.
void Sniffer::finish(std::int64_t now_ns) {
  poke(now_ns);
  if (wanted_) chefs_.close(stop_.requested() ? ND_END_KITCHEN_STOPPED : ND_END_CAPTURE_ENDED, now_ns);
}

void Sniffer::poke(std::int64_t now_ns) { wanted_ = chefs_.poke(poke_interval_, now_ns) && wanted_; }

}  // namespace netdumplings::kitchen
