// How --help looks.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>
#include <vector>

namespace netdumplings::cli {

/// An option as people write it: `-h, --hub HOST:PORT` or `--color / --no-color`.
std::string spelling(const CLI::Option& option);

/// Whether an option takes no value.
bool is_flag(const CLI::Option& option);

/// Whether an option may be given several times, each time with one value more.
bool repeatable(const CLI::Option& option);

/// What --help and the manual say of an option.
struct OptionHelp {
  std::string spelling;
  std::string sentence;
  bool repeatable = false;
  std::string default_value;  // empty: none to be told
  std::string environment;    // the variable that stands in for it; empty: none
};

/// Of all options, in the order in which they are told.
std::vector<OptionHelp> option_help(const CLI::App& app);

/// The whole text of --help, 100 columns wide.
std::string help(const CLI::App& app);

}  // namespace netdumplings::cli
