#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "net/http/http_route.hpp"
#include "net/server/listener_impl.hpp"

namespace netdumplings::net {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

using Addresses = std::vector<asio::ip::address>;

// `localhost` is both loopback addresses, whatever /etc/hosts says.
Result<Addresses> addresses_of(asio::io_context& io, const std::string& host) {
  if (host == "localhost") return Addresses{asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
  boost::system::error_code error;
  if (const auto address = asio::ip::make_address(host, error); !error) return Addresses{address};
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(host, "", error);
  if (error) return Error{"can't find the address of '" + host + "' (" + error.message() + "); check -a"};
  Addresses addresses;
  for (const auto& entry : found) {
    const auto address = entry.endpoint().address();
    if (std::find(addresses.begin(), addresses.end(), address) == addresses.end()) addresses.push_back(address);
  }
  return addresses;
}

// A host may have one family only, or none of its name's addresses in the other.
bool not_on_this_host(const boost::system::error_code& error) {
  return error == asio::error::address_family_not_supported || error == boost::system::errc::address_not_available;
}

std::string bind_failure(const Endpoint& endpoint, const boost::system::error_code& error) {
  std::string why = "can't listen on " + endpoint.to_string() + ": " + error.message();
  if (error == asio::error::address_in_use) why += " (is another nd-hub running? -i and -o choose other ports)";
  if (not_on_this_host(error)) why += " (-a needs an address of this machine)";
  if (error == asio::error::access_denied) why += " (ports below 1024 need rights)";
  return why;
}

}  // namespace

Listener::Listener(std::vector<asio::io_context*> loops, ListenerOptions options, ListenerHandlers handlers)
    : loops_(std::move(loops)), io_(*loops_.front()), options_(std::move(options)), handlers_(std::move(handlers)) {}

Result<std::uint16_t> Listener::listen(const Endpoint& endpoint) {
  const auto addresses = addresses_of(io_, endpoint.host);
  if (!addresses) return Error{addresses.error()};
  Result<std::uint16_t> port = bind_all(*addresses, endpoint);
  // The free port that one address family gave may be taken in the other.
  for (int i = 1; !port && endpoint.port == 0 && i < defaults::free_port_tries; ++i) {
    port = bind_all(*addresses, endpoint);
  }
  if (!port) return port;
  for (Door& door : doors_) accept(door);
  return port;
}

Result<std::uint16_t> Listener::bind_all(const Addresses& addresses, const Endpoint& endpoint) {
  doors_.clear();
  std::uint16_t port = endpoint.port;
  boost::system::error_code nowhere;
  for (const auto& address : addresses) {
    const boost::system::error_code error = bind({address, port});
    if (error && not_on_this_host(error)) {
      nowhere = error;
    } else if (error) {
      doors_.clear();
      return Error{bind_failure(endpoint, error)};
    } else {
      port = doors_.back().acceptor.local_endpoint().port();
    }
  }
  if (doors_.empty()) return Error{bind_failure(endpoint, nowhere)};
  return port;
}

boost::system::error_code Listener::bind(const tcp::endpoint& endpoint) {
  tcp::acceptor& acceptor = doors_.emplace_back(io_).acceptor;
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(SOMAXCONN, error);
  if (error) doors_.pop_back();
  return error;
}

bool Listener::beyond_loopback() const {
  return std::any_of(doors_.begin(), doors_.end(),
                     [](const Door& door) { return !door.acceptor.local_endpoint().address().is_loopback(); });
}

void Listener::accept(Door& door) {
  door.acceptor.async_accept([this, &door](const boost::system::error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || stopped_) return;
    if (error && error != asio::error::connection_aborted) return take_a_break(door, error);
    if (!error) take_in(std::move(socket));
    accept(door);
  });
}

void Listener::take_in(tcp::socket socket) {
  boost::system::error_code failed;
  const tcp::endpoint peer = socket.remote_endpoint(failed);
  const tcp::endpoint own = failed ? tcp::endpoint() : socket.local_endpoint(failed);
  if (!failed) socket.non_blocking(true, failed);
  if (!failed) socket.set_option(tcp::no_delay(true), failed);
  if (failed) return;  // it has gone already
  Endpoint from{peer.address().to_string(), peer.port()};
  Admission::Place place;
  if (options_.admission) {
    auto admitted = options_.admission->admit(from.host);
    if (!admitted) return turn_away(socket, from, admitted.error());
    place = std::move(*admitted);
  }
  // Accepted on this loop and only then handed to another: an accept that is still pending when the loops go must not
  // hold a socket of a loop that has gone already.
  const std::size_t loop = handlers_.choose_loop();
  tcp::socket moved(*loops_[loop]);
  const auto descriptor = socket.release(failed);
  if (failed) return;
  moved.assign(own.protocol(), descriptor, failed);
  if (failed) {
    ::close(descriptor);
    return;
  }
  moved.non_blocking(true, failed);
  handlers_.on_arrival(loop, {std::move(moved), std::move(from), own.address().to_string(), std::move(place)});
}

// As much as can be said without waiting for it.
void Listener::turn_away(tcp::socket& socket, const Endpoint& peer, const std::string& why) {
  const std::string words = to_bytes({503, "no room: " + why + "\n"}, true);
  boost::system::error_code ignored;
  if (!options_.tls) socket.send(asio::buffer(words), MSG_NOSIGNAL, ignored);
  if (const auto more = refusals_.due()) options_.log->warn("Turned away {}: {}{}", peer.to_string(), why, *more);
}

// Out of descriptors or memory: the client stays in the kernel's queue until there is room.
void Listener::take_a_break(Door& door, const boost::system::error_code& error) {
  if (const auto more = complaints_.due()) {
    options_.log->error("Can't accept a connection: {}; trying on (ulimit -n tells the limit){}", error.message(),
                        *more);
  }
  door.pause.expires_after(defaults::accept_pause);
  door.pause.async_wait([this, &door](const boost::system::error_code& cancelled) {
    if (!cancelled) accept(door);
  });
}

void Listener::stop() {
  stopped_ = true;
  for (Door& door : doors_) {
    boost::system::error_code ignored;
    door.acceptor.close(ignored);
    door.pause.cancel();
  }
}

}  // namespace netdumplings::net
