// nd-print: prints the dumplings that a hub sends, or recorded ones.
#include <string>

#include "common/cli/cli.hpp"
#include "common/os/terminal.hpp"
#include "eaters/command_lines.hpp"
#include "eaters/dumpling_printer.hpp"
#include "eaters/recorded.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {
namespace {

// What the hub is asked to send. A hub that can't filter sends more, and wanted() leaves out the rest.
EaterOptions choice(const PrintCommand& command) {
  EaterOptions eater;
  eater.chef_filter = command.print.chefs;
  eater.kitchen_filter = command.print.kitchens;
  if (!command.print.interval_dumplings) eater.driver_filter = {DumplingDriver::packet};
  if (!command.print.packet_dumplings) eater.driver_filter = {DumplingDriver::interval};
  eater.last = command.last;
  eater.since_seconds = command.since;
  return eater;
}

class PrintEater final : public ToolEater {
 public:
  PrintEater(const PrintCommand& command, Console& console)
      : ToolEater(command.tool, console, choice(command)), options_(command.print) {}

 protected:
  void on_connect(const std::string& uri) override {
    if (!options_.json) print("Connected to nd-hub at " + uri + "\nWaiting for dumplings...\n\n");
  }
  void on_dumpling(const Dumpling& dumpling) override {
    TextStream out([this](std::string_view part) { print(part); });
    eaters::print(dumpling, options_, out);
  }
  void on_connection_lost(const std::string& why) override {
    if (!options_.json) ToolEater::on_connection_lost(why);
  }
  [[nodiscard]] bool wants(const Dumpling& dumpling) const override { return wanted(dumpling, options_); }

 private:
  const PrintOptions& options_;
};

}  // namespace
}  // namespace netdumplings::eaters

int main(int argc, char** argv) {
  using namespace netdumplings;
  CLI::App app;
  eaters::PrintCommand command;
  eaters::set_up_print(app, command);
  if (const auto status = cli::parse(app, argc, argv)) return *status;

  command.print.colour = command.tool.colour;
  command.print.terminal = terminal::is_output();
  eaters::Console console;
  if (!command.input_file.empty()) {
    return eaters::print_recorded(command.input_file, command.print, command.tool, command.count, console.output);
  }
  if (const auto status = eaters::refuse(command.tool, app)) return *status;
  return eaters::PrintEater(command, console).run_tool(command.count);
}
