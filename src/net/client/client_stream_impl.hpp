// A client's connection as asio's streams are: TCP, or TLS over it.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/system/error_code.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "net/loop/endpoint.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::net {

/// At most one read and one write at a time. The operations under way must outlive it.
class ClientStream {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using executor_type = Socket::executor_type;
  using Signature = void(boost::system::error_code, std::size_t);
  static constexpr auto shutdown_send = Socket::shutdown_send;

  explicit ClientStream(Socket socket) : socket_(std::move(socket)) {}

  [[nodiscard]] Socket& socket() { return tls_ ? tls_->next_layer() : socket_; }
  executor_type get_executor() { return socket().get_executor(); }
  /// Takes a connected socket.
  void attach(Socket socket) { socket_ = std::move(socket); }
  /// Agrees with the server on TLS, on the attached socket; `done` is called once, unless it throws.
  void start_tls(const TlsContext& context, const std::string& host,
                 std::function<void(const boost::system::error_code& error)> done);
  /// What `error`, of any operation, says of TLS, in words (tls_words_impl.hpp); empty: nothing.
  [[nodiscard]] std::string tls_trouble(const Endpoint& hub, const TlsClientFiles& files,
                                        const boost::system::error_code& error);

  void close(boost::system::error_code& error) { socket().close(error); }
  /// The server needs no word of TLS's for it: both have said Close by then.
  void shutdown(Socket::shutdown_type what, boost::system::error_code& error) { socket().shutdown(what, error); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Signature>(
        [this](auto handler, const Buffers& room) {
          if (tls_) {
            tls_->async_read_some(room, std::move(handler));
          } else {
            socket_.async_read_some(room, std::move(handler));
          }
        },
        token, buffers);
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Signature>(
        [this](auto handler, const Buffers& bytes) {
          if (tls_) {
            tls_->async_write_some(bytes, std::move(handler));
          } else {
            socket_.async_write_some(bytes, std::move(handler));
          }
        },
        token, buffers);
  }

 private:
  Socket socket_;  // until TLS has it
  std::unique_ptr<boost::asio::ssl::stream<Socket>> tls_;
  std::unique_ptr<std::string> refused_names_;  // whom a certificate is for that was refused
};

// What Beast asks of the lowest layer.
inline void beast_close_socket(ClientStream& stream) {
  boost::system::error_code ignored;
  stream.close(ignored);
}

}  // namespace netdumplings::net
