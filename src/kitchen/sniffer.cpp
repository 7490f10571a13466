#include "kitchen/sniffer.hpp"

#include <chrono>
#include <utility>

namespace netdumplings::kitchen {
namespace {

std::int64_t wall_time_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

std::chrono::nanoseconds steady_time() { return std::chrono::steady_clock::now().time_since_epoch(); }

}  // namespace

Sniffer::Sniffer(PacketSource& source, ChefRunner& chefs, double poke_interval, const StopSignals& stop,
                 std::function<void()> flush)
    : source_(source),
      chefs_(chefs),
      poke_interval_(poke_interval),
      stop_(stop),
      flush_(std::move(flush)),
      live_(source.live()),
      packet_clock_(interval_from_seconds(poke_interval)) {}

Result<void> Sniffer::run() {
  auto read = live_ ? read_live() : read_file();
  chefs_.tell_left_out();
  return read;
}

bool Sniffer::packet(nd_packet& packet) {
  if (!live_) {
    while (const auto due = packet_clock_.due(packet.time_ns)) poke(*due);
  }
  const auto layers = dissector_.dissect({packet.bytes, packet.captured_length}, packet.wire_length, packet.link_type);
  packet.layers = layers.data();
  packet.layer_count = static_cast<std::uint32_t>(layers.size());
  packet.layer_stride = sizeof(nd_layer);
  wanted_ = chefs_.packet(packet) && wanted_;
  return wanted_;
}

Result<void> Sniffer::read_live() {
  SteadyClock clock(std::chrono::nanoseconds(interval_from_seconds(poke_interval_)), steady_time());
  Result<void> result;
  while (wanted() && result) {
    if (clock.due(steady_time())) {
      poke(wall_time_ns());
      source_.counts();
    }
    auto status = source_.read(*this, clock.wait(steady_time()));
    if (!status) result = Error{status.error()};
    flush_();
  }
  if (wanted_) source_.read_rest(*this);
  if (wanted_) poke(wall_time_ns());
  return result;
}

Result<void> Sniffer::read_file() {
  Result<void> result;
  for (bool more = true; more && wanted();) {
    auto status = source_.read(*this, std::chrono::nanoseconds::zero());
    // A stop in the middle of waiting for a packet looks like a file that is cut off there.
    if (!status && !stop_.requested()) result = Error{status.error()};
    more = status && *status == PacketSource::Status::more;
  }
  const auto last = packet_clock_.last();
  if (wanted_ && last) poke(*last);
  return result;
}

void Sniffer::poke(std::int64_t now_ns) { wanted_ = chefs_.poke(poke_interval_, now_ns) && wanted_; }

}  // namespace netdumplings::kitchen
