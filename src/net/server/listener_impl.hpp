// The listening sockets of one port, bound to every address of its host name.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "common/log/line_limit.hpp"
#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "net/loop/endpoint.hpp"
#include "net/server/admission.hpp"

namespace netdumplings::net {

/// A new connection. Its socket is non-blocking and has TCP_NODELAY.
struct Arrival {
  boost::asio::ip::tcp::socket socket;
  Endpoint peer;
  std::string own_address;
  Admission::Place admitted;
};

/// Called on the listener's thread.
struct ListenerHandlers {
  /// Returns the index of the loop that the next connection is to belong to.
  std::function<std::size_t()> choose_loop;
  /// Takes a connection that was let in. Its socket belongs to this loop.
  std::function<void(std::size_t loop, Arrival client)> on_arrival;
};

struct ListenerOptions {
  Log log;
  std::shared_ptr<Admission> admission;  // null: every client is let in
  bool tls = false;                      // clients expect TLS, so an answer in plain HTTP is no use to them
};

class Listener {
 public:
  /// The listener runs on the first loop.
  Listener(std::vector<boost::asio::io_context*> loops, ListenerOptions options, ListenerHandlers handlers);

  /// Binds and begins to accept. Returns the port; the error says why it can't be had and what to do.
  Result<std::uint16_t> listen(const Endpoint& endpoint);
  /// Returns whether it listens on an address that other machines can reach.
  [[nodiscard]] bool beyond_loopback() const;
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
  void take_in(boost::asio::ip::tcp::socket socket);
  void turn_away(boost::asio::ip::tcp::socket& socket, const Endpoint& peer, const std::string& why);
  void take_a_break(Door& door, const boost::system::error_code& error);

  const std::vector<boost::asio::io_context*> loops_;
  boost::asio::io_context& io_;
  const ListenerOptions options_;
  const ListenerHandlers handlers_;
  std::list<Door> doors_;
  bool stopped_ = false;
  LineLimit complaints_;
  LineLimit refusals_;
};

}  // namespace netdumplings::net
