// The main function of the tools that show a hub's status dumplings and have no flags of their own.
#pragma once

#include <netdumplings/dumpling_eater.hpp>

#include <cstdint>
#include <optional>

#include "common/cli/cli.hpp"
#include "common/protocol.hpp"
#include "eaters/command_lines.hpp"
#include "eaters/console.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {

class StatusToolEater : public ToolEater {
 public:
  StatusToolEater(const ToolOptions& options, Console& console)
      : ToolEater(options, console, {.chef_filter = {protocol::status_chef}}) {}
};

/// Runs a tool until it has eaten `count` status dumplings (none: no limit), and returns its exit status. `set_up`
/// prepares its command line. `Eater` is a StatusToolEater.
template <class Eater>
int status_tool_main(void (*set_up)(CLI::App&, ToolOptions&), std::optional<std::uint64_t> count, int argc,
                     char** argv) {
  CLI::App app;
  ToolOptions options;
  set_up(app, options);
  if (const auto status = cli::parse(app, argc, argv)) return *status;
  if (const auto status = refuse(options, app)) return *status;

  Console console;
  return Eater(options, console).run_tool(count);
}

}  // namespace netdumplings::eaters
