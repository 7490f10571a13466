#include "hub/options.hpp"

#include <sched.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "common/cli/cli.hpp"

namespace netdumplings::hub {
namespace {

struct Flags {
  HubOptions hub;
  double status_freq = defaults::status_freq_seconds;
  double eater_timeout = std::chrono::duration<double>(defaults::eater_timeout).count();
  std::size_t threads = 0;  // 0: not given
  std::size_t max_per_address = 0;
  std::string public_url;
  std::vector<std::string> proxies;
};

// Returns a validator that accepts what `parse` reads.
template <class Parse>
CLI::Validator readable_by(Parse parse) {
  return CLI::Validator(
      [parse](std::string& text) {
        const auto read = parse(text);
        return read ? std::string() : read.error();
      },
      "");
}

// An address may have brackets around it, as in a URL.
CLI::Validator host() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
        return text.empty() ? "'' is not an address or a name" : "";
      },
      "");
}

void add_proxies(CLI::App& app, Flags& flags) {
  app.add_option(
         "--public-url", flags.public_url,
         "Browsers reach the live page by a proxy under this URL, such as https://example.org/netdumplings/; its "
         "origin and host are accepted.")
      ->type_name("URL")
      ->check(readable_by(net::parse_public_url));
  app.add_option("--trusted-proxy", flags.proxies,
                 "Believe a proxy at this address which client it speaks for, in X-Forwarded-For.")
      ->type_name("ADDRESS/BITS")
      ->check(readable_by(net::parse_address_block))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_flag("--proxy-protocol", flags.hub.proxy_protocol,
               "Let a --trusted-proxy begin a connection with the PROXY protocol, version 1 or 2.");
}

void add_limits(CLI::App& app, Flags& flags) {
  app.add_option("--eater-timeout", flags.eater_timeout, "Disconnect an eater that takes nothing for this long.")
      ->type_name("SECONDS")
      ->default_str("30")
      ->check(cli::positive_seconds());
  app.add_option("--max-message", flags.hub.max_message, "Disconnect a kitchen that sends a larger dumpling than this.")
      ->type_name("SIZE")
      ->default_str("1MiB")
      ->transform(cli::size(defaults::smallest_max_message, defaults::log_chunk / 2));
  app.add_option("--max-connections", flags.hub.admission.clients,
                 "Refuse further clients while this many are connected.")
      ->type_name("N")
      ->capture_default_str()
      ->check(cli::whole_number(1, defaults::largest_max_connections));
  app.add_option("--max-per-address", flags.max_per_address,
                 "Refuse further clients from an address while it has this many.")
      ->type_name("N")
      ->default_str("1000, without a limit for this machine's own clients")
      ->check(cli::whole_number(1, defaults::largest_max_connections));
}

void add_tokens(CLI::App& app, Flags& flags) {
  app.add_option("--kitchen-token-file", flags.hub.kitchen_token_file,
                 "Accept only kitchens that show a token from this file, which SIGHUP rereads.")
      ->type_name("FILE")
      ->check(cli::not_empty("a file's path"));
  app.add_option("--eater-token-file", flags.hub.eater_token_file,
                 "Accept only eaters that show a token from this file; the metrics and the live page need one too.")
      ->type_name("FILE")
      ->check(cli::not_empty("a file's path"));
}

void add_tls_flags(CLI::App& app, Flags& flags) {
  net::TlsServerFiles& tls = flags.hub.tls;
  app.add_option("--tls-cert", tls.certificate,
                 "Speak TLS on both ports, with the certificate in this file and any intermediate ones after it; "
                 "SIGHUP rereads it.")
      ->type_name("FILE")
      ->check(cli::not_empty("a file's path"));
  app.add_option("--tls-key", tls.key,
                 "The private key of that certificate; only the owner may be able to read the file.")
      ->type_name("FILE")
      ->check(cli::not_empty("a file's path"));
  app.add_flag("--tls-key-group", tls.key_group,
               "Accept a key that the group of its file can read, such as Debian's group ssl-cert.");
  app.add_option("--tls-client-ca", tls.client_ca,
                 "Accept only clients whose certificate is in this file, or is signed by one that is.")
      ->type_name("FILE")
      ->check(cli::not_empty("a file's path"));
  app.add_option("--tls-self-signed", flags.hub.self_signed_folder,
                 "Make a certificate and its key in this folder, print how to use them, and exit.")
      ->type_name("DIR")
      ->check(cli::not_empty("a folder's path"));
}

// Returns why the options don't make sense, or an empty text.
std::string misuse(const HubOptions& options) {
  const net::TlsServerFiles& tls = options.tls;
  if (tls.certificate.empty() != tls.key.empty()) return "--tls-cert and --tls-key go together";
  if (options.proxy_protocol && options.proxies.empty()) return "--proxy-protocol needs --trusted-proxy";
  if (!tls.client_ca.empty() && tls.certificate.empty()) return "--tls-client-ca needs --tls-cert and --tls-key";
  return {};
}

