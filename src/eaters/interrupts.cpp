#include "eaters/interrupts.hpp"

#include <csignal>
#include <utility>

namespace netdumplings::eaters {

Interrupts::~Interrupts() { end_watch(); }

void Interrupts::watch(std::function<void()> on_interrupt) {
  signals_.emplace({SIGINT, SIGTERM});
  thread_ = std::thread([this, on_interrupt = std::move(on_interrupt)] { run(on_interrupt); });
}

void Interrupts::end_watch() {
  end_.set();
  if (thread_.joinable()) thread_.join();
}

void Interrupts::run(const std::function<void()>& on_interrupt) {
  while (signals_->wait(end_.fd())) {
    while (signals_->take()) {
      any_ = true;
      interrupted_.set();
      on_interrupt();
    }
  }
}

}  // namespace netdumplings::eaters
