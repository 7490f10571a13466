// What all tools' command lines have in common: CLI11 set up the contract's way, its help, its usage errors, and the
// environment variables.
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

namespace netdumplings::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

/// Prepares `app` for the tool `name`: --help without -h (which is --hub), --version, the last of a repeated
/// single-valued option wins.
void prepare(CLI::App& app, const std::string& name);

/// A command to copy, at the end of --help.
void example(CLI::App& app, const std::string& command);

/// --log-level; `level` stays empty unless it is given.
void add_log_level(CLI::App& app, std::string& level);

/// --token-file, of the tools that show a hub a token; `path` stays empty unless it is given.
void add_token_file(CLI::App& app, std::string& path);

/// --tls-ca, --tls-cert and --tls-key of a client; what isn't given stays empty.
void add_tls(CLI::App& app, std::string& ca, std::string& certificate, std::string& key);

/// Parses the command line, then, for flags that are not on it, the environment (see environment_name); whatever the
/// app calls back is called for each of the two. Returns nothing when the tool should go on, else the exit status: 0
/// after --help and --version, 2 after a wrong flag or value, which it has then told on stderr.
std::optional<int> parse(CLI::App& app, int argc, const char* const* argv);

/// Tells a usage error found after parsing, as parse() would, and returns its exit status, 2.
int usage_error(const std::string& tool, const std::string& why);

/// The variable that stands in for an option: NETDUMPLINGS_PRINT_HUB for nd-print's --hub; empty for --help and
/// --version. An empty variable counts as none, and so does that of an option which excludes one on the command line; a
/// repeatable option takes the words of its variable as its values, a flag takes true or false.
std::string environment_name(const CLI::App& app, const CLI::Option& option);

// Validators: their errors name the value and what it should have been.
CLI::Validator positive_seconds();
/// As positive_seconds(), or 0.
CLI::Validator seconds_or_never();
/// A time, 0 or more: a number of seconds, or one with s, m, h or d behind it. It makes the text plain seconds, and so
/// is an option's transform(), not its check().
CLI::Validator duration();
CLI::Validator port();
/// SCHEME://HOST[:PORT] as browsers say it in `Origin` (RFC 6454), or null.
CLI::Validator origin();
CLI::Validator positive_milliseconds();
/// A whole number from 1 on.
CLI::Validator count();
CLI::Validator whole_number(std::uint64_t least, std::uint64_t most);
/// Bytes, from `least` to `most`: a whole number, or one with K, M or G (1024 each), or KB, KiB and so on, behind it.
/// It makes the text plain bytes, and so is an option's transform(), not its check().
CLI::Validator size(std::size_t least, std::size_t most = std::numeric_limits<std::size_t>::max());
CLI::Validator true_or_false();
/// Something: an unset variable of the shell in an argument is a mistake. `what` is what it should have been.
CLI::Validator not_empty(const char* what);

}  // namespace netdumplings::cli
