// A WebSocket connection from the end of its handshake to its end: frames in, frames out, Close. For servers and
// clients.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/defaults.hpp"
#include "net/session/keepalive.hpp"
#include "net/session/wire_impl.hpp"
#include "net/websocket/peer.hpp"

namespace netdumplings::net {

struct SessionEnd {
  std::optional<PeerClose> peer;  // its Close, or its offence; none: the connection ended without either
  int error = 0;                  // errno, if that is why; 0: it isn't
  enum class Left : std::uint8_t {
    last_words,  // our Close may still be under way
    nothing,     // the socket is of no use any more
    deaf_peer,   // the peer has been sent a Close, or data, and takes nothing
  };
  Left left = Left::nothing;
};

/// What a Session tells its owner, who may let go of the session in on_message(), on_too_large() and on_end().
class SessionOwner {
 public:
  virtual ~SessionOwner() = default;
  /// One whole message. Its bytes are valid, and the owner's to read, during the call;
  /// Peer::readable_after_message bytes after them may be read too.
  virtual void on_message(std::string_view message, bool binary) = 0;
  /// All messages of one read have been handed over.
  virtual void on_batch_end() = 0;
  /// We are about to say Close: the last chance to flush() what answers messages. The owner doesn't call close().
  virtual void on_closing() = 0;
  /// After each read: `bytes` of memory hold a message whose end hasn't come yet, or 0. `another`: not the message of
  /// the call before. The owner may call close().
  virtual void on_unfinished(std::size_t bytes, bool another) = 0;
  /// A message over the limit comes. The owner calls close() or abandon().
  virtual void on_too_large() = 0;
  /// The kernel has all that there was to send.
  virtual void on_all_sent() = 0;
  /// Nothing was heard for KeepaliveLimits::silent. The owner calls close() or abandon().
  virtual void on_silent() = 0;
  /// The peer took nothing for KeepaliveLimits::stalled. The owner calls close() or abandon().
  virtual void on_stalled() = 0;
  /// The connection is over. Called once, and nothing after it.
  virtual void on_end(const SessionEnd& end) = 0;
};

/// Used on its wire's thread.
class Session final : public std::enable_shared_from_this<Session> {
 public:
  using Clock = Keepalive::Clock;

  /// Where one read's bytes go, after what was left of the last. Sessions of one thread may share it.
  using ReadBuffer = std::vector<char>;
  static constexpr std::size_t smallest_read_buffer = Peer::most_left + Peer::readable_after_message;

  /// `read_buffer`, of which a read takes all but smallest_read_buffer bytes, and `owner` outlive it.
  Session(std::unique_ptr<Wire> wire, Peer peer, ReadBuffer& read_buffer, SessionOwner& owner,
          const KeepaliveLimits& limits);

  /// Sends what the wire's sender has, takes `input`, which came after the handshake, and reads on. `input` lies in the
  /// read buffer.
  void start(std::span<char> input);
  /// Sends data frames from `source` from now on, at the next flush(). It outlives the session, or null takes it away.
  void send_from(FrameSource* source) { wire_->sender.set_source(source); }
  /// Gives the kernel what it takes; the rest goes by itself. Calls nothing of the owner's but on_all_sent().
  void flush() {
    if (!waits_for_room_) push_out();
  }
  /// Sets the limit of a message from now on.
  void set_max_message(std::size_t bytes) { peer_.set_max_message(bytes); }
  /// Ends the batch and calls on_closing(), if it is open; then says Close after the frame under way. No data frame
  /// follows, and no message is handed over any more. on_end() is
  /// called when the peer has answered, is silent, or after `patience` (none: as long as the peer lives). Only the
  /// first call counts.
  void close(std::uint16_t code, std::string_view text, std::optional<Clock::duration> patience);
  /// Ends it where it is. on_end() isn't called.
  void abandon() { state_ = State::over; }

  /// Pings, and ends what took too long. Call it at next_look() or more often.
  void look_at_clock(Clock::time_point now);
  [[nodiscard]] Clock::time_point next_look() const;
  /// Returns when a Close that isn't answered ends it; time_point::max() before close().
  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }
  [[nodiscard]] bool open() const { return state_ == State::open; }

  [[nodiscard]] Wire& wire() { return *wire_; }
  /// Takes the wire away, with our Close in its sender, after the end.
  [[nodiscard]] std::unique_ptr<Wire> release_wire() { return std::move(wire_); }

 private:
  enum class State : std::uint8_t { open, closing, over };

  void wait_for_input();
  void on_readable();
  void take(std::span<char> input);
  bool hand_over(const Peer::Step& step);
  void end_batch();
  void answer_before_close();
  void on_peer_ended();
  void push_out();
  void queue_control();
  void look_at_open(Clock::time_point now);
  void end(SessionEnd why);
  // Handlers that asio keeps don't keep the session alive.
  template <class Handler>
  auto guarded(Handler handler) {
    return [weak = weak_from_this(), handler](const boost::system::error_code& error) {
      if (const auto self = weak.lock(); self && self->state_ != State::over) handler(*self, error);
    };
  }

  std::unique_ptr<Wire> wire_;
  Peer peer_;
  ReadBuffer& read_buffer_;
  SessionOwner& owner_;
  const KeepaliveLimits limits_;
  Keepalive keepalive_;
  State state_ = State::open;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::string left_;  // of the last read, at most Peer::most_left bytes
  bool waits_for_room_ = false;
  bool batch_ = false;          // messages were handed over since the last on_batch_end()
  bool holds_control_ = false;  // control frames wait until data has gone out
};

}  // namespace netdumplings::net
