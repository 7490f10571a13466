#include "kitchen/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <climits>
#include <cstddef>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/defaults.hpp"
#include "common/os/token.hpp"
#include "kitchen/chefs/chef_path.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t least_outbox = 64 * kib;
constexpr std::size_t least_spool = 4 * defaults::spool_segment;

/// What is not yet in its final form when the command line has been read.
struct Raw {
  std::string hub = std::string(defaults::hub_address) + ":" + std::to_string(defaults::hub_in_port);
  std::vector<std::string> interfaces{defaults::interface};
  std::vector<std::string> chefs;
  std::size_t buffer_kib = defaults::capture_buffer / kib;
};

CLI::Validator hub_address() {
  return CLI::Validator(
      [](std::string& text) {
        const auto hub = net::parse_endpoint(text, defaults::hub_in_port);
        return hub ? std::string() : hub.error();
      },
      "");
}

CLI::Option* add_repeatable(CLI::App& app, const std::string& flags, std::vector<std::string>& values,
                            const std::string& metavar, const std::string& help) {
  return app.add_option(flags, values, help)->type_name(metavar)->take_all();
}

void add_kitchen_options(CLI::App& app, Options& options, Raw& raw) {
  app.add_option("-n,--kitchen-name", options.kitchen_name, "The kitchen's name, which its dumplings carry.")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_option("-h,--hub", raw.hub, "Address where the hub takes dumplings in.")
      ->type_name("HOST:PORT")
      ->check(hub_address())
      ->capture_default_str();
  cli::add_token_file(app, options.token_file);
  cli::add_tls(app, options.tls.ca, options.tls.certificate, options.tls.key);
  app.add_option("--outbox-size", options.outbox_size, "Keep this much for a hub that is slow or away, such as 64MiB.")
      ->type_name("BYTES")
      ->transform(cli::size(least_outbox))
      ->default_str("64MiB");
  app.add_option("--spool", options.spool, "Keep it in this folder, where a later run finds what is left.")
      ->type_name("DIR");
  app.add_option("--spool-size", options.spool_size, "Keep this much in the folder, such as 1GiB.")
      ->type_name("BYTES")
      ->transform(cli::size(least_spool))
      ->default_str("1GiB");
  app.add_flag("!--no-wait", options.wait_for_hub, "End when the hub can't be reached, instead of trying again.");
  app.add_option("-p,--poke-interval", options.poke_interval, "Poke the chefs this often.")
      ->type_name("SECONDS")
      ->check(cli::positive_seconds())
      ->default_str("5.0");
  app.add_option(
         "-o,--output", options.output,
         "Write the dumplings to this file as JSON lines (-: standard output), instead of sending them to a hub.")
      ->type_name("FILE");
  app.add_option("--drain-timeout", options.drain_timeout,
                 "Wait this long, at the end of a file, for the hub to take what is left.")
      ->type_name("SECONDS")
      ->default_str("until it has")
      ->check(cli::positive_seconds());
}

void add_status_options(CLI::App& app, Options& options) {
  app.add_option("--stats-interval", options.stats_interval,
                 "Send the kitchen's ledger, a dumpling of KitchenStatusChef, this often (0: never).")
      ->type_name("SECONDS")
      ->default_str("60.0, or 0 when a file is read")
      ->check(cli::seconds_or_never());
  app.add_option("--chef-budget", options.chef_budget, "Warn of a chef whose handler takes longer.")
      ->type_name("MILLISECONDS")
      ->default_str("none")
      ->check(cli::positive_milliseconds());
}

void add_live_options(CLI::App& app, Options& options, Raw& raw) {
  app.add_option("-B,--buffer-size", raw.buffer_kib, "Let the kernel keep this many KiB of packets for each interface.")
      ->type_name("KIB")
      ->check(cli::whole_number(1, std::uint64_t{INT_MAX} / kib))
      ->capture_default_str();
  app.add_option("-s,--snapshot-length", options.live.snapshot_length,
                 "Capture no more of each packet (0: as much as there may be).")
      ->type_name("BYTES")
      ->check(cli::whole_number(0, defaults::snapshot_length))
      ->capture_default_str();
  app.add_flag("!--no-promiscuous", options.live.promiscuous,
               "Don't ask the interface for packets that aren't for this machine.");
  app.add_flag("--immediate", options.live.immediate, "Take each packet when it comes, instead of waiting for a few.");
  app.add_flag("-D,--list-interfaces", options.list_interfaces, "List the interfaces that there are and exit.");
}

