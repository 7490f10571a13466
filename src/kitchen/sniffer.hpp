// The packet thread's loop: a packet is read, dissected and given to the chefs; between packets the chefs are poked.
#pragma once

#include <chrono>
#include <functional>

#include "common/result.hpp"
#include "kitchen/chefs/chef_runner.hpp"
#include "kitchen/packets/packet_source.hpp"
#include "kitchen/poke_schedule.hpp"
#include "kitchen/stop_signals.hpp"
#include "packet/dissector.hpp"

namespace netdumplings::kitchen {

/// What the sniffer does beside sniffing. All is called on the packet thread.
struct SnifferDuties {
  /// There is time to send what was cooked.
  std::function<void()> flush;
  /// The kitchen's status is due; `now_ns` is the kitchen's clock. False when no more dumplings are wanted.
  std::function<bool(std::int64_t now_ns)> status = {};
  /// Seconds between two of them, the first one this long after the start; 0: never.
  double status_interval = 0;
  /// Some packets of a file were handled.
  std::function<void()> progress = {};
  /// A sign of life: told this often while packets are captured, and no more when a chef hangs; 0: never.
  std::function<void()> alive = {};
  std::chrono::nanoseconds alive_interval{0};
};

class Sniffer final : public PacketHandler {
 public:
  /// What it is given must outlive it.
  Sniffer(PacketSource& source, ChefRunner& chefs, double poke_interval, const StopSignals& stop, SnifferDuties duties);

  /// Cooks until the source is at its end, a stop is asked for, or no more dumplings are wanted; then pokes the chefs a
  /// last time. Error: why the source could not go on, or that no chef is left.
  Result<void> run();

  bool packet(nd_packet& packet) override;
  void idle() override { duties_.flush(); }

  /// Packets that went to the chefs.
  [[nodiscard]] std::uint64_t handled() const { return handled_; }

 private:
  Result<void> read_live();
  Result<void> read_file();
  void poke(std::int64_t now_ns);
  void run_packet_clocks(std::int64_t packet_time);
  void tell_status(std::int64_t now_ns);
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
  std::uint64_t handled_ = 0;
  bool wanted_ = true;  // the sink takes more
};

}  // namespace netdumplings::kitchen
