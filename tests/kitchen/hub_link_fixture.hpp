// A link to a hub made of a socket, and what it logged.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kitchen/delivery/hub_link.hpp"
#include "net/fake_hub.hpp"

namespace netdumplings::kitchen::testing {

using namespace std::chrono_literals;
using net::Opcode;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fake = net::fake;

inline const std::string card = R"({"kitchen_name":"test"})";

/// What was logged, with its level in front.
class LogLines : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::string text() {
    const std::scoped_lock lock(mutex_);
    return text_;
  }
  /// Waits until `line` has been logged `times` times.
  void wait_for(const std::string& line, int times) {
    const auto end = std::chrono::steady_clock::now() + fake::patience;
    while (count(line) < times && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    EXPECT_GE(count(line), times) << line;
  }
  int count(const std::string& line) {
    const auto all = text();
    int found = 0;
    for (auto at = all.find(line); at != all.npos; at = all.find(line, at + 1)) ++found;
    return found;
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const auto level = spdlog::level::to_string_view(message.level);
    text_ += std::string(level.data(), level.size()) + " " +
             std::string(message.payload.data(), message.payload.size()) + "\n";
  }
  void flush_() override {}

  std::string text_;
};

/// A link and what it logged.
struct Kitchen {
  explicit Kitchen(const net::Endpoint& hub) {
    options.hub.endpoint = hub;
    options.kitchen_name = "test";
    options.card = card;
  }

  HubLink& start(std::unique_ptr<Spool> spool = nullptr) {
    auto logger = std::make_shared<spdlog::logger>("test", log);
    logger->set_level(spdlog::level::debug);
    link = std::make_unique<HubLink>(options, logger, std::move(spool));
    link->start();
    return *link;
  }

  HubLinkOptions options;
  std::shared_ptr<LogLines> log = std::make_shared<LogLines>();
  std::unique_ptr<HubLink> link;
};

inline void expect_sum(const DeliveryCounts& counts) {
  EXPECT_EQ(counts.made, counts.delivered + counts.waiting + counts.dropped());
}

inline fake::Peer welcome(fake::Hub& hub, int receive_buffer = 0) {
  auto peer = hub.accept(receive_buffer);
  peer.accept();
  EXPECT_EQ(peer.read_frame().payload, card);
  return peer;
}

inline std::future<DeliveryReport> finishing(HubLink& link, std::optional<std::chrono::nanoseconds> timeout = {}) {
  return std::async(std::launch::async, [&link, timeout] { return link.finish(timeout); });
}

inline std::string numbered(int number, std::size_t size = 20) {
  auto text = std::to_string(number);
  return text + std::string(size - std::min(size, text.size()), ' ');
}

/// Reads numbered dumplings up to the Close, answers that, and returns the numbers.
inline std::vector<int> serve_to_the_end(fake::Peer& peer) {
  std::vector<int> numbers;
  for (auto frame = peer.read_message(); frame.opcode != Opcode::close; frame = peer.read_message()) {
    numbers.push_back(std::stoi(frame.payload));
  }
  peer.send_close(1000);
  return numbers;
}

inline std::vector<int> from_to(int first, int end) {
  std::vector<int> numbers;
  for (int i = first; i < end; ++i) numbers.push_back(i);
  return numbers;
}

}  // namespace netdumplings::kitchen::testing
