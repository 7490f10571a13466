#include "net/loop/loop_threads.hpp"

#include <pthread.h>

#include <string>

#include "net/loop/blocked_signals.hpp"

namespace netdumplings::net {

LoopThreads::LoopThreads(std::size_t count, const char* name) {
  const BlockedSignals blocked;
  for (std::size_t i = 0; i < count; ++i) {
    Loop& loop = *loops_.emplace_back(std::make_unique<Loop>());
    threads_.emplace_back([&loop] { loop.run(); });
    pthread_setname_np(threads_.back().native_handle(), (std::string(name) + std::to_string(i + 1)).c_str());
  }
}

std::vector<Loop*> LoopThreads::loops() const {
  std::vector<Loop*> all;
  for (const auto& loop : loops_) all.push_back(loop.get());
  return all;
}

void LoopThreads::stop() {
  for (const auto& loop : loops_) loop->stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace netdumplings::net
