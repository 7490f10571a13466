// The stream that Beast's WebSocket engine believes to be the network: it is fed from memory, and what it writes is
// handed to the connection's FrameSender, whole frames at a time.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/role.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/client/first_buffer_impl.hpp"

namespace netdumplings::net {

class EngineStream {
 public:
  using executor_type = boost::asio::io_context::executor_type;
  using Signature = void(boost::beast::error_code, std::size_t);

  explicit EngineStream(executor_type executor) : executor_(executor) {}
  [[nodiscard]] executor_type get_executor() const noexcept { return executor_; }

  /// Called, inside a call of the engine's, when it began to wait for bytes or has some to send.
  void on_change(std::function<void()> handler) { on_change_ = std::move(handler); }

  /// Whether the engine has used up all it was given and waits for more.
  [[nodiscard]] bool hungry() const { return reading_ != nullptr; }
  /// Gives the hungry engine as much of `bytes` as it has room for and returns how much that was. The engine runs
  /// inside.
  std::size_t feed(std::string_view bytes) {
    const std::size_t count = boost::asio::buffer_copy(room_, boost::asio::buffer(bytes.data(), bytes.size()));
    std::exchange(reading_, nullptr)->complete({}, count);
    return count;
  }

  /// What the engine wants sent; empty when there is nothing.
  [[nodiscard]] std::string_view outgoing() const {
    return writing_ ? std::string_view(outgoing_) : std::string_view();
  }
  /// It has been given to the kernel: lets the engine go on, soon, and never inside this call.
  void outgoing_sent() {
    boost::asio::post(executor_,
                      [done = std::exchange(writing_, nullptr), size = outgoing_.size()] { done->complete({}, size); });
  }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Signature>(
        [this](auto handler, const Buffers& room) {
          room_ = first_buffer(room);
          reading_ = keep(std::move(handler));
          if (on_change_) on_change_();
        },
        token, buffers);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Signature>(
        [this](auto handler, const Buffers& bytes) {
          outgoing_ = boost::beast::buffers_to_string(bytes);
          writing_ = keep(std::move(handler));
          if (on_change_) on_change_();
        },
        token, buffers);
  }

 private:
  struct Pending {
    virtual ~Pending() = default;
    virtual void complete(boost::beast::error_code error, std::size_t bytes) = 0;
  };
  template <class Handler>
  struct PendingOf final : Pending {
    explicit PendingOf(Handler h) : handler(std::move(h)) {}
    void complete(boost::beast::error_code error, std::size_t bytes) override { std::move(handler)(error, bytes); }
    Handler handler;
  };
  template <class Handler>
  static std::unique_ptr<Pending> keep(Handler handler) {
    return std::make_unique<PendingOf<Handler>>(std::move(handler));
  }

  executor_type executor_;
  std::function<void()> on_change_;
  boost::asio::mutable_buffer room_;
  std::unique_ptr<Pending> reading_;
  std::unique_ptr<Pending> writing_;
  std::string outgoing_;
};

// What Beast asks of the lowest layer. The socket isn't the engine's: the connection itself ends it.
inline void beast_close_socket(EngineStream&) {}
inline void teardown(boost::beast::role_type, EngineStream&, boost::beast::error_code& error) { error = {}; }
template <class Handler>
void async_teardown(boost::beast::role_type, EngineStream& stream, Handler&& handler) {
  boost::asio::post(stream.get_executor(),
                    boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::beast::error_code{}));
}

}  // namespace netdumplings::net
