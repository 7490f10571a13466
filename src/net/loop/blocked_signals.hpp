// Keeps signals away from threads that don't expect them.
#pragma once

#include <pthread.h>

#include <csignal>

namespace netdumplings::net {

/// Blocks all signals in this thread while it lives. A thread that is started meanwhile inherits that for good.
class BlockedSignals {
 public:
  BlockedSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace netdumplings::net
