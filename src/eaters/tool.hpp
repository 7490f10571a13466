// What the tools that eat have in common.
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
  std::string token_file;  // "": none
  std::string token;       // for the hub, once refuse() has had it; "": none
  net::TlsClientFiles tls;
};

/// Adds the flags that all eaters have. `options`, which outlives the app, gets their defaults and then their values.
void add_tool_flags(CLI::App& app, ToolOptions& options, const std::string& default_name);

/// The same, for a tool that comes back to its hub unless it is told not to.
void add_live_tool_flags(CLI::App& app, ToolOptions& options, const std::string& default_name);

/// Whether the hub can be spoken to as the options say, with the token from where they or the environment say: the exit
/// status when not, which is told then. Call it before there is a second thread.
std::optional<int> refuse(ToolOptions& options, const CLI::App& app);

/// Fills in who eats, from which hub, and what lets it in there.
void eat_from(const ToolOptions& options, EaterOptions& eater);

/// One line on standard error, `NAME: WHAT`.
void complain(const ToolOptions& options, std::string_view what);

/// The exit status of a tool that has written all it had to write: `status`, or 1, which it then tells, when standard
/// output failed it.
int exit_status(const ToolOptions& options, const Output& output, int status);

/// An eater that writes on standard output. When nobody reads that any more it ends quietly; SIGINT and SIGTERM end it
/// too.
class ToolEater : public DumplingEater {
 public:
  /// `options` and `console` outlive it. `choice`: which dumplings; the tool's own options are filled in.
  ToolEater(const ToolOptions& options, Console& console, EaterOptions choice = {});

  /// Runs until the end and returns the tool's exit status. Call it once.
  int run_tool(std::optional<std::uint64_t> count = std::nullopt);

 protected:
  /// Writes to standard output, and ends the eater when that can't be done.
  void print(std::string_view text);
  void on_connection_lost(const std::string& why) override;

  const ToolOptions& tool_options_;

 private:
  Console& console_;
};

}  // namespace netdumplings::eaters
