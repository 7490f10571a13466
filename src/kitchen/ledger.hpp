// The ledger: where every packet and every dumpling of this kitchen went.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kitchen/chefs/chef_runner.hpp"
#include "kitchen/delivery/delivery_counts.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

/// In every snapshot that the packet thread takes,
/// received by the filter = handled + dropped by the kernel + unread,
/// made + found in the spool = delivered + waiting + dropped for one reason or another, and
/// connections that were opened = those that ended for one reason or another + those that are open.
/// Each counter is kept by itself, except `unread`: neither libpcap nor the kernel says how many packets are in the
/// kernel's buffer, so `unread` is the rest. It is 0 once a kitchen has ended in good order. Only then the first sum
/// proves something: the kernel counted what it received and dropped, and the kitchen what it handled.
struct Ledger {
  double uptime = 0;   // of the kitchen, in seconds
  std::string source;  // where the packets come from: interfaces, or a file
  CaptureCounts packets;
  std::uint64_t handled = 0;  // packets that went to the chefs
  std::vector<ChefRunner::Counts> chefs;
  std::optional<ConnectionCounts> connections;  // none if no chef uses them
  std::uint64_t status_made = 0;                // dumplings of the ledger itself
  DeliveryCounts delivery;

  /// Packets in the kernel's buffer, or read and about to be handled.
  [[nodiscard]] std::uint64_t unread() const;
  [[nodiscard]] std::uint64_t made() const;
  [[nodiscard]] std::uint64_t invalid() const;
  [[nodiscard]] std::uint64_t too_large() const;
  [[nodiscard]] std::uint64_t dropped() const {
    return delivery.dropped() - delivery.too_large + too_large() + invalid();
  }
};

/// Returns the payload of KitchenStatusChef.
std::string ledger_json(const Ledger& ledger);

/// Returns the ledger as lines for the log: one for packets, one for connections and one for fragments if there are any
/// counts of them, one for each chef, one for dumplings.
std::vector<std::string> ledger_lines(const Ledger& ledger);

/// Returns how many packets of a file passed the filter, in a line, and a remedy if these are few: less than one in
/// defaults::few_pass_part. Returns an empty line if all passed, or the packets didn't come from a file.
struct PassedFilter {
  std::string line;
  bool few = false;
};
PassedFilter passed_filter(const CaptureCounts& counts, const std::string& filter);

/// Returns in one line what failed or was dropped, or an empty line if nothing was. Packets that a network card dropped
/// don't count, because they may be other programs'.
std::string losses(const Ledger& ledger);

/// Returns the packets' counts as tcpdump prints them, in lines, with those left unread if there are any.
std::string counts_text(const CaptureCounts& counts);

}  // namespace netdumplings::kitchen
