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
  std::optional<std::uint64_t> last;   // begin with so many that the hub still has
  std::optional<double> since;         // or with what came to it in so many seconds
  std::string input_file;              // empty: connect to a hub
};

struct TopCommand {
  ToolOptions tool;
  bool status_only = false;
};

// Each prepares `app` for its tool. The options, which outlive the app, get their defaults, and their values when it
// parses.
void set_up_print(CLI::App& app, PrintCommand& command);
void set_up_hubdetails(CLI::App& app, ToolOptions& options);
void set_up_hubstatus(CLI::App& app, ToolOptions& options);
void set_up_top(CLI::App& app, TopCommand& command);

}  // namespace netdumplings::eaters
