#include "eaters/top/tables.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "common/os/terminal.hpp"
#include "common/text.hpp"
#include "eaters/top/cell_text.hpp"
#include "eaters/top/figures.hpp"

namespace netdumplings::eaters::top {
namespace {

using Kind = Column::Kind;

Cell words(const std::string& text, Tone tone = Tone::plain) { return {terminal::harmless(text), {}, tone}; }
Cell count(Figure figure, Tone tone = Tone::plain) { return {count_text(figure), figure, tone}; }
Cell rate(Figure figure) { return {rate_text(figure), figure}; }

// A figure that stands out unless it is 0.
Cell loss(Figure figure, Tone tone) { return count(figure, figure.value_or(0) > 0 ? tone : Tone::plain); }

// Sorted with the longest time first.
Cell age(Figure seconds, Tone tone = Tone::plain) { return {age_text(seconds), seconds, tone}; }

Cell state(const char* text, int badness, Tone tone) { return {text, static_cast<double>(badness), tone}; }

Cell state(KitchenState kitchen) {
  switch (kitchen) {
    case KitchenState::ok:
      return state("ok", 0, Tone::good);
    case KitchenState::invalid:
      return state("INVALID", 1, Tone::warn);
    case KitchenState::left:
      return state("LEFT", 2, Tone::warn);
    case KitchenState::drops:
      return state("DROPS", 3, Tone::bad);
    case KitchenState::silent:
      break;
  }
  return state("SILENT", 4, Tone::bad);
}

Cell state(EaterState eater) {
  switch (eater) {
    case EaterState::ok:
      return state("ok", 0, Tone::good);
    case EaterState::left:
      return state("LEFT", 1, Tone::warn);
    case EaterState::skipped:
      return state("SKIPPED", 2, Tone::warn);
    case EaterState::skips:
      break;
  }
  return state("SKIPS", 3, Tone::bad);
}

constexpr const char* not_told = "Waiting for the hub's first status.";

// Connections that stand out are sorted before those that are open, and these before those that have ended.
Cell state(const ConnectionRow& connection) {
  struct Known {
    std::string_view state;
    const char* text;
    int badness;
    Tone tone;
  };
  static constexpr std::array<Known, 8> all{{{"refused", "REFUSED", 7, Tone::bad},
                                             {"no_answer", "NO ANSWER", 6, Tone::bad},
                                             {"reset", "RESET", 5, Tone::warn},
                                             {"open", "open", 2, Tone::good},
                                             {"closed", "closed", 1, Tone::plain},
                                             {"timeout", "timeout", 1, Tone::plain},
                                             {"unfinished", "unfinished", 1, Tone::plain},
                                             {"evicted", "evicted", 1, Tone::plain}}};
  const auto* const known =
      std::find_if(all.begin(), all.end(), [&](const Known& each) { return each.state == connection.state; });
  const bool ended_badly = known != all.end() && known->badness > 4;
  if (connection.many_resent && !ended_badly) {
    return connection.open() ? state("RESENDS", 4, Tone::warn) : state("RESENT", 3, Tone::warn);
  }
  return known != all.end() ? state(known->text, known->badness, known->tone)
                            : Cell{terminal::harmless(connection.state), 0.0};
}

std::string left_out(std::size_t count) { return count > 0 ? "the hub leaves out " + count_text(count) + " more" : ""; }

Table kitchens_table(const Overview& overview) {
  Table table{"Kitchens",
              left_out(overview.hub.kitchens_left_out),
              overview.hub.told ? "No kitchen is connected: nd-sniff is one." : not_told,
              {},
              {}};
  table.columns = {{"Kitchen", Kind::text, 32}, {"State", Kind::state},     {"Interface", Kind::text, 20},
                   {"Dump/s", Kind::number},    {"Received", Kind::number}, {"Invalid", Kind::number},
                   {"Dropped", Kind::number},   {"Seen", Kind::number},     {"Waiting", Kind::number},
                   {"Captured", Kind::number},  {"Chefs", Kind::number},    {"Host", Kind::text, 48},
                   {"Filter", Kind::text, 60}};
  for (const KitchenRow& kitchen : overview.kitchens) {
    const bool silent = kitchen.state == KitchenState::silent;
    table.rows.push_back({words(kitchen.name, Tone::strong), state(kitchen.state), words(kitchen.interface),
                          rate(kitchen.rate), count(kitchen.received), loss(kitchen.invalid, Tone::warn),
                          loss(kitchen.dropped(), Tone::bad), age(kitchen.heard, silent ? Tone::bad : Tone::plain),
                          count(kitchen.waiting), count(kitchen.captured), count(static_cast<double>(kitchen.chefs)),
                          words(kitchen.host), words(kitchen.filter)});
  }
  return table;
}

Table chefs_table(const Overview& overview) {
  Table table{"Chefs", "", "No chef has been heard of.", {}, {}};
  table.columns = {{"Chef", Kind::text, 32},    {"State", Kind::state}, {"Dump/s", Kind::number},
                   {"Dumplings", Kind::number}, {"Seen", Kind::number}, {"Kitchens", Kind::text, 80}};
  for (const ChefRow& chef : overview.chefs) {
    table.rows.push_back({words(chef.name, Tone::strong),
                          chef.retired ? state("RETIRED", 1, Tone::bad) : state("ok", 0, Tone::good), rate(chef.rate),
                          count(chef.seen), age(chef.heard), words(joined(chef.kitchens))});
  }
  return table;
}

Table eaters_table(const Overview& overview) {
  Table table{"Eaters", left_out(overview.hub.eaters_left_out), not_told, {}, {}};
  table.columns = {{"Eater", Kind::text, 32}, {"State", Kind::state},   {"Dump/s", Kind::number},
                   {"Sent", Kind::number},    {"Behind", Kind::number}, {"Skipped", Kind::number},
                   {"Host", Kind::text, 48}};
  for (const EaterRow& eater : overview.eaters) {
    table.rows.push_back({words(eater.name, Tone::strong), state(eater.state), rate(eater.rate), count(eater.sent),
                          count(eater.behind), loss(eater.skipped, Tone::bad), words(eater.host)});
  }
  return table;
}

const char* why_no_connections(const Overview& overview) {
  if (!overview.connections.are_asked_for) return "With --status-only, nd-top gets no connections.";
  if (!overview.hub.told) return not_told;
  return overview.connections.are_reported
             ? "None reported yet: FlowChef reports a connection at its end, or after a minute."
             : "No kitchen has FlowChef. To have it: nd-sniff -m netdumplings.networkchefs";
}

Table connections_table(const Overview& overview) {
  const std::size_t forgotten = overview.connections.left_out;
  const std::string note = forgotten > 0 ? count_text(forgotten) + " older ones left out" : "";
  Table table{"Connections", note, why_no_connections(overview), {}, {}};
  table.columns = {{"Client", Kind::text, 40}, {"State", Kind::state},           {"Bytes", Kind::number},
                   {"Lasted", Kind::number},   {"Server", Kind::text, 47, true}, {"Service", Kind::text, 60},
                   {"Sent", Kind::number},     {"Received", Kind::number},       {"Resent", Kind::number},
                   {"Seen", Kind::number},     {"Port", Kind::number},           {"Kitchen", Kind::text, 32}};
  for (const ConnectionRow& connection : overview.connections.rows) {
    const Tone resent = connection.many_resent ? Tone::warn : Tone::plain;
    table.rows.push_back({words(connection.client, Tone::strong),
                          state(connection),
                          count(connection.bytes()),
                          {duration_text(connection.duration), connection.duration},
                          words(connection.server),
                          words(connection.service),
                          count(connection.sent),
                          count(connection.received),
                          count(connection.resent, resent),
                          age(connection.heard),
                          count(connection.client_port),
                          words(connection.kitchen)});
  }
  return table;
}

}  // namespace

Table table_of(std::size_t pane, const Overview& overview) {
  static constexpr std::array<Table (*)(const Overview&), pane_count> all{kitchens_table, chefs_table, eaters_table,
                                                                          connections_table};
  return all[pane](overview);
}

// Kitchens and eaters with trouble come first, and the busiest chefs and connections.
std::size_t first_sort(std::size_t pane) {
  static constexpr std::array<std::size_t, pane_count> columns{1, 2, 1, 2};
  return columns[pane];
}

}  // namespace netdumplings::eaters::top
