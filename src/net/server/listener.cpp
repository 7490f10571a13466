#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "net/server/listener_impl.hpp"

namespace netdumplings::net {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

using Addresses = std::vector<asio::ip::address>;

// `localhost` is both loopback addresses, whatever /etc/hosts says. `*` is all addresses of both families.
Result<Addresses> addresses_of(asio::io_context& io, const std::string& host) {
  if (host == "localhost") return Addresses{asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
  if (host == "*") return Addresses{asio::ip::address_v4::any(), asio::ip::address_v6::any()};
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

// Whether listening on `all` is listening on `one`, too.
bool covers(const asio::ip::address& all, const asio::ip::address& one) {
  return all == one || (all.is_unspecified() && all.is_v4() == one.is_v4());
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

HttpReply no_room(const std::string& why) { return {503, "no room: " + why + "\n"}; }

Listener::Listener(std::vector<asio::io_context*> loops, ListenerOptions options, ListenerHandlers handlers)
    : loops_(std::move(loops)), io_(*loops_.front()), options_(std::move(options)), handlers_(std::move(handlers)) {}

Result<std::uint16_t> Listener::listen(const std::vector<std::string>& names, std::uint16_t wanted) {
  const auto hosts = look_up(names);
  if (!hosts) return Error{hosts.error()};
  Result<std::uint16_t> port = bind_all(*hosts, wanted);
  // The free port that one address gave may be taken on another.
  for (int i = 1; !port && wanted == 0 && i < defaults::free_port_tries; ++i) port = bind_all(*hosts, wanted);
  if (!port) return port;
  for (Door& door : doors_) accept(door);
  return port;
}

Result<std::vector<Listener::Host>> Listener::look_up(const std::vector<std::string>& names) {
  std::vector<Host> hosts;
  Addresses all;
  for (const std::string& name : names) {
    const auto found = addresses_of(io_, name);
    if (!found) return Error{found.error()};
    hosts.push_back({name, *found});
    all.insert(all.end(), found->begin(), found->end());
  }
  Addresses kept;
  const auto is_spare = [&](const asio::ip::address& one) {
    const bool spare =
        std::find(kept.begin(), kept.end(), one) != kept.end() ||
        std::any_of(all.begin(), all.end(), [&](const auto& other) { return other != one && covers(other, one); });
    if (!spare) kept.push_back(one);
    return spare;
  };
  for (Host& host : hosts) std::erase_if(host.addresses, is_spare);
  return hosts;
}

Result<std::uint16_t> Listener::bind_all(const std::vector<Host>& hosts, std::uint16_t port) {
  doors_.clear();
  for (const Host& host : hosts) {
    if (host.addresses.empty()) continue;
    const auto bound = bind_host(host, port);
    if (!bound) {
      doors_.clear();
      return Error{bound.error()};
    }
    port = *bound;
  }
  return port;
}

// It is enough if the host has one of its addresses here.
Result<std::uint16_t> Listener::bind_host(const Host& host, std::uint16_t port) {
  boost::system::error_code nowhere;
  bool bound = false;
  for (const auto& address : host.addresses) {
    const boost::system::error_code error = bind({address, port});
    if (error && !not_on_this_host(error)) return Error{bind_failure({host.name, port}, error)};
    if (error) {
      nowhere = error;
      continue;
    }
    bound = true;
    port = doors_.back().acceptor.local_endpoint().port();
  }
  if (!bound) return Error{bind_failure({host.name, port}, nowhere)};
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

// While there are too many strangers, the next ones wait in the kernel's queue.
void Listener::accept(Door& door) {
  if (options_.strangers->full()) return accept_later(door, defaults::full_of_strangers_pause);
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
  auto place = place_for(from.host);
  if (!place) return turn_away(socket, from, place.error());
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
  handlers_.on_arrival(loop, {std::move(moved), std::move(from), own.address().to_string(), std::move(*place)});
}

Result<Strangers::Place> Listener::place_for(const std::string& address) const {
  if (options_.proxies.trust(address)) return options_.strangers->take_in("");
  if (options_.admission) {
    if (auto room = options_.admission->has_room(address); !room) return Error{room.error()};
  }
  return options_.strangers->take_in(address);
}

// As much as can be said without waiting for it.
void Listener::turn_away(tcp::socket& socket, const Endpoint& peer, const std::string& why) {
  const std::string words = to_bytes(no_room(why), true);
  boost::system::error_code ignored;
  if (!options_.tls) socket.send(asio::buffer(words), MSG_NOSIGNAL, ignored);
  if (options_.refusals.allows()) options_.log->warn("Turned away {}: {}", peer.to_string(), why);
}

// Out of descriptors or memory: the client stays in the kernel's queue until there is room.
void Listener::take_a_break(Door& door, const boost::system::error_code& error) {
  if (const auto more = complaints_.due()) {
    options_.log->error("Can't accept a connection: {}; trying on (ulimit -n tells the limit){}", error.message(),
                        *more);
  }
  accept_later(door, defaults::accept_pause);
}

void Listener::accept_later(Door& door, std::chrono::milliseconds pause) {
  door.pause.expires_after(pause);
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
