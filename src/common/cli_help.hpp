// How --help looks.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>

namespace netdumplings::cli {

/// An option as people write it: `-h, --hub HOST:PORT` or `--color / --no-color`.
std::string spelling(const CLI::Option& option);

/// Whether an option takes no value.
bool is_flag(const CLI::Option& option);

/// Whether an option may be given several times, each time with one value more.
bool repeatable(const CLI::Option& option);

/// The whole text of --help, 100 columns wide.
std::string help(const CLI::App& app);

}  // namespace netdumplings::cli
