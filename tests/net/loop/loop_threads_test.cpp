#include "net/loop/loop_threads.hpp"

#include <gtest/gtest.h>
#include <pthread.h>

#include <array>
#include <chrono>
#include <future>
#include <set>
#include <string>
#include <thread>
#include <utility>

namespace netdumplings::net {
namespace {

TEST(LoopThreads, EachLoopHasAThreadOfItsOwnWithTheName) {
  LoopThreads threads(3, "worker");
  std::set<std::thread::id> ids;
  for (Loop* loop : threads.loops()) {
    std::promise<std::pair<std::thread::id, std::string>> told;
    loop->post([&told] {
      std::array<char, 16> name{};
      pthread_getname_np(pthread_self(), name.data(), name.size());
      told.set_value({std::this_thread::get_id(), name.data()});
    });
    const auto [id, name] = told.get_future().get();
    EXPECT_EQ(name.substr(0, 6), "worker");
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 3U);
  EXPECT_FALSE(ids.contains(std::this_thread::get_id()));
}

TEST(LoopThreads, AStopLetsTheHandlerUnderWayFinish) {
  LoopThreads threads(1, "worker");
  std::promise<void> begun;
  bool done = false;
  threads.loops().at(0)->post([&] {
    begun.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    done = true;
  });
  begun.get_future().wait();
  threads.stop();
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace netdumplings::net
