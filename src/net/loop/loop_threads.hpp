// Loops that run on threads of their own.
#pragma once

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "net/loop/loop.hpp"

namespace netdumplings::net {

/// Signals are blocked on these threads. What a handler throws there ends the program.
class LoopThreads {
 public:
  /// `name`: what the threads are called in top and gdb, at most 12 bytes.
  LoopThreads(std::size_t count, const char* name);
  ~LoopThreads() { stop(); }
  LoopThreads(const LoopThreads&) = delete;
  LoopThreads& operator=(const LoopThreads&) = delete;

  /// Their loops stay as long as this does.
  [[nodiscard]] std::vector<Loop*> loops() const;
  /// Ends the threads, each behind the handler that it is in. What was posted and hasn't run never will.
  void stop();

 private:
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
};

}  // namespace netdumplings::net
