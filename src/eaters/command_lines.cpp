#include "eaters/command_lines.hpp"

#include "common/cli/cli.hpp"
#include "common/eater_names.hpp"

namespace netdumplings::eaters {

void set_up_print(CLI::App& app, PrintCommand& command) {
  app.description("Prints the dumplings that a hub sends.");
  cli::prepare(app, "nd-print");
  add_tool_flags(app, command.tool, print_eater);
  PrintOptions& print = command.print;
  app.add_option("-c,--chef", print.chefs, "Print only dumplings of this chef.")->type_name("CHEF")->default_str("all");
  app.add_option("-k,--kitchen", print.kitchens, "Print only dumplings from this kitchen.")
      ->type_name("KITCHEN")
      ->default_str("all");
  app.add_flag("--interval-dumplings,!--no-interval-dumplings", print.interval_dumplings,
               "Print dumplings that chefs made when they were poked.")
      ->default_str("--interval-dumplings");
  app.add_flag("--packet-dumplings,!--no-packet-dumplings", print.packet_dumplings,
               "Print dumplings that chefs made from a packet.")
      ->default_str("--packet-dumplings");
  app.add_flag("--payload,!--no-payload", print.payload, "Print the payloads of the dumplings.")
      ->default_str("--payload");
  app.add_flag("--json", print.json, "Print each dumpling as one line of JSON, exactly as the hub sent it.");
  app.add_option("--count", command.count, "Stop after this many dumplings.")->type_name("N")->check(cli::count());
  auto* const last =
      app.add_option("--last", command.last,
                     "Start with the last N dumplings that the hub has; if it has fewer, one line says how many.")
          ->type_name("N")
          ->check(cli::count());
  app.add_option(
         "--since", command.since,
         "Start with the dumplings that arrived at the hub within the last TIME, such as 90 (seconds), 30s, 10m, 2h or "
         "1d.")
      ->type_name("TIME")
      ->transform(cli::duration())
      ->excludes(last);
  app.add_option("--input-file", command.input_file,
                 "Print the dumplings recorded in this file (- is standard input), instead of connecting to a hub.")
      ->type_name("FILE")
      ->excludes("--hub", "--reconnect", "--last", "--since", "--tls-ca", "--tls-cert", "--tls-key");
  cli::example(app, "nd-print -h hub.example:11348 -c DNSLookupChef --no-interval-dumplings");
}

void set_up_hubdetails(CLI::App& app, ToolOptions& options) {
  app.description("Prints a hub's status once: its counts, its kitchens and its eaters.");
  cli::prepare(app, "nd-hubdetails");
  add_tool_flags(app, options, details_eater);
  cli::example(app, "nd-hubdetails -h hub.example:11348");
}

void set_up_hubstatus(CLI::App& app, ToolOptions& options) {
  app.description("Shows a hub's uptime, its counts of dumplings, and how many clients are connected, in one line.");
  cli::prepare(app, "nd-hubstatus");
  add_tool_flags(app, options, status_eater);
  cli::example(app, "nd-hubstatus -h hub.example:11348");
}

void set_up_top(CLI::App& app, TopCommand& command) {
  app.description("Shows kitchens, chefs, eaters and connections live, on the whole terminal.");
  cli::prepare(app, "nd-top");
  add_live_tool_flags(app, command.tool, top_eater);
  app.add_flag("--status-only", command.status_only,
               "Get only status dumplings from the hub and its kitchens, to save work on a very busy hub.");
  cli::example(app, "nd-top -h hub.example:11348");
}

}  // namespace netdumplings::eaters
