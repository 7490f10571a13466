// Loops, each on a thread of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "net/loop/loop.hpp"

namespace netdumplings::net {

/// Signals are blocked on these threads. An exception from a handler ends the program.
class LoopThreads {
 public:
  /// Starts `count` threads. `name` is their name in top and gdb, at most 12 bytes.
  LoopThreads(std::size_t count, const char* name);
  ~LoopThreads() { stop(); }
  LoopThreads(const LoopThreads&) = delete;
  LoopThreads& operator=(const LoopThreads&) = delete;

  /// Returns their loops, which live as long as this.
  [[nodiscard]] std::vector<Loop*> loops() const;
  /// Ends each thread after the handler that it is running. What was posted and hasn't run never runs.
  void stop();

 private:
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
};

}  // namespace netdumplings::net
