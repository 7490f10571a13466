#include "kitchen/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <climits>
#include <cstddef>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/defaults.hpp"
#include "common/os/token.hpp"
#include "common/text.hpp"
#include "kitchen/chefs/chef_path.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t kib = 1024;

// Values that still have to be converted when the command line has been read.
struct Raw {
  std::vector<std::string> interfaces{defaults::interface};
  std::optional<std::string> filter;
  std::vector<std::string> chefs;
  std::optional<std::size_t> buffer_kib;
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

void add_kitchen_options(CLI::App& app, Options& options) {
  app.add_option("-n,--kitchen-name", options.kitchen_name, "The name of this kitchen, which its dumplings carry.")
      ->type_name("NAME")
      ->capture_default_str()
      ->check(cli::client_name());
  app.add_option("-h,--hub", options.hub.address, "Send the dumplings to the hub at this address.")
      ->type_name("HOST:PORT")
      ->check(hub_address())
      ->capture_default_str();
  cli::add_token_file(app, options.hub.token_file);
  cli::add_tls(app, options.hub.tls.ca, options.hub.tls.certificate, options.hub.tls.key, options.hub.tls.key_group);
  app.add_option("--outbox-size", options.outbox_size,
                 "Keep up to this many bytes of dumplings in memory while the hub is slow or away, such as 64MiB.")
      ->type_name("BYTES")
      ->transform(cli::size(defaults::smallest_outbox_size))
      ->default_str("64MiB");
  app.add_option("--spool", options.spool,
                 "Keep the dumplings for the hub in files in this folder, so that a later run can send what is left.")
      ->type_name("DIR");
  app.add_option("--spool-size", options.spool_size, "Keep up to this many bytes in the spool folder, such as 1GiB.")
      ->type_name("BYTES")
      ->transform(cli::size(defaults::smallest_spool_size))
      ->default_str("1GiB");
  app.add_flag("!--no-wait", options.wait_for_hub, "Exit if the hub can't be reached, instead of trying again.");
  app.add_option("-p,--poke-interval", options.poke_interval, "Poke the chefs at this interval.")
      ->type_name("SECONDS")
      ->check(cli::positive_seconds())
      ->default_str("5.0");
  app.add_option(
         "-o,--output", options.output,
         "Write the dumplings to this file as JSON lines (- is standard output), instead of sending them to a hub.")
      ->type_name("FILE");
  app.add_option("--drain-timeout", options.drain_timeout,
                 "At the end of a file, wait at most this long for the hub to take the remaining dumplings.")
      ->type_name("SECONDS")
      ->default_str("no limit")
      ->check(cli::positive_seconds());
}

void add_status_options(CLI::App& app, Options& options) {
  app.add_option("--stats-interval", options.stats_interval,
                 "Send the kitchen's ledger, a dumpling from KitchenStatusChef, at this interval (0 is never).")
      ->type_name("SECONDS")
      ->default_str("60.0, or 0 when a file is read")
      ->check(cli::seconds_or_never());
  app.add_option("--chef-budget", options.chef_budget, "Log a warning when a handler of a chef takes longer than this.")
      ->type_name("MILLISECONDS")
      ->default_str("no warnings")
      ->check(cli::positive_milliseconds());
  app.add_flag("--strict", options.strict,
               "Exit with status 1 if a handler of a chef failed, or a packet or a dumpling was dropped.");
}

void add_live_options(CLI::App& app, Options& options, Raw& raw) {
  app.add_option("-B,--buffer-size", raw.buffer_kib,
                 "Give the kernel a buffer of this size for the packets of each interface.")
      ->type_name("KIB")
      ->check(cli::whole_number(1, std::uint64_t{INT_MAX} / kib))
      ->default_str(std::to_string(defaults::capture_buffer / kib) + ", or less for more than 16 interfaces");
  app.add_option("-s,--snapshot-length", options.live.snapshot_length,
                 "Capture at most this many bytes of each packet (0 is the maximum).")
      ->type_name("BYTES")
      ->check(cli::whole_number(0, defaults::snapshot_length))
      ->capture_default_str();
  app.add_flag("!--no-promiscuous", options.live.promiscuous, "Don't put interfaces into promiscuous mode.");
  app.add_flag("--immediate", options.live.immediate,
               "Handle each packet as soon as it arrives, instead of in small batches.");
  app.add_flag("-D,--list-interfaces", options.list_interfaces, "List the network interfaces and exit.");
}

void add_capture_options(CLI::App& app, Options& options, Raw& raw) {
  auto* const interfaces =
      add_repeatable(app, "-i,--interface", raw.interfaces, "NAME",
                     "Sniff on this interface (all is every interface that is up, except loopback; any takes those "
                     "that come later, too).")
          ->default_str(defaults::interface);
  app.add_option("-r,--read", options.capture,
                 "Read packets from this capture file instead (- is standard input): pcap or pcapng, also "
                 "compressed (gzip, zstd, lz4, xz, bzip2).")
      ->type_name("FILE")
      ->excludes(interfaces);
  app.add_option("-f,--filter", raw.filter,
                 "Sniff only packets that match this filter, in the language of pcap-filter(7) ('' is every packet, "
                 "which is the default when a file is read). Without it, chefs that need other packets get them, too.")
      ->type_name("FILTER")
      ->default_str(defaults::filter);
  app.add_flag("--merge-interfaces", options.merge_interfaces,
               "Follow a connection over all interfaces, as with a tap of two ports, and not on each by itself.");
  app.add_option("-Z,--relinquish-privileges", options.run_as,
                 "When started as root, become this user after opening the capture (root keeps root's rights).")
      ->type_name("USER")
      ->default_str("the user who called sudo, or else nobody");
}

void add_chef_options(CLI::App& app, Options& options, Raw& raw) {
  add_repeatable(app, "-m,--chef-module", options.chef_modules, "MODULE",
                 "Load the chefs of this module: a library, a folder of libraries, or the name of an installed module.")
      ->default_str(bundled_chefs);
  add_repeatable(app, "-c,--chef", raw.chefs, "NAME", "Run only this chef.")->default_str("all");
  add_repeatable(app, "--chef-option", options.chef_options, "CHEF:KEY=VALUE",
                 "Set an option of a chef, or several from a JSON file with CHEF:@FILE.json.");
  app.add_flag("-l,--chef-list", options.list_chefs,
               "List the available chefs with their help, version and options, and exit.");
}

// Splits "eth0,eth1" into two names, and leaves out repeated ones.
std::vector<std::string> split_names(const std::vector<std::string>& given) {
  std::vector<std::string> names;
  for (const auto& text : given) {
    for (const auto& name : CLI::detail::split(text, ',')) {
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

// Completes the options. Returns why they don't make sense, or "".
std::string settle(Options& options, const Raw& raw) {
  if (auto hub = net::hub_endpoint(options.hub); !hub) return hub.error();
  options.interfaces = split_names(raw.interfaces);
  if (options.interfaces.empty()) return "--interface: no name was given";
  options.filter = raw.filter;
  if (!options.filter && options.capture) options.filter = "";
  if (!raw.chefs.empty()) options.chefs = raw.chefs;
  if (raw.buffer_kib) options.live.buffer_size = *raw.buffer_kib * kib;
  if (options.live.snapshot_length == 0) options.live.snapshot_length = defaults::snapshot_length;
  return {};
}

Options defaults_of_all() {
  return {.kitchen_name = defaults::kitchen_name,
          .hub = {.address = std::string(defaults::hub_address) + ":" + std::to_string(defaults::hub_in_port),
                  .default_port = defaults::hub_in_port},
          .interfaces = {},
          .filter = {},
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
          .unknown_variables = {},
          .log_level = {}};
}

void set_up(CLI::App& app, Options& options, Raw& raw) {
  app.description("Sniffs packets and runs chefs, which turn them into dumplings.");
  cli::prepare(app, "nd-sniff");
  add_kitchen_options(app, options);
  add_capture_options(app, options, raw);
  add_live_options(app, options, raw);
  add_chef_options(app, options, raw);
  add_status_options(app, options);
  cli::add_check_config(app, options.check_config);
  cli::add_log_level(app, options.log_level);
  cli::example(app, "nd-sniff -n garage -i eth0 -f 'udp port 53' -c DNSLookupChef");
}

}  // namespace

std::string Options::source() const { return capture ? *capture : joined(interfaces, ","); }

double Options::status_interval() const {
  return stats_interval.value_or(capture ? 0 : defaults::stats_interval_seconds);
}

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  Options options = defaults_of_all();
  options.hub.token_variable = take_token_variable();
  Raw raw;
  CLI::App app;
  set_up(app, options, raw);
  if (const auto status = cli::parse(app, argc, argv)) return *status;
  if (const auto why = settle(options, raw); !why.empty()) return cli::usage_error(app.get_name(), why);
  options.unknown_variables = cli::unknown_variables(app);
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
