#include "eaters/top/tables.hpp"

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

constexpr const char* not_told = "The hub has not told yet.";

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

}  // namespace

std::array<Table, pane_count> tables(const Overview& overview) {
  return {kitchens_table(overview), chefs_table(overview), eaters_table(overview)};
}

// Kitchens and eaters with trouble come first, and the busiest chefs.
std::size_t first_sort(std::size_t pane) { return pane == 1 ? 2 : 1; }

}  // namespace netdumplings::eaters::top
