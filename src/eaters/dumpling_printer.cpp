#include "eaters/dumpling_printer.hpp"

#include <algorithm>

#include "common/json/json_text.hpp"
#include "common/json/pretty_json.hpp"
#include "common/os/terminal.hpp"
#include "eaters/local_time.hpp"

namespace netdumplings::eaters {
namespace {

bool named(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string json_line(const Dumpling& dumpling, bool for_terminal) {
  std::string line;
  json_text::append_one_line(line, dumpling.source);
  return (for_terminal ? terminal::harmless_json(line) : line) + '\n';
}

std::string headline(const Dumpling& dumpling, bool colour) {
  const char* driver = dumpling.driver == DumplingDriver::packet ? " [packet  ] " : " [interval] ";
  return iso_local_time(dumpling.creation_time) + driver + terminal::bold(terminal::harmless(dumpling.chef), colour) +
         " from " + terminal::bold(terminal::harmless(dumpling.kitchen.value_or("None")), colour) + '\n';
}

}  // namespace

bool wanted(const Dumpling& dumpling, const PrintOptions& options) {
  const bool packet = dumpling.driver == DumplingDriver::packet;
  if (!(packet ? options.packet_dumplings : options.interval_dumplings)) return false;
  if (!options.chefs.empty() && !named(options.chefs, dumpling.chef)) return false;
  return options.kitchens.empty() || (dumpling.kitchen && named(options.kitchens, *dumpling.kitchen));
}

void print(const Dumpling& dumpling, const PrintOptions& options, TextStream& out) {
  if (options.json) {
    out += json_line(dumpling, options.terminal);
    return;
  }
  out += headline(dumpling, options.colour);
  if (!options.payload) return;
  out += "\n";
  const auto done = pretty_json(dumpling.source, "payload", options.colour, out);
  if (!done) out += terminal::harmless(done.error());
  out += "\n\n";
}

}  // namespace netdumplings::eaters
