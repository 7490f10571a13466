// The sockets of one port: bound to every address that its host name means, accepting.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <string>

#include "common/logging.hpp"
#include "common/result.hpp"
#include "net/endpoint.hpp"
#include "net/line_limit.hpp"

namespace netdumplings::net {

class Listener {
 public:
  /// Called with each new connection, made non-blocking and without delay (TCP_NODELAY).
  using OnSocket = std::function<void(boost::asio::ip::tcp::socket socket)>;

  Listener(boost::asio::io_context& io, Log log, OnSocket on_socket);

  /// Binds and begins to accept. Gives the port.
  Result<std::uint16_t> listen(const Endpoint& endpoint);
  void stop();

 private:
  struct Door {
    explicit Door(boost::asio::io_context& io) : acceptor(io), pause(io) {}
    boost::asio::ip::tcp::acceptor acceptor;
    boost::asio::steady_timer pause;
  };

  Result<std::uint16_t> bind_all(const std::vector<boost::asio::ip::address>& addresses, const Endpoint& endpoint);
  boost::system::error_code bind(const boost::asio::ip::tcp::endpoint& endpoint);
  void accept(Door& door);
  void take_a_break(Door& door, const boost::system::error_code& error);

  boost::asio::io_context& io_;
  Log log_;
  OnSocket on_socket_;
  std::list<Door> doors_;
  LineLimit complaints_;
};

}  // namespace netdumplings::net
