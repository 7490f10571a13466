// The listening sockets of one port, bound to every address of its host name.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "common/log/limited_log.hpp"
#include "common/log/line_limit.hpp"
#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "net/http/http_route.hpp"
#include "net/http/trusted_proxies.hpp"
#include "net/loop/endpoint.hpp"
#include "net/server/admission.hpp"
#include "net/server/strangers.hpp"

namespace netdumplings::net {

/// A new connection. Its socket is non-blocking and has TCP_NODELAY.
struct Arrival {
  boost::asio::ip::tcp::socket socket;
  Endpoint peer;
  std::string own_address;
  Strangers::Place stranger;
};

/// Returns the answer to a client that there is no room for.
HttpReply no_room(const std::string& why);

/// Called on the listener's thread.
struct ListenerHandlers {
  /// Returns the index of the loop that the next connection is to belong to.
  std::function<std::size_t()> choose_loop;
  /// Takes a connection that was let in. Its socket belongs to this loop.
  std::function<void(std::size_t loop, Arrival client)> on_arrival;
};

struct ListenerOptions {
  Log log;
  LimitedLog& refusals;                  // outlives the listener
  std::shared_ptr<Admission> admission;  // null: any number of clients may stay
  std::shared_ptr<Strangers> strangers;  // not null
  const TrustedProxies& proxies;         // outlives the listener; they speak for clients that aren't known yet
  bool tls = false;                      // clients expect TLS, so an answer in plain HTTP is no use to them
};

class Listener {
 public:
  /// The listener runs on the first loop.
  Listener(std::vector<boost::asio::io_context*> loops, ListenerOptions options, ListenerHandlers handlers);

  /// Binds the port on all addresses of these hosts and begins to accept. Port 0 is a free one. Returns the port; the
  /// error says why it can't be had and what to do.
  Result<std::uint16_t> listen(const std::vector<std::string>& hosts, std::uint16_t port);
  /// Returns whether it listens on an address that other machines can reach.
  [[nodiscard]] bool beyond_loopback() const;
  void stop();

 private:
  struct Door {
    explicit Door(boost::asio::io_context& io) : acceptor(io), pause(io) {}
    boost::asio::ip::tcp::acceptor acceptor;
    boost::asio::steady_timer pause;
  };

  // A host and the addresses that it stands for, without those that another host stands for too.
  struct Host {
    std::string name;
    std::vector<boost::asio::ip::address> addresses;
  };

  Result<std::vector<Host>> look_up(const std::vector<std::string>& names);
  Result<std::uint16_t> bind_all(const std::vector<Host>& hosts, std::uint16_t port);
  Result<std::uint16_t> bind_host(const Host& host, std::uint16_t port);
  boost::system::error_code bind(const boost::asio::ip::tcp::endpoint& endpoint);
  void accept(Door& door);
  void take_in(boost::asio::ip::tcp::socket socket);
  void turn_away(boost::asio::ip::tcp::socket& socket, const Endpoint& peer, const std::string& why);
  void take_a_break(Door& door, const boost::system::error_code& error);
  void accept_later(Door& door, std::chrono::milliseconds pause);
  [[nodiscard]] Result<Strangers::Place> place_for(const std::string& address) const;

  const std::vector<boost::asio::io_context*> loops_;
  boost::asio::io_context& io_;
  const ListenerOptions options_;
  const ListenerHandlers handlers_;
  std::list<Door> doors_;
  bool stopped_ = false;
  LineLimit complaints_;
};

}  // namespace netdumplings::net
