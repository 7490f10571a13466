#include "eaters/top/help.hpp"

#include <array>
#include <cstddef>

#include "eaters/top/line_writer.hpp"

namespace netdumplings::eaters::top {
namespace {

struct Entry {
  const char* word;
  const char* meaning;
};

constexpr std::array<Entry, 22> entries{{
    {"1 2 3 4, Tab", "kitchens, chefs, eaters, connections; the next"},
    {"s, r", "sort by the next column; the other way round"},
    {"up down PgUp PgDn Home End", "through the rows"},
    {"left right", "to columns that there is no room for"},
    {"p, q", "freeze the screen, or go on; quit"},
    {"", ""},
    {"Dump/s", "dumplings a second, over the last seconds"},
    {"Seen", "how long ago it was last heard of"},
    {"Received, Invalid", "a kitchen's messages; those that were no dumplings"},
    {"Dropped", "packets and dumplings that a kitchen lost"},
    {"Waiting", "its dumplings that aren't with the hub yet"},
    {"Captured", "packets it took in; all three come once a minute"},
    {"Dumplings", "a chef's, since nd-top began"},
    {"Behind, Skipped", "an eater's: still to be sent; it was too slow for"},
    {"Sent, Received, Resent", "a connection's: bytes of client, server; packets"},
    {"", ""},
    {"SILENT", "a kitchen not heard of for more than 3 pokes"},
    {"DROPS, INVALID", "it lost something; it sent what is no dumpling"},
    {"LEFT", "it went away in the last day"},
    {"SKIPS, SKIPPED", "an eater is too slow for the hub; it was"},
    {"RESENDS, RESENT", "a connection: at least 1 % of its packets, again"},
    {"RETIRED", "a chef that failed too often, and isn't asked again"},
}};

}  // namespace

Picture help_picture(Size size) {
  Picture lines;
  LineWriter title(lines.emplace_back(), size.columns);
  title.put(" nd-top", Tone::title).put("   any key goes back", Tone::dim);
  lines.emplace_back();
  constexpr int column = 29;
  for (const Entry& entry : entries) {
    if (lines.size() >= static_cast<std::size_t>(size.lines)) break;
    LineWriter line(lines.emplace_back(), size.columns);
    line.move_to(1);
    line.put(entry.word, Tone::strong);
    line.move_to(column);
    line.put(entry.meaning);
  }
  return lines;
}

}  // namespace netdumplings::eaters::top
