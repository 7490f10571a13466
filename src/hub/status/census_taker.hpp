// Takes the census: asks all threads of the hub, and gathers what they say.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "hub/status/census.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {

/// Used on its loop's thread.
class CensusTaker {
 public:
  using Done = std::function<void(const Census& census)>;
  /// Asks the shard of one thread to report: calls the function that it is given once, on any thread.
  using AskShard = std::function<void(std::function<void(ShardReport report)> done)>;

  /// Whom it asks.
  struct Sources {
    std::function<std::uint64_t()> newest_eater;   // returns Census::newest_eater; called before the shards are asked
    std::vector<AskShard> shards;                  // at least one
    std::function<void(Census& census)> add_rest;  // adds what the loop's thread knows, when all shards have answered
  };

  /// The loop must outlive it. It must outlive what shards have still to answer.
  CensusTaker(net::Loop& loop, Sources sources);
  CensusTaker(const CensusTaker&) = delete;
  CensusTaker& operator=(const CensusTaker&) = delete;

  /// Takes a census and gives it to `done`, later, on the loop's thread. While one is being taken, whoever asks gets
  /// that one.
  void take(Done done);

 private:
  void add_answer(ShardReport&& report);
  void finish();

  net::Loop& loop_;
  const Sources sources_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::vector<Done> waiting_;
  std::size_t unanswered_ = 0;  // shards that were asked and haven't answered yet
  std::uint64_t newest_eater_ = 0;
  ShardReport eaters_;  // what the others said
};

}  // namespace netdumplings::hub
