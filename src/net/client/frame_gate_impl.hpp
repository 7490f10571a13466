// The thin layer between a client's websocket::stream of Beast's and its transport. Data frames are written past Beast,
// straight to the transport; the few bytes that Beast has to say (handshake, ping, pong, Close) get out between them,
// at frame boundaries. What comes in is looked at on its way to Beast (server_frames.hpp).
//
// One writer at a time holds the gate: the data writer from enter() to leave(), Beast for one write of its own. Neither
// starves the other: leave() passes the gate on to Beast when it waits, and Beast's next write finds the data writer
// served. Behind a Close frame nothing follows: from then on enter() fails for good.
#pragma once

#include <boost/asio/compose.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "net/client/first_buffer_impl.hpp"
#include "net/websocket/server_frames.hpp"

namespace netdumplings::net {

template <class Transport>
class FrameGate {
 public:
  using next_layer_type = Transport;
  using executor_type = typename Transport::executor_type;

  explicit FrameGate(Transport transport) : transport_(std::move(transport)), turn_(transport_.get_executor()) {}

  Transport& next_layer() { return transport_; }
  const Transport& next_layer() const { return transport_; }
  executor_type get_executor() { return transport_.get_executor(); }

  // The data writer's side.

  /// Takes the gate for whole data frames. False when Beast has it, or waits for it; on_free() is called when it is
  /// back.
  bool enter() {
    if (close_written_) return false;
    data_wants_ = holder_ != Holder::none;
    if (data_wants_) return false;
    holder_ = Holder::data;
    return true;
  }
  /// Gives the gate back, at a frame boundary.
  void leave() {
    holder_ = beast_waits_ ? Holder::beast : Holder::none;
    if (beast_waits_) turn_.cancel();
    beast_waits_ = false;
  }
  /// Whether Beast waits for the gate: the data writer should leave() at the next frame boundary.
  [[nodiscard]] bool wanted() const { return beast_waits_; }
  /// Called when enter() had failed and may now succeed. Never inside enter() or leave().
  void on_free(std::function<void()> handler) { on_free_ = std::move(handler); }
  /// Called when Beast has a Close frame to write, its own or an answer: the time to start the clock for the rest.
  void on_closing(std::function<void()> handler) { on_closing_ = std::move(handler); }
  /// Goes up each time that bytes from the peer were asked for: Beast asks again when it has had some.
  [[nodiscard]] std::uint64_t reads() const { return reads_; }
  /// The handshake is through.
  void begin_frames() { frames_.begin(); }
  /// How the server ended it, from before Beast reads its Close on.
  [[nodiscard]] const std::optional<PeerClose>& peer_close() const { return frames_.peer_close(); }

  // Beast's side.

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    ++reads_;
    return boost::asio::async_compose<Token, void(boost::beast::error_code, std::size_t)>(
        BeastRead{*this, first_buffer(buffers)}, token, transport_);
  }

  /// Writes all of `buffers`: a frame of Beast's is never cut by data frames.
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_compose<Token, void(boost::beast::error_code, std::size_t)>(
        BeastWrite<Buffers>{*this, buffers}, token, transport_);
  }

 private:
  enum class Holder : std::uint8_t { none, data, beast };

  struct BeastRead {
    FrameGate& gate;
    boost::asio::mutable_buffer room;
    std::size_t given = 0;
    enum { begin, given_later, reading } step = begin;

    template <class Self>
    void operator()(Self& self, boost::beast::error_code ec = {}, std::size_t bytes = 0) {
      if (ec || step == given_later) return self.complete(ec, given);
      if (step == reading) gate.frames_.added(bytes);
      given = gate.frames_.take({static_cast<char*>(room.data()), room.size()});
      if (given > 0 && step == reading) return self.complete(ec, given);
      if (given > 0) {
        step = given_later;  // no handler is called inside of its operation's start
        return boost::asio::post(gate.get_executor(), std::move(self));
      }
      step = reading;
      const std::span<char> more = gate.frames_.room();
      gate.transport_.async_read_some(boost::asio::buffer(more.data(), more.size()), std::move(self));
    }
  };

  template <class Buffers>
  struct BeastWrite {
    FrameGate& gate;
    Buffers buffers;
    enum { begin, waiting, writing } step = begin;

    template <class Self>
    void operator()(Self& self, boost::beast::error_code ec = {}, std::size_t written = 0) {
      if (step == writing) {
        gate.beast_done();
        return self.complete(ec, written);
      }
      if (step == begin && !gate.beast_enters(starts_close())) {
        step = waiting;
        return gate.turn_.async_wait(std::move(self));
      }
      // The turn is given by cancelling the wait: its error code says nothing.
      step = writing;
      gate.close_written_ = gate.close_written_ || starts_close();
      boost::asio::async_write(gate.transport_, buffers, std::move(self));
    }

    // The handshake's HTTP text starts with a letter, so the first byte tells.
    [[nodiscard]] bool starts_close() const {
      for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers);
           ++it) {
        const boost::asio::const_buffer buffer = *it;
        if (buffer.size() > 0) return *static_cast<const std::uint8_t*>(buffer.data()) == 0x88;
      }
      return false;
    }
  };

  bool beast_enters(bool with_close) {
    if (with_close && on_closing_) on_closing_();
    beast_waits_ = holder_ != Holder::none;
    if (beast_waits_) {
      turn_.expires_at(boost::asio::steady_timer::time_point::max());
      return false;
    }
    holder_ = Holder::beast;
    return true;
  }

  void beast_done() {
    holder_ = Holder::none;
    if (!std::exchange(data_wants_, false) || close_written_ || !on_free_) return;
    on_free_();
  }

  Transport transport_;
  boost::asio::steady_timer turn_;  // what a waiting write of Beast's waits on
  Holder holder_ = Holder::none;
  bool beast_waits_ = false;
  bool data_wants_ = false;
  bool close_written_ = false;
  ServerFrames frames_;
  std::uint64_t reads_ = 0;
  std::function<void()> on_free_;
  std::function<void()> on_closing_;
};

// When both have said Close, a client has nothing to wait for: behind the hub's Close nothing comes, and by its Close
// the hub has said that it is done. Beast's own teardown would wait for the hub to close the connection.
template <class Transport, class Handler>
void async_teardown(boost::beast::role_type /*role*/, FrameGate<Transport>& gate, Handler&& handler) {
  boost::beast::error_code ignored;
  gate.next_layer().shutdown(Transport::shutdown_send, ignored);
  boost::asio::post(gate.get_executor(),
                    boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::beast::error_code{}));
}

}  // namespace netdumplings::net
