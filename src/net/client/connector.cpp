#include <algorithm>
#include <cctype>
#include <cstring>
#include <sstream>
#include <utility>

#include "net/client/connector_impl.hpp"
#include "net/loop/loop_impl.hpp"

namespace netdumplings::net {

namespace asio = boost::asio;

namespace {

asio::ip::tcp::endpoint to_asio(const Address& address) {
  asio::ip::tcp::endpoint endpoint;
  endpoint.resize(address.size);
  std::memcpy(endpoint.data(), &address.storage, address.size);
  return endpoint;
}

std::string to_string(const asio::ip::tcp::endpoint& endpoint) {
  return Endpoint{endpoint.address().to_string(), endpoint.port()}.to_string();
}

// "Connection refused" in the middle of a line.
std::string uncapitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace

std::string seconds(std::chrono::nanoseconds duration) {
  std::ostringstream text;
  text << std::chrono::duration<double>(duration).count() << " s";
  return text.str();
}

Connector::Connector(Loop& loop, Endpoint to, std::chrono::nanoseconds patience, Handler handler)
    : loop_(loop),
      to_(std::move(to)),
      patience_(patience),
      handler_(std::move(handler)),
      resolver_(loop),
      timer_(loop) {}

void Connector::start() {
  timer_.start(patience_, [self = shared_from_this()] {
    self->done(Error{"no answer for the name " + self->to_.host + " within " + seconds(self->patience_)});
  });
  resolver_.lookup(to_.host, to_.port, [self = shared_from_this()](const Result<std::vector<Address>>& found) {
    if (!found) return self->done(Error{"the name " + self->to_.host + " can't be looked up: " + found.error()});
    for (const auto& address : *found) self->addresses_.push_back(to_asio(address));
    self->try_next();
  });
}

void Connector::cancel() {
  handler_ = nullptr;
  timer_.cancel();
  resolver_.cancel();
  boost::system::error_code ignored;
  if (socket_) socket_->close(ignored);
}

void Connector::try_next() {
  if (next_ == addresses_.size()) return done(Error{failures_});
  socket_ = std::make_shared<Socket>(loop_.impl().io);
  timer_.start(patience_, [self = shared_from_this()] { self->tried(asio::error::timed_out); });
  socket_->async_connect(addresses_[next_], [self = shared_from_this(), socket = socket_](const auto& ec) {
    if (socket == self->socket_) self->tried(ec);
  });
}

void Connector::tried(const boost::system::error_code& ec) {
  if (!handler_) return;
  if (!ec) {
    boost::system::error_code ignored;
    socket_->set_option(asio::ip::tcp::no_delay(true), ignored);
    return done(socket_);
  }
  const auto why = ec == asio::error::timed_out ? "no answer" : uncapitalised(ec.message());
  failures_ += (failures_.empty() ? "" : ", ") + to_string(addresses_[next_]) + ": " + why;
  ++next_;
  try_next();
}

void Connector::done(Result<std::shared_ptr<Socket>> result) {
  timer_.cancel();
  resolver_.cancel();
  if (auto handler = std::exchange(handler_, nullptr)) handler(std::move(result));
}

}  // namespace netdumplings::net
