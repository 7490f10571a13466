// nd-hub: passes the dumplings of all kitchens on to all eaters.
#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <utility>

#include "common/cli.hpp"
#include "common/logging.hpp"
#include "hub/hub.hpp"
#include "net/loop.hpp"

namespace netdumplings::hub {
namespace {

// A connection is a descriptor, and the usual soft limit of 1024 is there for programs that use select().
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void add_options(CLI::App& app, HubOptions& options, double& status_freq) {
  app.add_option("-a,--address", options.address, "Address or name to listen on")->capture_default_str();
  app.add_option("-i,--in-port", options.in_port, "Port for kitchens; 0: any free one")
      ->capture_default_str()
      ->check(cli::port());
  app.add_option("-o,--out-port", options.out_port, "Port for eaters; 0: any free one")
      ->capture_default_str()
      ->check(cli::port());
  app.add_option("-f,--status-freq", status_freq, "Seconds between status dumplings")
      ->capture_default_str()
      ->check(cli::positive_seconds());
  app.add_option("--allow-origin", options.allowed_origins,
                 "Let web pages of this origin connect, e.g. https://example.org or null (repeatable)")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--log-size", options.log_size, "Bytes of dumplings kept for eaters that fall behind, e.g. 64MiB")
      ->capture_default_str()
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(2 * defaults::log_chunk, std::size_t{1} << 40));
}

int run(HubOptions options) {
  net::Loop loop;
  Hub hub(loop, options);
  if (const auto started = hub.start(); !started) {
    std::cout << "hub error: Cannot instantiate dumpling hub: " << started.error() << std::endl;
    return cli::exit_failed;
  }
  bool stopping = false;
  bool signed_off = false;
  loop.on_signal({SIGINT, SIGTERM}, [&](int) {
    if (std::exchange(stopping, true)) return loop.stop();
    options.log->info("Caught keyboard interrupt; attempting graceful shutdown...");
    hub.stop([&] {
      signed_off = true;
      loop.stop();
    });
  });
  loop.run();
  if (!signed_off) return cli::exit_failed;
  options.log->info("Dumpling hub signing off.  Thanks!");
  return cli::exit_ok;
}

}  // namespace
}  // namespace netdumplings::hub

int main(int argc, char** argv) {
  using namespace netdumplings;
  CLI::App app("Pass the dumplings of all kitchens on to all eaters.");
  cli::prepare(app, "nd-hub");
  hub::HubOptions options;
  double status_freq = defaults::status_freq_seconds;
  hub::add_options(app, options, status_freq);
  if (const auto status = cli::parse(app, argc, argv)) return *status;
  options.status_interval =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(status_freq));
  options.log = make_log("nd-hub");
  hub::raise_descriptor_limit();
  return hub::run(options);
}
