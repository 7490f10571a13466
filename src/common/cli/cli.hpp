// What the command lines of all tools share: CLI11, set up as the contract says, with its help, its usage errors and
// the environment variables.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace netdumplings::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

/// Prepares `app` for the tool `name`: adds --help without -h (which is --hub) and --version. If an option that takes
/// one value is given several times, the last one wins.
void prepare(CLI::App& app, const std::string& name);

/// Shows a command to copy at the end of --help.
void example(CLI::App& app, const std::string& command);

/// Adds --log-level. `level` stays empty if it isn't given.
void add_log_level(CLI::App& app, std::string& level);

/// Adds --check-config.
void add_check_config(CLI::App& app, bool& check);

/// Adds --token-file, for tools that show a hub a token. `path` stays empty if it isn't given.
void add_token_file(CLI::App& app, std::string& path);

/// Adds --tls-ca, --tls-cert, --tls-key and --tls-key-group of a client. What isn't given stays as it is.
void add_tls(CLI::App& app, std::string& ca, std::string& certificate, std::string& key, bool& key_group);

/// Parses the command line, and then the environment for options that aren't on it (see environment_name). The app's
/// callbacks run once for each of the two. Returns nothing if the tool should go on, else its exit status: 0 after
/// --help and --version; 2 after a usage error, which is then on stderr.
std::optional<int> parse(CLI::App& app, int argc, const char* const* argv);

/// Returns a line for the log for each environment variable that is called like this tool's, such as
/// NETDUMPLINGS_HUB_..., but that no option has; it names the nearest one. Passes over those that Kubernetes makes of a
/// service's name, such as NETDUMPLINGS_HUB_SERVICE_HOST.
std::vector<std::string> unknown_variables(const CLI::App& app);

/// Ends --check-config: prints `faults`, and `warnings` before them, to standard error, or that there are no faults to
/// standard output. Returns the exit status, 0 if there are no faults, else 2.
int report_check(const std::vector<std::string>& warnings, const std::vector<std::string>& faults);

/// Prints a usage error that was found after parsing, as parse() does. Returns its exit status, 2.
int usage_error(const std::string& tool, const std::string& why);

/// Returns the name of the environment variable for an option, such as NETDUMPLINGS_PRINT_HUB for nd-print's --hub;
/// empty for --help and --version. A variable counts as unset if it is empty, or if its option excludes one on the
/// command line. A repeatable option takes each word of its variable as a value; a flag takes true or false.
std::string environment_name(const CLI::App& app, const CLI::Option& option);

// Validators. Their errors name the value and what it should have been.
CLI::Validator positive_seconds();
/// Accepts what positive_seconds() accepts, and 0.
CLI::Validator seconds_or_never();
/// Accepts a time of 0 or more: a number of seconds, or a number with s, m, h or d after it. Turns the text into plain
/// seconds, so it must be an option's transform(), not its check().
CLI::Validator duration();
CLI::Validator port();
/// Accepts SCHEME://HOST[:PORT] as in a browser's `Origin` (RFC 6454), or null.
CLI::Validator origin();
CLI::Validator positive_milliseconds();
/// Accepts a whole number of 1 or more.
CLI::Validator count();
CLI::Validator whole_number(std::uint64_t least, std::uint64_t most);
/// Accepts a number of bytes from `least` to `most`: a whole number, or one with K, M or G after it, or KB, KiB and so
/// on (K is 1024). Turns the text into plain bytes, so it must be an option's transform(), not its check().
CLI::Validator size(std::size_t least, std::size_t most = std::numeric_limits<std::size_t>::max());
CLI::Validator true_or_false();
/// Accepts what a hub accepts as the name of a kitchen or an eater: at most defaults::longest_name bytes.
CLI::Validator client_name();
/// Refuses an empty value, which an unset variable of the shell gives. `what` is what it should have been.
CLI::Validator not_empty(const char* what);

}  // namespace netdumplings::cli
