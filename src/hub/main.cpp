// nd-hub: takes the dumplings of all kitchens and sends them to all eaters.
#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/os/service_manager.hpp"
#include "hub/access/self_signed_pair.hpp"
#include "hub/hub.hpp"
#include "hub/options.hpp"
#include "hub/status/watchdog.hpp"
#include "net/loop/loop.hpp"

using namespace netdumplings;

namespace {

// Each connection needs a descriptor, and the usual soft limit of 1024 is only for programs that use select().
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(const hub::HubOptions& options) {
  net::Loop loop;
  hub::Hub hub(loop, options);
  ServiceManager service;
  hub::Watchdog watchdog(loop, hub.census_taker(), service);
  bool stopping = false;
  bool signed_off = false;
  loop.on_signal({SIGINT, SIGTERM}, [&](int) {
    if (std::exchange(stopping, true)) return loop.stop();
    options.log->info("Caught keyboard interrupt; attempting graceful shutdown...");
    service.stopping();
    hub.stop([&] {
      signed_off = true;
      loop.stop();
    });
  });
  if (!hub.reloads().empty()) loop.on_signal({SIGHUP}, [&](int) { hub.reloads().run(options.log); });
  if (const auto started = hub.start(); !started) {
    std::cout << "hub error: Cannot instantiate dumpling hub: " << started.error() << std::endl;
    return cli::exit_failed;
  }
  if (const auto told = service.ready(); !told) options.log->warn(told.error());
  watchdog.start();
  loop.run();
  if (!signed_off) return cli::exit_failed;
  options.log->info("Dumpling hub signing off.  Thanks!");
  return cli::exit_ok;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = hub::parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&options)) return *status;
  const auto& hub_options = std::get<hub::HubOptions>(options);
  if (!hub_options.self_signed_folder.empty()) {
    return hub::make_self_signed_pair(
        {hub_options.self_signed_folder, hub_options.address, hub_options.in_port, hub_options.out_port});
  }
  raise_descriptor_limit();
  std::signal(SIGXFSZ,
              SIG_IGN);  // a file that would be too large is then an error, which the log handles as a full disk
  return run(hub_options);
}
