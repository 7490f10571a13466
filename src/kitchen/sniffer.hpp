// The packet thread's loop: a packet is read, dissected and given to the chefs; between packets the chefs are poked.
#pragma once

#include <functional>

#include "common/result.hpp"
#include "kitchen/chef_runner.hpp"
#include "kitchen/packet_source.hpp"
#include "kitchen/poke_schedule.hpp"
#include "kitchen/stop_signals.hpp"
#include "packet/dissector.hpp"

namespace netdumplings::kitchen {

class Sniffer final : public PacketHandler {
 public:
  /// What it is given must outlive it. `flush` is called when there is time to send what was cooked.
  Sniffer(PacketSource& source, ChefRunner& chefs, double poke_interval, const StopSignals& stop,
          std::function<void()> flush);

  /// Cooks until the source is at its end, a stop is asked for, or no more dumplings are wanted; then pokes the chefs a
  /// last time. Error: why the source could not go on.
  Result<void> run();

  bool packet(nd_packet& packet) override;
  void idle() override { flush_(); }

 private:
  Result<void> read_live();
  Result<void> read_file();
  void poke(std::int64_t now_ns);
  [[nodiscard]] bool wanted() const { return wanted_ && !stop_.requested(); }

  PacketSource& source_;
  ChefRunner& chefs_;
  const double poke_interval_;
  const StopSignals& stop_;
  const std::function<void()> flush_;
  const bool live_;
  packet::Dissector dissector_;
  PacketClock packet_clock_;
  bool wanted_ = true;  // the sink takes more
};

}  // namespace netdumplings::kitchen
