// Signs of life for systemd, which restarts a hub that gives none.
#pragma once

#include "common/os/service_manager.hpp"
#include "hub/status/census_taker.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {

/// Gives a sign of life each time that all threads of the hub have answered a question, so that a single thread that
/// hangs is enough for systemd to restart the hub. Used on the thread of `loop`. All that it is given must outlive it;
/// the loop must have stopped before it is destroyed.
class Watchdog {
 public:
  Watchdog(net::Loop& loop, CensusTaker& census_taker, ServiceManager& service)
      : census_taker_(census_taker), service_(service), timer_(loop) {}

  /// Does nothing if systemd doesn't ask for signs of life.
  void start() {
    if (service_.alive_interval().count() > 0) ask_later();
  }

 private:
  void ask_later() {
    timer_.start(service_.alive_interval(), [this] {
      census_taker_.take([this](const Census&) {
        service_.alive();
        ask_later();
      });
    });
  }

  CensusTaker& census_taker_;
  ServiceManager& service_;
  net::Timer timer_;
};

}  // namespace netdumplings::hub
