// From a host's name to a connected TCP socket: looks the name up and tries its addresses in turn.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "net/loop/endpoint.hpp"
#include "net/loop/loop.hpp"
#include "net/loop/resolver.hpp"

namespace netdumplings::net {

/// "10 s", for messages.
std::string seconds(std::chrono::nanoseconds duration);

class Connector : public std::enable_shared_from_this<Connector> {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  /// Called once: with the socket, TCP_NODELAY set, or with why there is none, all addresses that were tried included.
  using Handler = std::function<void(Result<std::shared_ptr<Socket>>)>;

  /// `patience` is for the name, and again for each address.
  Connector(Loop& loop, Endpoint to, std::chrono::nanoseconds patience, Handler handler);

  void start();
  /// The handler isn't called any more.
  void cancel();

 private:
  void try_next();
  void tried(const boost::system::error_code& ec);
  void done(Result<std::shared_ptr<Socket>> result);

  Loop& loop_;
  const Endpoint to_;
  const std::chrono::nanoseconds patience_;
  Handler handler_;
  Resolver resolver_;
  Timer timer_;
  std::vector<boost::asio::ip::tcp::endpoint> addresses_;
  std::size_t next_ = 0;
  std::shared_ptr<Socket> socket_;
  std::string failures_;
};

}  // namespace netdumplings::net