void add_capture_options(CLI::App& app, Options& options, Raw& raw) {
  auto* const interfaces = add_repeatable(app, "-i,--interface", raw.interfaces, "NAME",
                                          "Sniff on this interface (all: every one that is up, but loopback).")
                               ->default_str(defaults::interface);
  app.add_option("-r,--read", options.capture,
                 "Read packets from this file (-: standard input), pcap or pcapng, gzip'd or not, instead.")
      ->type_name("FILE")
      ->excludes(interfaces);
  app.add_option("-f,--filter", options.filter,
                 "Sniff only packets that this filter, in pcap-filter's language, lets pass ('': all).")
      ->type_name("FILTER")
      ->capture_default_str();
  app.add_option("-Z,--relinquish-privileges", options.run_as,
                 "Run as this user once all is open, when started as root (root: keep root's rights).")
      ->type_name("USER")
      ->default_str("who called sudo, else nobody");
}

void add_chef_options(CLI::App& app, Options& options, Raw& raw) {
  add_repeatable(app, "-m,--chef-module", options.chef_modules, "MODULE",
                 "Load the chefs of this module: a library, a folder of them, or a name to look up.")
      ->default_str(bundled_chefs);
  add_repeatable(app, "-c,--chef", raw.chefs, "NAME", "Let only this chef cook.")->default_str("all");
  add_repeatable(app, "--chef-option", options.chef_options, "CHEF:KEY=VALUE",
                 "Give a chef an option, or several at once as CHEF:@FILE.json.");
  app.add_flag("-l,--chef-list", options.list_chefs, "List the chefs that there are and exit.");
}

/// "eth0,eth1" is two of them; none is named twice.
std::vector<std::string> split_names(const std::vector<std::string>& given) {
  std::vector<std::string> names;
  for (const auto& text : given) {
    for (const auto& name : CLI::detail::split(text, ',')) {
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

/// Why the options don't make sense; "" when they do.
std::string settle(Options& options, const Raw& raw) {
  options.hub = net::parse_endpoint(raw.hub, defaults::hub_in_port).value();
  if (auto why = net::misuse_of(options.tls, options.hub.tls); !why.empty()) return why;
  options.interfaces = split_names(raw.interfaces);
  if (options.interfaces.empty()) return "--interface: no name was given";
  if (!raw.chefs.empty()) options.chefs = raw.chefs;
  options.live.buffer_size = raw.buffer_kib * kib;
  if (options.live.snapshot_length == 0) options.live.snapshot_length = defaults::snapshot_length;
  return {};
}

Options defaults_of_all() {
  return {.kitchen_name = defaults::kitchen_name,
          .hub = {},
          .token_file = {},
          .token_variable = {},
          .tls = {},
          .interfaces = {},
          .filter = defaults::filter,
          .chef_modules = {bundled_chefs},
          .chefs = {},
          .chef_options = {},
          .poke_interval = defaults::poke_interval_seconds,
          .capture = {},
          .output = {},
          .run_as = {},
          .drain_timeout = {},
          .spool = {},
          .spool_size = defaults::spool_size,
          .outbox_size = defaults::outbox_size,
          .stats_interval = {},
          .live = {},
          .log_level = {}};
}

void set_up(CLI::App& app, Options& options, Raw& raw) {
  app.description("Sniffs packets and lets chefs make dumplings of them.");
  cli::prepare(app, "nd-sniff");
  add_kitchen_options(app, options, raw);
  add_capture_options(app, options, raw);
  add_live_options(app, options, raw);
  add_chef_options(app, options, raw);
  add_status_options(app, options);
  cli::add_log_level(app, options.log_level);
  cli::example(app, "nd-sniff -n garage -i eth0 -f 'udp port 53' -c DNSLookupChef");
}

}  // namespace

std::string Options::source() const {
  if (capture) return *capture;
  std::string names;
  for (const auto& name : interfaces) names += (names.empty() ? "" : ",") + name;
  return names;
}

double Options::status_interval() const {
  return stats_interval.value_or(capture ? 0 : defaults::stats_interval_seconds);
}

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  Options options = defaults_of_all();
  options.token_variable = take_token_variable();
  Raw raw;
  CLI::App app;
  set_up(app, options, raw);
  if (const auto status = cli::parse(app, argc, argv)) return *status;
  if (const auto why = settle(options, raw); !why.empty()) return cli::usage_error(app.get_name(), why);
  return options;
}

void describe_options(const std::function<void(const CLI::App&)>& describe) {
  Options options = defaults_of_all();
  Raw raw;
  CLI::App app;
  set_up(app, options, raw);
  describe(app);
}

}  // namespace netdumplings::kitchen
