// What all tools' command lines have in common: CLI11 set up the contract's way, and its usage errors.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace netdumplings::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

/// Prepares `app` for the tool `name`: --help without -h (which is --hub), --version, the last of a repeated
/// single-valued option wins.
void prepare(CLI::App& app, const std::string& name);

/// Parses the command line. Returns nothing when the tool should go on, else the exit status: 0 after --help and
/// --version, 2 after a wrong flag or value, which it has then told on stderr.
std::optional<int> parse(CLI::App& app, int argc, const char* const* argv);

/// Tells a usage error found after parsing, as parse() would, and returns its exit status, 2.
int usage_error(const CLI::App& app, const std::string& why);

// Validators: their errors name the value and what it should have been.
CLI::Validator positive_seconds();
CLI::Validator port();

}  // namespace netdumplings::cli
