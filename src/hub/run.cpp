#include "hub/run.hpp"

#include <csignal>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/os/hangup.hpp"
#include "common/os/restart_pause.hpp"
#include "common/os/service_manager.hpp"
#include "hub/hub.hpp"
#include "hub/status/watchdog.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {
namespace {

// A hub from its start to its exit status.
class Run {
 public:
  Run(HubOptions options, Logging& logging) : log_(options.log), logging_(logging) {
    // From now on SIGHUP doesn't end the process: it may come while a large log is opened. Handlers run in loop_.run().
    loop_.on_signal({SIGHUP}, [this](int) { hang_up(); });
    options.on_log_wait = [this] { service_.still_starting(); };
    hub_.emplace(loop_, std::move(options));
    watchdog_.emplace(loop_, hub_->census_taker(), service_);
    loop_.on_signal({SIGINT, SIGTERM}, [this](int) { stop(); });
  }

  int operator()() {
    if (const auto started = hub_->start(); !started) return fail(started.error());
    if (const auto told = service_.ready(); !told) log_->warn(told.error());
    watchdog_->start();
    loop_.run();
    if (!signed_off_) return cli::exit_failed;
    log_->info("Dumpling hub signing off.  Thanks!");
    return cli::exit_ok;
  }

 private:
  // The line is on standard output for scripts, and in the log for everybody else.
  int fail(const std::string& why) {
    const std::string line = "hub error: Cannot instantiate dumpling hub: " + why;
    std::cout << line << std::endl;
    log_->error(line);
    if (const auto pause = restart_pause(); pause.count() > 0) {
      log_->info("This failed before, so nd-hub waits {} s before it ends", pause.count());
      net::Timer end(loop_);
      end.start(pause, [this] { loop_.stop(); });
      failed_ = true;
      loop_.run();
    }
    return cli::exit_failed;
  }

  void stop() {
    if (failed_) return loop_.stop();
    if (std::exchange(stopping_, true)) return loop_.stop();
    log_->info("Caught keyboard interrupt; attempting graceful shutdown...");
    service_.stopping();
    hub_->stop([this] {
      signed_off_ = true;
      loop_.stop();
    });
  }

  void hang_up() {
    if (failed_) return;
    if (hangup_.terminal_is_gone()) return stop();
    if (logging_.has_file()) {
      const auto file = logging_.reopen_file();
      file ? log_->info("The log file was reopened") : log_->error(file.error());
    }
    hub_->reloads().run(log_);
    if (!logging_.has_file() && hub_->reloads().empty()) log_->info("SIGHUP: there is nothing to reread");
    if (service_.has_credentials()) log_->info(ServiceManager::credentials_stay);
  }

  Log log_;
  Logging& logging_;
  net::Loop loop_;
  const Hangup hangup_;
  ServiceManager service_;
  std::optional<Hub> hub_;
  std::optional<Watchdog> watchdog_;
  bool failed_ = false;
  bool stopping_ = false;
  bool signed_off_ = false;
};

}  // namespace

int run_hub(const HubOptions& options, Logging& logging) { return Run(options, logging)(); }

}  // namespace netdumplings::hub
