// Signs of life for systemd, which starts a hub anew that gives none.
#pragma once

#include "common/os/service_manager.hpp"
#include "hub/hub.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {

/// Each sign is given when all of the hub's threads have answered a question: one that hangs is enough to have none.
/// Belongs to the hub's first thread; what it is given must outlive it, and the loop doesn't run any more when it goes.
class Watchdog {
 public:
  Watchdog(net::Loop& loop, Hub& hub, ServiceManager& service) : hub_(hub), service_(service), timer_(loop) {}

  /// Does nothing where systemd doesn't ask for signs.
  void start() {
    if (service_.alive_interval().count() > 0) ask_later();
  }

 private:
  void ask_later() {
    timer_.start(service_.alive_interval(), [this] {
      hub_.take_census([this](const Census&) {
        service_.alive();
        ask_later();
      });
    });
  }

  Hub& hub_;
  ServiceManager& service_;
  net::Timer timer_;
};

}  // namespace netdumplings::hub
