// The command lines of the eaters.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "eaters/dumpling_printer.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {

struct PrintCommand {
  ToolOptions tool;
  PrintOptions print;
  std::optional<std::uint64_t> count;  // none: no limit
  std::optional<std::uint64_t> last;   // start with the last N dumplings that the hub has
  std::optional<double> since;         // or with those that reached it in this many seconds before now
  std::string input_file;              // empty: connect to a hub
};

struct TopCommand {
  ToolOptions tool;
  bool status_only = false;
};

// Each prepares `app` for its tool. The options must outlive the app. They get their defaults now, and their values
// when the app parses a command line.
void set_up_print(CLI::App& app, PrintCommand& command);
void set_up_hubdetails(CLI::App& app, ToolOptions& options);
void set_up_hubstatus(CLI::App& app, ToolOptions& options);
void set_up_top(CLI::App& app, TopCommand& command);

}  // namespace netdumplings::eaters
