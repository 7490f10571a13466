// A whole hub in this process, and clients made of sockets.
#pragma once

#include <gtest/gtest.h>
#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "hub/hub.hpp"
#include "net/loop/loop.hpp"
#include "net/raw_client.hpp"
#include "net/wait_for.hpp"

namespace netdumplings::hub {

using namespace std::chrono_literals;
using nlohmann::json;
using test::masked_frame;
using test::RawClient;
using test::wait_for;

inline const char* const card =
    R"({"kitchen_name":"k","interface":"all","filter":"","chefs":["m.C"],"poke_interval":5.0})";

inline std::string dumpling(const std::string& payload) {
  return R"({"metadata":{"chef":"C","kitchen":"k","creation_time":1.5,"driver":"packet"},"payload":)" + payload + '}';
}

/// Keeps all lines of the log.
class LinesSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    text_.append(line.data(), line.size());
  }
  void flush_() override {}
  std::string text_;
};

/// The parameter is the number of threads.
class HubTest : public testing::TestWithParam<std::size_t> {
 protected:
  HubTest() { options_.threads = GetParam(); }
  ~HubTest() override {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
    hub_.reset();
  }

  void start(std::chrono::nanoseconds status_interval = 1h) {
    options_.in_port = 0;
    options_.out_port = 0;
    options_.status_interval = status_interval;
    lines_->set_pattern("%l %v");
    options_.log = std::make_shared<spdlog::logger>("hub", lines_);
    hub_ = std::make_unique<Hub>(loop_, options_);
    const auto started = hub_->start();
    ASSERT_TRUE(started) << started.error();
    thread_ = std::thread([this] { loop_.run(); });
  }
  /// Calls `ask` on the hub's own thread and returns its answer.
  template <class Ask>
  auto on_loop(Ask ask) {
    std::promise<decltype(ask())> answer;
    loop_.post([&] { answer.set_value(ask()); });
    return answer.get_future().get();
  }
  /// Takes a census of the hub.
  Census census() {
    std::promise<Census> answer;
    loop_.post([&] { hub_->census_taker().take([&](const Census& census) { answer.set_value(census); }); });
    return answer.get_future().get();
  }
  std::string logged() { return lines_->text(); }
  bool wait_for_log(const std::string& text) {
    return wait_for([&] { return logged().find(text) != std::string::npos; });
  }
  /// Connects a kitchen.
  std::unique_ptr<RawClient> kitchen(const std::string& hello = card) {
    auto client = std::make_unique<RawClient>(hub_->in_port());
    client->upgrade();
    client->send(hello);
    return client;
  }
  /// Connects an eater and waits until the hub has logged it. `more` has keys for its hello, with a comma before each.
  std::unique_ptr<RawClient> eater(const std::string& name = "e", int receive_buffer = 0, const std::string& more = "",
                                   const std::string& headers = "") {
    auto client = std::make_unique<RawClient>(hub_->out_port(), receive_buffer);
    EXPECT_NE(client->handshake(headers).find(" 101 "), std::string::npos);
    client->send(R"({"eater_name": ")" + name + '"' + more + '}');
    EXPECT_TRUE(wait_for_log("Received dumpling eater connection from " + name +
                             " at 127.0.0.1:" + std::to_string(client->local_port())));
    return client;
  }

  HubOptions options_;
  const std::shared_ptr<LinesSink> lines_ = std::make_shared<LinesSink>();
  net::Loop loop_;
  std::unique_ptr<Hub> hub_;
  std::thread thread_;
};

}  // namespace netdumplings::hub
