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
      status_clock_(interval_from_seconds(duties_.status_interval)) {}

Result<void> Sniffer::run() {
  auto read = live_ ? read_live() : read_file();
  chefs_.log_left_out();
  if (read && chefs_.all_retired()) return Error{"no chef is left: all of them were retired"};
  return read;
}

bool Sniffer::packet(nd_packet& packet) {
  if (!live_) run_packet_clocks(packet.time_ns);
  const auto layers = dissector_.dissect({packet.bytes, packet.captured_length}, packet.link_type);
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
    if (clock.due(steady_time())) {
      poke(wall_time_ns());
      source_.counts();
    }
    if (status.due(steady_time())) serve_status(wall_time_ns());
    if (alive.due(steady_time())) duties_.alive();
    const auto now = steady_time();
    auto read = source_.read(*this, std::min({clock.wait(now), status.wait(now), alive.wait(now)}));
    if (!read) result = Error{read.error()};
    duties_.flush();
  }
  if (wanted_) source_.read_rest(*this);
  if (wanted_) poke(wall_time_ns());
  return result;
}

Result<void> Sniffer::read_file() {
  Result<void> result;
  for (bool more = true; more && wanted();) {
    auto status = source_.read(*this, std::chrono::nanoseconds::zero());
    // When a stop ends a wait for bytes, the file looks as if it were cut off there.
    if (!status && !stop_.requested()) result = Error{status.error()};
    more = status && *status == PacketSource::Status::more;
    if (duties_.progress) duties_.progress();
  }
  const auto last = packet_clock_.last();
  if (wanted_ && last) poke(*last);
  if (wanted_ && last && duties_.status_interval > 0) serve_status(*last);
  return result;
}

void Sniffer::run_packet_clocks(std::int64_t packet_time) {
  while (const auto due = packet_clock_.due(packet_time)) poke(*due);
  if (duties_.status_interval == 0) return;
  // The clock is first due at the first packet's time, when there is nothing to report yet.
  while (const auto due = status_clock_.due(packet_time)) {
    if (handled_ > 0) serve_status(*due);
  }
}

void Sniffer::serve_status(std::int64_t now_ns) { wanted_ = duties_.status(now_ns) && wanted_; }

void Sniffer::poke(std::int64_t now_ns) { wanted_ = chefs_.poke(poke_interval_, now_ns) && wanted_; }

}  // namespace netdumplings::kitchen
