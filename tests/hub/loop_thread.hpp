// A loop that runs on a thread of its own.
#pragma once

#include <future>
#include <thread>

#include "net/loop/loop.hpp"

namespace netdumplings::hub {

class LoopThread {
 public:
  LoopThread() = default;
  ~LoopThread() {
    loop.stop();
    thread_.join();
  }
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  /// Calls `task` on the loop's thread, after all that was posted before, and waits until it has returned.
  template <class Task>
  void do_now(Task task) {
    std::promise<void> done;
    loop.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  /// Waits until the loop has done all that was posted before.
  void finish_posts() {
    do_now([] {});
  }

  net::Loop loop;

 private:
  std::thread thread_{[this] { loop.run(); }};
};

}  // namespace netdumplings::hub
