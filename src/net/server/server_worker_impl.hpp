// One thread's connections of a server.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "net/server/visitor_impl.hpp"

namespace netdumplings::net {

class ServerWorker {
 public:
  ServerWorker(boost::asio::io_context& io, const ServerOptions& options, const OriginRules& rules,
               ServerContext::OnConnection on_connection, const ThreadShare& share)
      : context_(io, options, rules, std::move(on_connection), share), clock_(io) {
    context_.on_visitor_gone = [this] { gone(); };
  }

  // ---- on any thread
  [[nodiscard]] boost::asio::io_context& io() const { return context_.io; }
  [[nodiscard]] std::size_t connections() const { return connections_.load(std::memory_order_relaxed); }
  void take(Arrival client) {
    connections_.fetch_add(1, std::memory_order_relaxed);
    boost::asio::post(context_.io,
                      [this, client = std::move(client)]() mutable { context_.receive(std::move(client)); });
  }

  // ---- on its own
  // One timer for all connections: ten thousand idle ones cost a look ten times a second, and no timer each.
  void run_clock() {
    clock_.expires_after(std::chrono::milliseconds(100));
    clock_.async_wait([this](const boost::system::error_code& cancelled) {
      if (cancelled) return;
      const auto now = Visitor::Clock::now();
      for_each([now](Visitor& visitor) { visitor.look_at_clock(now); });
      context_.unfinished.look_at_clock(now);
      run_clock();
    });
  }
  void stop(std::uint16_t code, std::string_view why, std::function<void()> on_empty) {
    on_empty_ = std::move(on_empty);
    for_each([code, why](Visitor& visitor) { visitor.dismiss(code, why); });
    tell_when_empty();
  }

  // ---- when no loop runs any more
  void cut() { context_.visitors.clear(); }

 private:
  // A visitor may put its next stage into its place meanwhile.
  template <class Call>
  void for_each(Call call) {
    for (const auto& place : context_.visitors) {
      const std::shared_ptr<Visitor> visitor = place;
      call(*visitor);
    }
  }
  void gone() {
    connections_.fetch_sub(1, std::memory_order_relaxed);
    tell_when_empty();
  }
  void tell_when_empty() {
    if (on_empty_ && context_.visitors.empty()) std::exchange(on_empty_, nullptr)();
  }

  ServerContext context_;
  boost::asio::steady_timer clock_;
  std::atomic<std::size_t> connections_{0};
  std::function<void()> on_empty_;
};

}  // namespace netdumplings::net
