// Looks up the name of a host and tries its addresses in turn, up to a connected TCP socket.
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

/// Returns "10 s", for messages.
std::string seconds(std::chrono::nanoseconds duration);

class Connector : public std::enable_shared_from_this<Connector> {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  /// Called once: with the socket, on which TCP_NODELAY is set; or with why there is none, which names each address
  /// that was tried.
  using Handler = std::function<void(Result<std::shared_ptr<Socket>>)>;

  /// `patience` limits the lookup of the name, and then the try of each address.
  Connector(Loop& loop, Endpoint to, std::chrono::nanoseconds patience, Handler handler);

  void start();
  /// Gives up. The handler isn't called any more.
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
