// Keeps signals away from threads that don't expect them.
#pragma once

#include <pthread.h>

#include <csignal>

namespace netdumplings::net {

/// Blocks signals in this thread while it lives. A thread that is started meanwhile inherits that for good. Signals of
/// a fault of the thread itself aren't blocked: their handlers would not be called, and the process would end all the
/// same.
class BlockedSignals {
 public:
  BlockedSignals() {
    sigset_t all;
    sigfillset(&all);
    for (const int fault : {SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP}) sigdelset(&all, fault);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace netdumplings::net
