// Writes the text of --help.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>
#include <vector>

namespace netdumplings::cli {

/// Returns how people write an option: `-h, --hub HOST:PORT` or `--color / --no-color`.
std::string spelling(const CLI::Option& option);

/// Returns whether an option takes no value.
bool is_flag(const CLI::Option& option);

/// Returns whether an option may be given several times, with one more value each time.
bool repeatable(const CLI::Option& option);

/// What --help and the manual say about an option.
struct OptionHelp {
  std::string spelling;
  std::string sentence;
  bool repeatable = false;
  std::string default_value;  // empty if there is none to show
  std::string environment;    // the variable that sets it; empty if there is none
};

/// Returns this of all options, in the order in which --help shows them.
std::vector<OptionHelp> option_help(const CLI::App& app);

/// Returns the whole text of --help, 100 columns wide.
std::string help(const CLI::App& app);

}  // namespace netdumplings::cli
