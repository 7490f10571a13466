#include "eaters/tool.hpp"

#include <cstdio>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"
#include "common/os/token.hpp"
#include "net/client/hub_access.hpp"

namespace netdumplings::eaters {
namespace {

CLI::Validator hub_address() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const auto hub = net::parse_endpoint(text, defaults::hub_out_port);
        return hub ? "" : hub.error();
      },
      "");
}

EaterOptions eater_options(const ToolOptions& options, const Console& console, EaterOptions eater) {
  eat_from(options, eater);
  eater.reconnect = options.reconnect;
  // Without one of these, the tool never comes back, and has nothing to hear from the hub itself.
  eater.catch_up = options.reconnect || eater.last;
  eater.say = [&console, line_ended = false](std::string_view line) mutable {
    const auto state = console.output.state();
    if (state == Output::State::closed || state == Output::State::failed) return;
    // Ends the line on which the terminal shows ^C.
    if (console.interrupts.any() && !std::exchange(line_ended, true)) std::fputc('\n', stderr);
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
  };
  return eater;
}

void add_common_flags(CLI::App& app, ToolOptions& options, const std::string& default_name) {
  options.hub = std::string(defaults::hub_address) + ":" + std::to_string(defaults::hub_out_port);
  options.name = default_name;
  options.colour = terminal::wants_colour();
  app.add_option("-h,--hub", options.hub, "Get dumplings from the hub at this address.")
      ->type_name("HOST:PORT")
      ->capture_default_str()
      ->check(hub_address());
  app.add_option("-n,--eater-name", options.name, "The name of this eater, which the hub shows.")
      ->type_name("NAME")
      ->capture_default_str()
      ->check(cli::client_name());
  app.add_flag("--color,!--no-color", options.colour, "Print in colour, or don't.")
      ->default_str("colour on a terminal, unless NO_COLOR is set");
  cli::add_token_file(app, options.token_file);
  cli::add_tls(app, options.tls.ca, options.tls.certificate, options.tls.key, options.tls.key_group);
}

constexpr const char* what_reconnect_does = "Wait for a hub that can't be reached, and reconnect after losing it";

}  // namespace

void add_tool_flags(CLI::App& app, ToolOptions& options, const std::string& default_name) {
  add_common_flags(app, options, default_name);
  app.add_flag("--reconnect", options.reconnect, std::string(what_reconnect_does) + ".");
}

void add_live_tool_flags(CLI::App& app, ToolOptions& options, const std::string& default_name) {
  add_common_flags(app, options, default_name);
  options.reconnect = true;
  app.add_flag("--reconnect,!--no-reconnect", options.reconnect, std::string(what_reconnect_does) + ", or don't.")
      ->default_str("--reconnect");
}

std::optional<int> refuse(ToolOptions& options, const CLI::App& app) {
  const net::HubSettings settings{.address = options.hub,
                                  .default_port = defaults::hub_out_port,
                                  .tls = options.tls,
                                  .token_file = options.token_file,
                                  .token_variable = take_token_variable()};
  if (const auto hub = net::hub_endpoint(settings); !hub) return cli::usage_error(app.get_name(), hub.error());
  auto access = net::open_hub_access(settings);
  if (!access) {
    complain(options, access.error());
    return cli::exit_failed;
  }
  options.token = std::move(access->token);
  return std::nullopt;
}

void eat_from(const ToolOptions& options, EaterOptions& eater) {
  eater.name = options.name;
  eater.hub = options.hub;
  eater.token = options.token;
  eater.tls_ca = options.tls.ca;
  eater.tls_cert = options.tls.certificate;
  eater.tls_key = options.tls.key;
  eater.tls_key_group = options.tls.key_group;
}

void complain(const ToolOptions& options, std::string_view what) {
  std::fprintf(stderr, "%s: %.*s\n", options.name.c_str(), static_cast<int>(what.size()), what.data());
}

int exit_status(const ToolOptions& options, const Output& output, int status) {
  if (output.state() != Output::State::failed) return status;
  complain(options, "Cannot write to standard output: " + output.failure());
  return cli::exit_failed;
}

ToolEater::ToolEater(const ToolOptions& options, Console& console, EaterOptions choice)
    : DumplingEater(eater_options(options, console, std::move(choice))), tool_options_(options), console_(console) {}

int ToolEater::run_tool(std::optional<std::uint64_t> count) {
  console_.interrupts.watch([this] { stop(); });
  const EaterEnd end = run(count);
  console_.interrupts.end_watch();
  return exit_status(tool_options_, console_.output, end == EaterEnd::no_hub ? cli::exit_failed : cli::exit_ok);
}

void ToolEater::print(std::string_view text) {
  if (console_.output.write(text)) return;
  if (console_.output.state() != Output::State::interrupted) stop();  // an interrupt has already stopped it
}

void ToolEater::on_connection_lost(const std::string& why) { print("\nLost connection to nd-hub: " + why + "\n"); }

}  // namespace netdumplings::eaters
