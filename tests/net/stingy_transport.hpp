// A transport that takes few bytes at a time, or none, as a slow peer's socket does; what was taken can be looked at.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "net/send/transport.hpp"

namespace netdumplings::test {

class StingyTransport final : public net::Transport {
 public:
  /// Takes up to `most` bytes a write; each third write on average it takes none.
  StingyTransport(unsigned seed, std::size_t most) : random_(seed), most_(most) {}

  net::IoResult read(std::span<char>) override { return {net::IoResult::State::would_block, 0, 0}; }
  net::IoResult write(std::string_view bytes) override {
    if (random_() % 3 == 0) return {net::IoResult::State::would_block, 0, 0};
    const std::size_t count = std::min<std::size_t>(bytes.size(), 1 + random_() % most_);
    taken.append(bytes.substr(0, count));
    return {net::IoResult::State::done, count, 0};
  }

  std::string taken;

 private:
  std::mt19937 random_;
  std::size_t most_;
};

}  // namespace netdumplings::test
