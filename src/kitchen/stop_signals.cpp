#include "kitchen/stop_signals.hpp"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/defaults.hpp"

namespace netdumplings::kitchen {

StopSignals::StopSignals() {
  sigset_t hangups;
  sigemptyset(&hangups);
  sigaddset(&hangups, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &hangups, nullptr);
}

StopSignals::~StopSignals() {
  end_.set();
  if (thread_.joinable()) thread_.join();
}

void StopSignals::watch(std::function<void()> on_stop, std::function<void()> on_hangup) {
  signals_.emplace({SIGINT, SIGTERM, SIGHUP});
  thread_ =
      std::thread([this, on_stop = std::move(on_stop), on_hangup = std::move(on_hangup)] { run(on_stop, on_hangup); });
}

void StopSignals::when_stuck(std::function<void()> on_stuck) {
  const std::scoped_lock lock(mutex_);
  on_stuck_ = std::move(on_stuck);
}

bool StopSignals::asks_to_reopen(int signal) const { return signal == SIGHUP && !hangup_.terminal_is_gone(); }

void StopSignals::run(const std::function<void()>& on_stop, const std::function<void()>& on_hangup) {
  std::optional<std::chrono::milliseconds> grace;  // is running
  while (signals_->wait(end_.fd(), grace)) {
    const auto signal = signals_->take();
    if (!signal) {
      if (std::exchange(grace, std::nullopt)) report_stuck();
    } else if (asks_to_reopen(*signal)) {
      on_hangup();
    } else if (requested_) {
      _exit(cli::exit_failed);
    } else {
      requested_ = true;
      stop_.set();
      on_stop();
      grace = defaults::stop_grace;
    }
  }
}

void StopSignals::report_stuck() {
  const std::scoped_lock lock(mutex_);
  if (on_stuck_) on_stuck_();
}

}  // namespace netdumplings::kitchen
