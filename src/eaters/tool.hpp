// What the tools that are eaters have in common.
#pragma once

#include <netdumplings/dumpling_eater.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/cli.hpp"
#include "eaters/console.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::eaters {

struct ToolOptions {
  std::string hub;
  std::string name;
  bool colour = false;
  bool reconnect = false;
  std::string token_file;  // empty: not given
  std::string token;       // set by refuse(); empty: the hub is shown none
  net::TlsClientFiles tls;
};

/// Adds the flags that all eaters have. `options` must outlive the app; it gets the flags' defaults now and their
/// values when the app parses a command line.
void add_tool_flags(CLI::App& app, ToolOptions& options, const std::string& default_name);

/// Does the same for a tool that reconnects by default.
void add_live_tool_flags(CLI::App& app, ToolOptions& options, const std::string& default_name);

/// Checks that the options fit together and that their files can be read, and takes the token from the file or from the
/// environment. If something is wrong, reports it on standard error and returns the exit status. Call it before the
/// process has a second thread.
std::optional<int> refuse(ToolOptions& options, const CLI::App& app);

/// Copies the eater's name, the hub's address, the token and the TLS files to `eater`.
void eat_from(const ToolOptions& options, EaterOptions& eater);

/// Prints one line on standard error, `NAME: WHAT`.
void complain(const ToolOptions& options, std::string_view what);

/// Returns the exit status of a tool that has nothing more to write: `status`, or 1 if writing to standard output
/// failed, which it then reports.
int exit_status(const ToolOptions& options, const Output& output, int status);

/// An eater that prints on standard output. It ends on SIGINT and SIGTERM, and quietly when nobody reads its output any
/// more.
class ToolEater : public DumplingEater {
 public:
  /// `options` and `console` must outlive it. `choice` says which dumplings it eats; the rest is filled in from
  /// `options`.
  ToolEater(const ToolOptions& options, Console& console, EaterOptions choice = {});

  /// Runs until the end, or until `count` dumplings were eaten, and returns the tool's exit status. Call it once.
  int run_tool(std::optional<std::uint64_t> count = std::nullopt);

 protected:
  /// Writes to standard output. If that fails, stops the eater.
  void print(std::string_view text);
  void on_connection_lost(const std::string& why) override;

  const ToolOptions& tool_options_;

 private:
  Console& console_;
};

}  // namespace netdumplings::eaters
