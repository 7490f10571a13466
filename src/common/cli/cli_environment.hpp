// Takes options from environment variables.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>
#include <vector>

namespace netdumplings::cli {

/// Returns an argument `--flag=value` for each environment variable of an option that wasn't on the command line. `app`
/// has parsed its command line.
std::vector<std::string> environment_arguments(const CLI::App& app);

}  // namespace netdumplings::cli
