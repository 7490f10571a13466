#include "kitchen/ledger.hpp"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

namespace netdumplings::kitchen {
namespace {

using nlohmann::ordered_json;

std::uint64_t sum(const std::vector<ChefRunner::Counts>& chefs, std::uint64_t ChefCounts::*counter) {
  return std::accumulate(chefs.begin(), chefs.end(), std::uint64_t{0},
                         [&](std::uint64_t total, const auto& chef) { return total + chef.counts.*counter; });
}

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

// Returns the reasons that dumplings are dropped for, and how many were.
std::vector<std::pair<const char*, std::uint64_t>> reasons(const Ledger& ledger) {
  return {{"invalid", ledger.invalid()},
          {"too_large", ledger.too_large()},
          {"overflow", ledger.delivery.overflow},
          {"refused", ledger.delivery.refused},
          {"left_at_stop", ledger.delivery.left_at_stop},
          {"output_gone", ledger.delivery.output_gone}};
}

ordered_json chef_json(const ChefRunner::Counts& chef) {
  const auto& counts = chef.counts;
  return {{"packets", counts.packets},         {"pokes", counts.pokes},
          {"dumplings", counts.made},          {"failures", counts.failed + counts.invalid},
          {"over_budget", counts.over_budget}, {"seconds", seconds(counts.spent)},
          {"retired", counts.retired}};
}

std::string count_line(std::uint64_t count, const char* what) {
  return std::to_string(count) + (count == 1 ? " packet " : " packets ") + what + "\n";
}

std::string packets_line(const Ledger& ledger) {
  const auto& packets = ledger.packets;
  auto line = fmt::format("Packets: {} received by filter, {} handled, {} dropped by kernel, {} left unread",
                          packets.received, ledger.handled, packets.dropped, ledger.unread());
  if (packets.dropped_by_interface > 0) line += fmt::format("; {} dropped by interface", packets.dropped_by_interface);
  return line;
}

std::string chef_line(const ChefRunner::Counts& chef) {
  const auto& counts = chef.counts;
  auto line =
      fmt::format("Chef {}: {} packets, {} pokes, {} dumplings, {} failures, {:.3f} s", chef.chef, counts.packets,
                  counts.pokes, counts.made, counts.failed + counts.invalid, seconds(counts.spent));
  if (counts.over_budget > 0) line += fmt::format(", {} times over its budget", counts.over_budget);
  return line + (counts.retired ? ", retired" : "");
}

std::string dumplings_line(const Ledger& ledger) {
  const auto& delivery = ledger.delivery;
  auto line = fmt::format("Dumplings: {} made, ", ledger.made());
  if (delivery.found > 0) line += fmt::format("{} found in the spool, ", delivery.found);
  line += fmt::format("{} delivered, ", delivery.delivered);
  if (delivery.waiting > 0) line += fmt::format("{} waiting, ", delivery.waiting);
  line += fmt::format("{} dropped", ledger.dropped());
  std::string why;
  for (const auto& [reason, count] : reasons(ledger)) {
    if (count > 0) why += fmt::format("{}{} {}", why.empty() ? "" : ", ", reason, count);
  }
  return why.empty() ? line : line + " (" + why + ")";
}

}  // namespace

std::uint64_t Ledger::unread() const {
  const auto seen = handled + packets.dropped;
  return packets.received > seen ? packets.received - seen : 0;
}
std::uint64_t Ledger::made() const { return sum(chefs, &ChefCounts::made) + status_made; }
std::uint64_t Ledger::invalid() const { return sum(chefs, &ChefCounts::invalid); }
std::uint64_t Ledger::too_large() const { return sum(chefs, &ChefCounts::too_large) + delivery.too_large; }

std::string ledger_json(const Ledger& ledger) {
  ordered_json json;
  json["uptime"] = ledger.uptime;
  json["interface"] = ledger.source;
  json["packets"] = {{"received", ledger.packets.received},
                     {"handled", ledger.handled},
                     {"dropped_by_kernel", ledger.packets.dropped},
                     {"unread", ledger.unread()},
                     {"dropped_by_interface", ledger.packets.dropped_by_interface}};
  json["chefs"] = ordered_json::object();
  for (const auto& chef : ledger.chefs) json["chefs"][chef.chef] = chef_json(chef);
  auto& dumplings = json["dumplings"];
  dumplings = {{"made", ledger.made()},
               {"found_in_spool", ledger.delivery.found},
               {"acknowledged", ledger.delivery.delivered},
               {"waiting", ledger.delivery.waiting}};
  for (const auto& [reason, count] : reasons(ledger)) dumplings["dropped"][reason] = count;
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::vector<std::string> ledger_lines(const Ledger& ledger) {
  std::vector<std::string> lines{packets_line(ledger)};
  for (const auto& chef : ledger.chefs) lines.push_back(chef_line(chef));
  lines.push_back(dumplings_line(ledger));
  return lines;
}

std::string counts_text(const CaptureCounts& counts) {
  std::string text = count_line(counts.captured, "captured") + count_line(counts.received, "received by filter") +
                     count_line(counts.dropped, "dropped by kernel");
  if (counts.dropped_by_interface > 0) text += count_line(counts.dropped_by_interface, "dropped by interface");
  const std::uint64_t seen = counts.captured + counts.dropped;
  if (counts.received > seen) text += count_line(counts.received - seen, "left unread");
  return text;
}

}  // namespace netdumplings::kitchen
