// The ledger: where every packet and every dumpling of this kitchen went.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kitchen/chefs/chef_runner.hpp"
#include "kitchen/delivery/delivery_counts.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

/// The sums are equal in every snapshot that the packet thread takes:
/// received by the filter = handled + dropped by the kernel + unread, and
/// made + found in the spool = delivered + waiting + dropped for one reason or another.
/// Each counter is kept by itself but for `unread`: neither libpcap nor the kernel tells how many packets lie in their
/// ring, so that is the rest. It is 0 once a kitchen has ended in good order, and then the first sum says something
/// too: the kernel counted what it received and dropped, and we what we handled.
struct Ledger {
  double uptime = 0;   // of the kitchen, seconds
  std::string source;  // where packets come from: interfaces, or a file
  CaptureCounts packets;
  std::uint64_t handled = 0;  // packets that went to the chefs
  std::vector<ChefRunner::Counts> chefs;
  std::uint64_t status_made = 0;  // dumplings of the ledger itself
  DeliveryCounts delivery;

  /// In the kernel's buffer, or read and about to be handled.
  [[nodiscard]] std::uint64_t unread() const;
  [[nodiscard]] std::uint64_t made() const;
  [[nodiscard]] std::uint64_t invalid() const;
  [[nodiscard]] std::uint64_t too_large() const;
  [[nodiscard]] std::uint64_t dropped() const {
    return delivery.dropped() - delivery.too_large + too_large() + invalid();
  }
};

/// The payload of KitchenStatusChef.
std::string ledger_json(const Ledger& ledger);

/// The ledger for the log, a line each: packets, each chef, dumplings.
std::vector<std::string> ledger_lines(const Ledger& ledger);

/// tcpdump's counts, a line each, with what was left unread where there is any.
std::string tell_counts(const CaptureCounts& counts);

}  // namespace netdumplings::kitchen
