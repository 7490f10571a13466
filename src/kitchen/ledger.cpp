#include "kitchen/ledger.hpp"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "common/defaults.hpp"

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

// Returns the reasons that connections end for, and how many ended.
std::vector<std::pair<const char*, std::uint64_t>> ends(const connection::TableCounts& table) {
  using connection::End;
  const auto ended = [&table](End reason) { return table.ended[static_cast<std::size_t>(reason)]; };
  return {{"closed", ended(End::closed)},   {"reset", ended(End::reset)},       {"timed_out", ended(End::timed_out)},
          {"evicted", ended(End::evicted)}, {"replaced", ended(End::replaced)}, {"unfinished", ended(End::unfinished)}};
}

// Returns what becomes of fragmented datagrams, and of how many it did.
std::vector<std::pair<const char*, std::uint64_t>> datagrams(const ConnectionCounts& counts) {
  const auto& fragments = counts.fragments;
  return {{"completed", fragments.completed},
          {"timed_out", fragments.timed_out},
          {"evicted", fragments.evicted},
          {"overlapping", fragments.overlapping},
          {"open", counts.open_datagrams}};
}

ordered_json connections_json(const ConnectionCounts& counts) {
  ordered_json all{{"opened", counts.table.opened}, {"open", counts.open}};
  for (const auto& [reason, count] : ends(counts.table)) all["ended"][reason] = count;
  all["icmp_errors"] = counts.table.icmp_errors;
  all["ignored_resets"] = counts.table.ignored_resets;
  all["packets_without_connection"] = counts.table.without_connection;
  const auto& fragments = counts.fragments;
  all["fragments"] = {{"received", fragments.fragments}, {"datagrams", fragments.opened}};
  for (const auto& [what, count] : datagrams(counts)) all["fragments"][what] = count;
  all["fragments"]["duplicates"] = fragments.duplicates;
  all["fragments"]["overlaps"] = fragments.overlaps;
  all["fragments"]["invalid"] = fragments.invalid;
  all["fragments"]["after_overlap"] = fragments.after_overlap;
  return all;
}

// Returns ": 3 closed, 1 timed_out" without the counts that are zero.
std::string nonzero(const std::vector<std::pair<const char*, std::uint64_t>>& counts) {
  std::string text;
  for (const auto& [what, count] : counts) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? ": " : ", ", count, what);
  }
  return text;
}

std::string connections_line(const ConnectionCounts& counts) {
  auto all = ends(counts.table);
  all.emplace_back("open", counts.open);
  return fmt::format("Connections: {} opened", counts.table.opened) + nonzero(all);
}

std::string fragments_line(const ConnectionCounts& counts) {
  return fmt::format("Fragments: {} of {} datagrams", counts.fragments.fragments, counts.fragments.opened) +
         nonzero(datagrams(counts));
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
  if (ledger.connections) json["connections"] = connections_json(*ledger.connections);
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
  if (ledger.connections) {
    lines.push_back(connections_line(*ledger.connections));
    if (ledger.connections->fragments.fragments > 0) lines.push_back(fragments_line(*ledger.connections));
  }
  for (const auto& chef : ledger.chefs) lines.push_back(chef_line(chef));
  lines.push_back(dumplings_line(ledger));
  return lines;
}

PassedFilter passed_filter(const CaptureCounts& counts, const std::string& filter) {
  if (counts.received >= counts.in_file) return {};
  PassedFilter passed{fmt::format("{} of {} packets passed the filter", counts.received, counts.in_file),
                      counts.received < counts.in_file / defaults::few_pass_part || counts.received == 0};
  if (!passed.few) return passed;
  passed.line += " \"" + filter + "\"; ";
  if (filter.find("vlan") == std::string::npos) {
    passed.line += fmt::format("-f '({0}) or (vlan and ({0}))' lets those with a VLAN tag pass, too; ", filter);
  }
  passed.line += "-f '' lets all pass";
  return passed;
}

std::string losses(const Ledger& ledger) {
  std::string line;
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) line += fmt::format("{}{} {}", line.empty() ? "" : ", ", count, what);
  };
  add(sum(ledger.chefs, &ChefCounts::failed), "calls of handlers failed");
  add(ledger.packets.dropped, "packets were dropped by the kernel");
  add(ledger.unread(), "packets were left unread");
  add(ledger.dropped(), "dumplings were dropped");
  return line;
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
