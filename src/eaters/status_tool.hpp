// The main of the tools that show a hub's status dumplings and have no flags of their own.
#pragma once

#include <netdumplings/dumpling_eater.hpp>

#include <cstdint>
#include <optional>
#include <string>

#include "common/cli.hpp"
#include "common/protocol.hpp"
#include "eaters/console.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {

class StatusToolEater : public ToolEater {
 public:
  StatusToolEater(const ToolOptions& options, Console& console)
      : ToolEater(options, console, {protocol::status_chef}) {}
};

struct StatusTool {
  std::string name;
  std::string about;
  std::string eater_name;
  std::optional<std::uint64_t> count;  // of status dumplings until it ends; none: no end
};

/// Returns the exit status. `Eater` is a StatusToolEater.
template <class Eater>
int status_tool_main(const StatusTool& tool, int argc, char** argv) {
  CLI::App app(tool.about);
  cli::prepare(app, tool.name);
  ToolOptions options;
  add_tool_flags(app, options, tool.eater_name);
  cli::example(app, tool.name + " -h hub.example:11348");
  if (const auto status = cli::parse(app, argc, argv)) return *status;

  Console console;
  return Eater(options, console).run_tool(tool.count);
}

}  // namespace netdumplings::eaters
