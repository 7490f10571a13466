// nd-print: prints every dumpling that a hub sends, or that was recorded.
#include <cstdint>
#include <optional>
#include <string>

#include "common/cli.hpp"
#include "eaters/dumpling_printer.hpp"
#include "eaters/recorded.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {
namespace {

struct Options {
  ToolOptions tool;
  PrintOptions print;
  std::optional<std::uint64_t> count;
  std::string input_file;
};

void add_flags(CLI::App& app, Options& options) {
  add_tool_flags(app, options.tool, "printereater");
  PrintOptions& print = options.print;
  app.add_option("-c,--chef", print.chefs, "Print only dumplings of this chef.")->type_name("CHEF")->default_str("all");
  app.add_option("-k,--kitchen", print.kitchens, "Print only dumplings from this kitchen.")
      ->type_name("KITCHEN")
      ->default_str("all");
  app.add_flag("--interval-dumplings,!--no-interval-dumplings", print.interval_dumplings,
               "Print dumplings that chefs made when poked.")
      ->default_str("--interval-dumplings");
  app.add_flag("--packet-dumplings,!--no-packet-dumplings", print.packet_dumplings,
               "Print dumplings that chefs made of a packet.")
      ->default_str("--packet-dumplings");
  app.add_flag("--payload,!--no-payload", print.payload, "Print what is in the dumplings.")->default_str("--payload");
  app.add_flag("--json", print.json, "Print each dumpling as one line of JSON, as it came.");
  app.add_option("--count", options.count, "Stop after this many dumplings.")->type_name("N")->check(cli::count());
  app.add_option("--input-file", options.input_file,
                 "Print the dumplings recorded in this file (-: standard input), instead of connecting to a hub.")
      ->type_name("FILE");
}

class PrintEater final : public ToolEater {
 public:
  PrintEater(const Options& options, Console& console) : ToolEater(options.tool, console), options_(options.print) {}

 protected:
  void on_connect(const std::string& uri) override {
    if (!options_.json) print("Connected to nd-hub at " + uri + "\nWaiting for dumplings...\n\n");
  }
  void on_dumpling(const Dumpling& dumpling) override { print(printed(dumpling, options_)); }
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
  CLI::App app("Prints the dumplings that a hub sends.");
  cli::prepare(app, "nd-print");
  eaters::Options options;
  eaters::add_flags(app, options);
  cli::example(app, "nd-print -h hub.example:11348 -c DNSLookupChef --no-interval-dumplings");
  if (const auto status = cli::parse(app, argc, argv)) return *status;

  options.print.colour = options.tool.colour;
  eaters::Console console;
  if (!options.input_file.empty()) {
    return eaters::print_recorded(options.input_file, options.print, options.tool, options.count, console.output);
  }
  return eaters::PrintEater(options, console).run_tool(options.count);
}