void add_log(CLI::App& app, Flags& flags) {
  app.add_option(
         "--log-dir", flags.hub.log_folder,
         "Keep the log in files in this folder, so that it outlives the hub; the folder is made if its parent exists.")
      ->type_name("DIR")
      ->check(cli::not_empty("a folder's path"));
  app.add_option("--log-size", flags.hub.log_size,
                 "Keep up to this many bytes of dumplings for eaters that lag behind, such as 64MiB.")
      ->type_name("SIZE")
      ->default_str("64MiB, or 1GiB with --log-dir")
      ->transform(cli::size(defaults::smallest_log_size, defaults::largest_log_size));
}

void add_flags(CLI::App& app, Flags& flags) {
  app.add_option(
         "-a,--address", flags.hub.addresses,
         "Listen on this address or name; localhost is 127.0.0.1 and ::1, and * is all addresses of both families.")
      ->type_name("HOST")
      ->default_str(defaults::hub_address)
      ->transform(host())
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("-i,--in-port", flags.hub.in_port, "Accept kitchens on this port; 0 is any free port.")
      ->type_name("PORT")
      ->capture_default_str()
      ->check(cli::port());
  app.add_option("-o,--out-port", flags.hub.out_port, "Accept eaters on this port; 0 is any free port.")
      ->type_name("PORT")
      ->capture_default_str()
      ->check(cli::port());
  app.add_option("-f,--status-freq", flags.status_freq, "Send eaters a status dumpling at this interval.")
      ->type_name("SECONDS")
      ->default_str("5")
      ->check(cli::positive_seconds());
  app.add_option(
         "--allow-origin", flags.hub.allowed_origins,
         "Accept web pages from this origin too, such as https://example.org, or null for pages opened from a file.")
      ->type_name("ORIGIN")
      ->check(cli::origin())
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_proxies(app, flags);
  add_tokens(app, flags);
  app.add_option("--threads", flags.threads, "Spread eaters over this many threads.")
      ->type_name("N")
      ->default_str("the number of cores, at most 4")
      ->check(cli::whole_number(1, defaults::largest_threads));
  add_tls_flags(app, flags);
  add_limits(app, flags);
  add_log(app, flags);
  app.add_flag("!--no-web", flags.hub.web, "Don't serve the live page for browsers on the eaters' port.");
  cli::add_check_config(app, flags.hub.check_config);
  cli::add_log_level(app, flags.hub.log_level);
}

void set_up(CLI::App& app, Flags& flags) {
  app.description("Receives the dumplings of all kitchens and sends them to all eaters.");
  cli::prepare(app, "nd-hub");
  add_flags(app, flags);
  cli::example(app, "nd-hub --address 192.0.2.7 --status-freq 2");
}

// Returns the number of cores that this process may run on, at most defaults::most_threads.
std::size_t default_threads() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  const bool known = ::sched_getaffinity(0, sizeof cores, &cores) == 0;
  const auto count = known ? static_cast<std::size_t>(CPU_COUNT(&cores)) : std::thread::hardware_concurrency();
  return std::clamp<std::size_t>(count, 1, defaults::most_threads);
}

// Returns `seconds` as a duration, limited to what a clock can count and what a loop can keep up with.
std::chrono::nanoseconds interval(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(std::clamp(seconds, 0.001, 1e9)));
}

}  // namespace

std::variant<HubOptions, int> parse_options(int argc, const char* const* argv) {
  CLI::App app;
  Flags flags;
  set_up(app, flags);
  if (const auto status = cli::parse(app, argc, argv)) return *status;
  if (!flags.public_url.empty()) flags.hub.public_url = *net::parse_public_url(flags.public_url);
  std::vector<net::AddressBlock> blocks;
  for (const std::string& proxy : flags.proxies) blocks.push_back(*net::parse_address_block(proxy));
  flags.hub.proxies = net::TrustedProxies(std::move(blocks));
  if (const auto why = misuse(flags.hub); !why.empty()) return cli::usage_error(app.get_name(), why);
  flags.hub.unknown_variables = cli::unknown_variables(app);
  flags.hub.status_interval = interval(flags.status_freq);
  flags.hub.timeouts.progress = std::chrono::ceil<std::chrono::milliseconds>(interval(flags.eater_timeout));
  flags.hub.threads = flags.threads > 0 ? flags.threads : default_threads();
  if (flags.max_per_address > 0) {
    flags.hub.admission.from_elsewhere = flags.max_per_address;
    flags.hub.admission.from_here = flags.max_per_address;
  }
  if (!flags.hub.log_folder.empty() && app.count("--log-size") == 0) flags.hub.log_size = defaults::log_size_on_disk;
  return flags.hub;
}

void describe_options(const std::function<void(const CLI::App&)>& describe) {
  CLI::App app;
  Flags flags;
  set_up(app, flags);
  describe(app);
}

}  // namespace netdumplings::hub
