// A server in this process that sends back what it is sent, for tests with clients made of sockets.
#pragma once

#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/protocol.hpp"
#include "net/echo.hpp"
#include "net/loop/loop.hpp"
#include "net/raw_client.hpp"
#include "net/server/websocket_server.hpp"
#include "net/wait_for.hpp"

namespace netdumplings::net {

using test::masked_frame;
using test::RawClient;
using test::wait_for;
using namespace std::chrono_literals;

inline Log quiet_log() {
  return std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::null_sink_mt>());
}

// What the server's handlers saw, for the test's thread.
struct Seen {
  std::mutex mutex;
  std::vector<std::string> messages;
  std::vector<std::string> ends;
  std::atomic<int> made{0};
  ServerConnection* newest = nullptr;  // the loop's
};

// Sends back what it is sent; "close" makes it close, "hello" makes it welcome.
class SeenEcho final : public test::Echo {
 public:
  SeenEcho(ServerConnection& connection, Seen& seen) : Echo(connection), seen_(seen) {
    ++seen_.made;
    seen_.newest = &connection;
  }
  ~SeenEcho() override {
    --seen_.made;
    seen_.newest = nullptr;
  }

  void on_message(std::string_view message, bool binary) override {
    const std::scoped_lock lock(seen_.mutex);
    seen_.messages.emplace_back(message);
    if (message == "hello") {
      connection().welcome();
      connection().limit_messages(1 << 20, protocol::close_too_large, "too much");
    }
    if (message == "who am I?") return echo(connection().peer().to_string(), false);
    if (message == "close") return connection().close(4999, "as you wish");
    echo(message, binary);
  }
  void on_closed(const std::string& why) override {
    const std::scoped_lock lock(seen_.mutex);
    seen_.ends.push_back(why);
  }

 private:
  Seen& seen_;
};

class WebSocketServerTest : public testing::Test {
 protected:
  void serve(ServerTimeouts timeouts = {}) {
    ServerOptions options;
    options.timeouts = timeouts;
    options.log = quiet_log();
    options.subprotocols = {"best.v2", "good.v1"};
    options.pages = pages_;
    options.unfinished_messages = unfinished_messages_;
    options.strangers = strangers_;
    options.admission = admission_;
    if (change_options_) change_options_(options);
    server_ = std::make_unique<WebSocketServer>(
        std::vector{&loop_}, options,
        [this](ServerConnection& connection, std::size_t) { return std::make_unique<SeenEcho>(connection, seen_); });
    const auto port = server_->listen();
    ASSERT_TRUE(port) << port.error();
    port_ = *port;
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~WebSocketServerTest() override {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
    server_.reset();
    EXPECT_EQ(seen_.made, 0);
  }
  /// What it was told of the first end; nothing so far.
  std::string end() {
    const std::scoped_lock lock(seen_.mutex);
    return seen_.ends.empty() ? std::string() : seen_.ends.front();
  }
  std::string wait_for_end() {
    return wait_for([this] { return !end().empty(); }) ? end() : "it never ended";
  }
  /// What the only client was sent away with; 0: it wasn't, or has gone.
  std::uint16_t said_close() {
    std::promise<std::uint16_t> answer;
    loop_.post([&] { answer.set_value(seen_.newest != nullptr ? seen_.newest->said_close() : 0); });
    return answer.get_future().get();
  }

  // Set before serve().
  HttpPages pages_;
  AdmissionLimits strangers_{.clients = defaults::max_strangers, .from_elsewhere = defaults::max_strangers_per_address};
  std::shared_ptr<Admission> admission_;
  std::size_t unfinished_messages_ = defaults::unfinished_messages_budget;
  std::function<void(ServerOptions&)> change_options_;

  Loop loop_;
  Seen seen_;
  std::unique_ptr<WebSocketServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace netdumplings::net
