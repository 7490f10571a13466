// The sockets of one port: bound to every address that its host name means, accepting.
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

/// A new connection, non-blocking and without delay (TCP_NODELAY).
struct Arrival {
  boost::asio::ip::tcp::socket socket;
  Endpoint peer;
  std::string own_address;
  Admission::Place admitted;
};

/// Called on the listener's thread.
struct ListenerHandlers {
  /// Which of the loops a connection's socket is to belong to.
  std::function<std::size_t()> choose_loop;
  /// A connection was let in, and its socket belongs to this loop.
  std::function<void(std::size_t loop, Arrival client)> on_arrival;
};

struct ListenerOptions {
  Log log;
  std::shared_ptr<Admission> admission;  // none: everybody is let in
  bool tls = false;                      // clients expect TLS: words of HTTP are nothing to them
};

class Listener {
 public:
  /// The first loop is the listener's own.
  Listener(std::vector<boost::asio::io_context*> loops, ListenerOptions options, ListenerHandlers handlers);

  /// Binds and begins to accept. Gives the port.
  Result<std::uint16_t> listen(const Endpoint& endpoint);
  /// Whether it listens on an address that isn't this machine's alone.
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
