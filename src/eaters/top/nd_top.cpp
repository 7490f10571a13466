// nd-top: shows a hub's kitchens, chefs and eaters on the whole terminal, live.
#include "common/cli/cli.hpp"
#include "eaters/command_lines.hpp"
#include "eaters/tool.hpp"
#include "eaters/top/top.hpp"

int main(int argc, char** argv) {
  using namespace netdumplings;
  CLI::App app;
  eaters::TopCommand command;
  eaters::set_up_top(app, command);
  if (const auto status = cli::parse(app, argc, argv)) return *status;
  if (const auto status = eaters::refuse(command.tool, app)) return *status;
  return eaters::top::run_top(command);
}
