// A connected socket with what reads from it and writes to it. Handed from one stage of a connection to the next:
// handshake, session, last words.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <memory>
#include <utility>

#include "net/send/frame_sender.hpp"
#include "net/send/transport.hpp"
#include "net/tls/tls_transport_impl.hpp"

namespace netdumplings::net {

/// Used on the thread of `io`. Handlers are called on it, never inside a call of this, and get boost's error code; an
/// operation that is given up because the socket was closed calls its handler too.
struct Wire {
  /// `socket` is connected and non-blocking. `pages` null: nothing is sent without copying. `tls` null: plain. What is
  /// not null outlives this, and so does `budget`.
  Wire(boost::asio::io_context& context, boost::asio::ip::tcp::socket connected, CutFrameBudget& budget,
       PagePipe* pages, SslHandle tls_end)
      : io(context),
        socket(std::move(connected)),
        tcp(socket.native_handle(), pages),
        tls(tls_end ? std::make_unique<TlsTransport>(std::move(tls_end), tcp) : nullptr),
        transport(tls ? static_cast<Transport&>(*tls) : tcp),
        sender(transport, budget) {}
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// Calls `handler` when transport.read() has something to say.
  template <class Handler>
  void when_readable(Handler handler) {
    if (transport.has_unread()) {
      boost::asio::post(io, [handler = std::move(handler)] { handler(boost::system::error_code()); });
    } else {
      socket.async_wait(boost::asio::ip::tcp::socket::wait_read, std::move(handler));
    }
  }
  /// Calls `handler` when sender.flush(), which is blocked, can give the kernel more.
  template <class Handler>
  void when_writable(Handler handler) {
    socket.async_wait(boost::asio::ip::tcp::socket::wait_write, std::move(handler));
  }
  /// Calls `handler` after what waits already: others want to be served too.
  template <class Handler>
  void soon(Handler handler) {
    boost::asio::post(io, [handler = std::move(handler)] { handler(boost::system::error_code()); });
  }
  /// Closes the socket. `reset`: the peer sees a reset, and what the kernel holds for it is thrown away.
  void close(bool reset);

  /// Returns the bytes that the kernel holds because the peer's machine hasn't acknowledged them.
  [[nodiscard]] int unacknowledged();
  /// Returns whether the peer's machine acknowledged something within the last `time`, while something is under way.
  [[nodiscard]] bool acknowledges_within(std::chrono::nanoseconds time);

  boost::asio::io_context& io;
  boost::asio::ip::tcp::socket socket;
  SocketTransport tcp;
  const std::unique_ptr<TlsTransport> tls;  // over tcp; null for a plain connection
  Transport& transport;                     // one of the two
  FrameSender sender;                       // writes to `transport`
};

}  // namespace netdumplings::net
