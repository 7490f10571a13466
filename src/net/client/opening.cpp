#include <array>
#include <utility>

#include "net/client/opening_impl.hpp"

namespace netdumplings::net {
namespace {

std::string token_failure(const std::string& hub, bool showed_one) {
  return "the hub at " + hub +
         (showed_one ? " doesn't take the token that it was shown" : " takes nobody without a token") +
         " (HTTP 401): one of those in its token file must be in --token-file or NETDUMPLINGS_TOKEN";
}

}  // namespace

Opening::Opening(Wire& wire, const ClientOptions& options, Handler handler)
    : wire_(wire),
      options_(options),
      hub_(options.hub.uri()),
      request_{options.hub, options.subprotocols, options.token, new_key()},
      handler_(std::move(handler)) {}

void Opening::start() { wire_.tls ? shake_hands() : send_request(); }

void Opening::shake_hands() {
  switch (wire_.tls->shake_hands()) {
    case TlsTransport::Handshake::wants_input:
      return wire_.when_readable(guarded([](Opening& self) { self.shake_hands(); }));
    case TlsTransport::Handshake::wants_room:
      return wire_.when_writable(guarded([](Opening& self) { self.shake_hands(); }));
    case TlsTransport::Handshake::done:
      return send_request();
    case TlsTransport::Handshake::failed:
      break;
  }
  const std::string why = tls_trouble();
  fail(!why.empty() ? why
                    : "what listens at " + hub_ + " closed the connection in the TLS handshake: a hub " +
                          "without --tls-cert is at ws://" + options_.hub.to_string());
}

void Opening::send_request() {
  wire_.sender.queue_control(request_.to_bytes(), false);
  push_out();
  wait_for_answer();
}

// A connection that broke shows in the reading too, after what the hub still had to say.
void Opening::push_out() {
  if (wire_.sender.flush() != FrameSender::State::blocked) return;
  wire_.when_writable(guarded([](Opening& self) { self.push_out(); }));
}

void Opening::wait_for_answer() {
  wire_.when_readable(guarded([](Opening& self) { self.read_answer(); }));
}

void Opening::read_answer() {
  std::array<char, 4096> room{};
  const IoResult result = wire_.transport.read(room);
  switch (result.state) {
    case IoResult::State::done:
      return take_answer({room.data(), result.bytes});
    case IoResult::State::would_block:
      return wait_for_answer();
    case IoResult::State::closed:
    case IoResult::State::failed:
      return on_end();
  }
}

void Opening::take_answer(std::string_view bytes) {
  heard_ = true;
  unread_.append(bytes);
  unread_.erase(0, answer_.read(unread_));
  if (!answer_.fault().empty())
    return fail("what listens at " + hub_ + " doesn't open a WebSocket: " + answer_.fault());
  answer_.complete() ? answered() : wait_for_answer();
}

void Opening::answered() {
  constexpr unsigned switching_protocols = 101;
  constexpr unsigned unauthorised = 401;
  if (answer_.status() == unauthorised) return fail(token_failure(hub_, !options_.token.empty()), true);
  if (answer_.wants_tls()) return fail("the hub at " + hub_ + " speaks TLS: --hub wss" + hub_.substr(2));
  if (answer_.status() != switching_protocols) {
    // Only the number is the hub's; the words are ours.
    return fail("the hub at " + hub_ + " answered HTTP " + std::to_string(answer_.status()) + " (" + answer_.reason() +
                ") instead of opening a WebSocket");
  }
  if (!answer_.not_offered().empty()) {
    return fail("the hub at " + hub_ + " chose " + answer_.not_offered() + " that wasn't offered");
  }
  finish({.subprotocol = answer_.subprotocol(), .rest = std::move(unread_)});
}

void Opening::on_end() {
  // With TLS 1.3 the hub's word on our certificate comes only now.
  if (const std::string why = tls_trouble(); !why.empty()) return fail(why);
  if (heard_) return fail("what listens at " + hub_ + " doesn't open a WebSocket: partial message");
  fail("what listens at " + hub_ + " closed the connection instead of opening a WebSocket");
}

std::string Opening::tls_trouble() const {
  return wire_.tls && options_.tls ? wire_.tls->refused_hub(options_.hub, options_.tls->files) : std::string();
}

void Opening::fail(std::string why, bool unauthorised) {
  finish({.failure = std::move(why), .unauthorised = unauthorised});
}

void Opening::finish(const OpeningResult& result) { std::exchange(handler_, nullptr)(result); }

}  // namespace netdumplings::net
