// Environment variables that stand in for flags.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>
#include <vector>

namespace netdumplings::cli {

/// What the environment says about the options that `app`, which has parsed its command line, was not given there:
/// `--flag=value`, each.
std::vector<std::string> environment_arguments(const CLI::App& app);

}  // namespace netdumplings::cli
