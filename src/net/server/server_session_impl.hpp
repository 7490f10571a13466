// One client's connection: TLS where the server has it, HTTP head, handshake, messages in, frames out, close.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/log/line_limit.hpp"
#include "net/client/engine_stream_impl.hpp"
#include "net/http/http_head_impl.hpp"
#include "net/http/origin_rules.hpp"
#include "net/loop/stall_watch.hpp"
#include "net/send/frame_sender.hpp"
#include "net/send/page_pipe.hpp"
#include "net/send/transport.hpp"
#include "net/server/listener_impl.hpp"
#include "net/server/websocket_server.hpp"
#include "net/tls/tls_transport_impl.hpp"
#include "net/websocket/frame_splitter.hpp"

namespace netdumplings::net {

class ServerSession;

/// What the sessions of one thread share. Outlives them.
struct ServerContext {
  using OnConnection = std::function<std::unique_ptr<ConnectionHandler>(ServerConnection& connection)>;

  ServerContext(boost::asio::io_context& context, const ServerOptions& server_options, const OriginRules& origin_rules,
                OnConnection connection_handler, std::size_t cut_frames_budget);

  boost::asio::io_context& io;
  const ServerOptions& options;
  const OriginRules& rules;
  OnConnection on_connection;
  CutFrameBudget cut_frames;
  PagePipe pages;                 // lent to its clients
  std::vector<char> read_buffer;  // one read's bytes, behind what a session kept of the last
  LineLimit refusals{10};
  std::list<std::shared_ptr<ServerSession>> sessions;
  std::function<void()> on_session_gone;
};

class ServerSession final : public ServerConnection, public std::enable_shared_from_this<ServerSession> {
 public:
  using Clock = std::chrono::steady_clock;

  /// `client.socket` is non-blocking. The caller puts the session into context.sessions, at `place`, and calls start().
  ServerSession(ServerContext& context, Arrival client);
  void start(std::list<std::shared_ptr<ServerSession>>::iterator place);
  /// Called a few times a second: pings, and ends what took too long.
  void look_at_clock(Clock::time_point now);
  /// close() for a client whatever its state.
  void dismiss(std::uint16_t code, std::string_view why);

  [[nodiscard]] const Endpoint& peer() const override { return peer_; }
  [[nodiscard]] const std::string& subprotocol() const override { return subprotocol_; }
  void limit_messages(std::size_t bytes, std::uint16_t code, std::string why) override;
  void welcome() override { welcome_ = true; }
  void send_from(FrameSource& source) override { sender_.set_source(&source); }
  [[nodiscard]] bool lends() const override { return transport_.lends(); }
  void flush() override;
  void close(std::uint16_t code, std::string_view why) override;
  [[nodiscard]] std::uint16_t said_close() const override { return said_close_; }

 private:
  enum class Phase {
    tls,        // the two sides agree on TLS
    head,       // the request's head is being read
    page,       // what it asks for is being made
    handshake,  // it is being answered with an upgrade
    open,       // messages come, frames go
    closing,    // one side said Close
    leaving,    // all is said; the client's end is awaited, so that our last words reach it
    gone,
  };

  void wait_for_input();
  void on_readable();
  void drain();
  void shake_hands();
  void refuse_tls();
  void take(std::span<char> input);
  void keep(std::span<char> input);
  std::span<char> take_head(std::span<char> input);
  void ask_for_page(const HttpRequest& request, bool with_body);
  void answer(const HttpReply& reply, bool with_body);
  void accept(const HttpHead& head);
  void on_accepted(boost::beast::error_code error);

  std::span<char> take_frames(std::span<char> input);
  std::span<char> close_for_engine();
  std::span<char> look_for_close(std::span<char> input);
  [[nodiscard]] bool takes_input() const;
  void read_engine();
  void on_engine_message(boost::beast::error_code error);
  void on_engine_closed(boost::beast::error_code error);
  void hand_over(std::string_view message, bool binary);
  void on_engine_change();
  void resume();

  void push_out();
  void wait_for_room();
  void wait_for_turn();
  enum class Last { words_may_be_under_way, nothing, reset };
  void begin_closing();
  void end(const std::string& why, Last last);
  void leave();
  void vanish(bool reset);
  void look_at_open(Clock::time_point now);
  void ping(Clock::time_point now);
  [[nodiscard]] bool takes_nothing(Clock::time_point now);
  [[nodiscard]] bool silent_too_long(Clock::time_point now);
  [[nodiscard]] std::string closing_words() const;
  // Handlers that asio and Beast keep don't keep the session: the server's list alone does.
  template <class Handler>
  auto guarded(Handler handler) {
    return [weak = weak_from_this(), handler](const auto&... results) {
      if (const auto self = weak.lock(); self && self->phase_ != Phase::gone) handler(*self, results...);
    };
  }

  ServerContext& context_;
  boost::asio::ip::tcp::socket socket_;
  SocketTransport tcp_;
  const std::unique_ptr<TlsTransport> tls_;  // over tcp_; null: the server speaks plainly
  Transport& transport_;
  FrameSender sender_;
  FrameSplitter splitter_;
  boost::beast::websocket::stream<EngineStream, false> engine_;
  boost::beast::flat_buffer engine_message_;
  const Endpoint peer_;
  const std::string own_address_;
  const Admission::Place admitted_;
  std::string subprotocol_;
  std::unique_ptr<ConnectionHandler> handler_;
  std::list<std::shared_ptr<ServerSession>>::iterator place_;

  Phase phase_ = Phase::head;
  std::string kept_;            // input that couldn't be used up yet
  std::size_t for_engine_ = 0;  // how much of it, from its front, is already the engine's
  std::string too_large_;
  std::uint16_t too_large_code_ = 0;
  std::uint16_t said_close_ = 0;  // ours
  std::string said_why_;
  Clock::time_point deadline_;  // of the head, handshake and hello; of the closing; of the leaving
  Clock::time_point heard_;
  Clock::time_point pinged_;
  StallWatch stall_watch_;
  bool welcome_ = false;
  bool waits_for_input_ = false;
  bool waits_for_room_ = false;  // or for its turn: it pushes out when that has come
  bool change_posted_ = false;
  bool engine_queued_ = false;  // what the engine wants sent is with the sender
  bool close_is_out_ = false;   // ours, to the kernel
  bool ping_under_way_ = false;
  bool batch_ = false;  // messages were handed over since the last on_batch_end()
};

}  // namespace netdumplings::net
