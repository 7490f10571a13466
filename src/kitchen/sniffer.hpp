// The packet thread's loop: reads a packet, dissects it and gives it to the chefs, and pokes the chefs in between.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "common/result.hpp"
#include "kitchen/chefs/chef_runner.hpp"
#include "kitchen/packets/packet_source.hpp"
#include "kitchen/poke_schedule.hpp"
#include "kitchen/stop_signals.hpp"
#include "packet/dissector.hpp"

namespace netdumplings::kitchen {

/// What the sniffer does besides sniffing. All functions are called on the packet thread.
struct SnifferDuties {
  /// Called when there is time to send the dumplings that were made.
  std::function<void()> flush;
  /// Called when the kitchen's status is due. `now_ns` is the kitchen's time, in nanoseconds since the epoch. Returns
  /// false if no more dumplings are wanted.
  std::function<bool(std::int64_t now_ns)> status = {};
  /// The seconds from the start to the first status, and from each to the next; 0: there is none.
  double status_interval = 0;
  /// Called after some packets of a file were handled, if it is set.
  std::function<void()> progress = {};
  /// Called every `alive_interval` while packets are captured, unless a chef hangs: a sign of life. 0: never.
  std::function<void()> alive = {};
  std::chrono::nanoseconds alive_interval{0};
};

class Sniffer final : public PacketHandler {
 public:
  /// The references must outlive the sniffer.
  Sniffer(PacketSource& source, ChefRunner& chefs, double poke_interval, const StopSignals& stop, SnifferDuties duties);

  /// Handles packets until the source is at its end, a stop is asked for, or no more dumplings are wanted; then pokes
  /// the chefs a last time, ends their connections, and calls their handlers of the end. The error says why the source
  /// couldn't go on, or that no chef is left.
  Result<void> run();

  bool packet(nd_packet& packet) override;
  void idle() override { duties_.flush(); }

  /// Flushes and, while a pipe is quiet, pokes the chefs by the steady clock, which counts from the last packet's time.
  /// Returns how long it is until the next duty, or nothing if no more packets are wanted. Call it on the packet thread
  /// when a file's source waits for bytes, between two packets.
  std::optional<std::chrono::nanoseconds> quiet();

  /// Returns how many packets went to the chefs.
  [[nodiscard]] std::uint64_t handled() const { return handled_; }

 private:
  Result<void> read_live();
  Result<void> read_file();
  void poke(std::int64_t now_ns);
  void finish(std::int64_t now_ns);
  void run_packet_clocks(std::int64_t packet_time);
  void advance_file_clock(std::int64_t now_ns);
  std::int64_t time_while_quiet();
  void serve_status(std::int64_t now_ns);
  [[nodiscard]] bool wanted() const { return wanted_ && !stop_.requested(); }

  PacketSource& source_;
  ChefRunner& chefs_;
  const double poke_interval_;
  const StopSignals& stop_;
  const SnifferDuties duties_;
  const bool live_;
  packet::Dissector dissector_;
  PacketClock packet_clock_;
  PacketClock status_clock_;
  std::int64_t file_clock_ns_ = 0;  // of connections and timers
  std::uint64_t handled_ = 0;
  bool wanted_ = true;  // the sink wants more dumplings

  // Since when a pipe is quiet: the packets handled, the kitchen's time, and the steady clock's.
  std::uint64_t quiet_after_ = 0;
  std::int64_t quiet_from_ = 0;
  std::chrono::nanoseconds quiet_since_{0};
};

}  // namespace netdumplings::kitchen
