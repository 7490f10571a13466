#include "net/client/lasting_link.hpp"

#include <cassert>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::net {

using std::chrono::steady_clock;

LastingLink::LastingLink(Loop& loop, ClientOptions options, Handlers handlers)
    : loop_(loop), options_(std::move(options)), handlers_(std::move(handlers)), retry_(loop) {}

void LastingLink::start() {
  assert(state_ == State::idle && !client_);
  connect();
}

void LastingLink::end() {
  state_ = State::idle;
  retry_.cancel();
  client_.reset();
}

void LastingLink::use(std::string token, std::shared_ptr<const TlsClient> tls) {
  options_.token = std::move(token);
  options_.tls = std::move(tls);
}

void LastingLink::close(std::uint16_t code, std::string_view reason, std::optional<std::chrono::nanoseconds> timeout) {
  if (state_ != State::open) return;
  state_ = State::closing;
  client_->close(code, reason, timeout);
}

void LastingLink::connect() {
  state_ = State::connecting;
  if (handlers_.on_connecting) handlers_.on_connecting();
  WebSocketClient::Handlers handlers;
  handlers.on_open = [this] { opened(); };
  handlers.on_message = [this](std::string_view message, bool) {
    if (handlers_.on_message) handlers_.on_message(message);
  };
  handlers.on_drained = handlers_.on_drained;
  handlers.on_failed = [this](const std::string& why) { failed(why); };
  handlers.on_closed = [this](const CloseReason& reason) { closed(reason); };
  client_ = std::make_unique<WebSocketClient>(loop_, options_, std::move(handlers));
  client_->connect();
}

void LastingLink::opened() {
  state_ = State::open;
  opened_at_ = steady_clock::now();
  const bool after_outage = std::exchange(outage_, Outage{}).began;
  if (handlers_.on_open) handlers_.on_open(after_outage);
}

void LastingLink::failed(const std::string& why) {
  state_ = State::waiting;
  const bool turned_away = client_->unauthorised() && !outage_.turned_away;
  const Failure failure{why, !outage_.tried, outage_.after_loss, turned_away};
  outage_.began = outage_.tried = true;
  outage_.turned_away |= turned_away;
  if (handlers_.on_unreachable) handlers_.on_unreachable(failure);
  connect_later();
}

void LastingLink::closed(const CloseReason& reason) {
  state_ = State::waiting;
  if (steady_clock::now() - opened_at_ >= defaults::reconnect_longest) progressed();
  outage_ = {.began = true, .after_loss = true};
  if (handlers_.on_closed) handlers_.on_closed(reason);
  connect_later();
}

// Does nothing if the handler has ended the link.
void LastingLink::connect_later() {
  if (state_ != State::waiting) return;
  retry_.start(backoff_.next(), [this] { connect(); });
}

}  // namespace netdumplings::net
