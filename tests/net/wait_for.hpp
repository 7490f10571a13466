// Waiting for what nobody announces.
#pragma once

#include <chrono>
#include <thread>

namespace netdumplings::test {

/// Looks often; false when it hasn't come true in the longest time that anything may take.
template <class Condition>
bool wait_for(Condition condition) {
  for (int i = 0; i < 20000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

}  // namespace netdumplings::test
