#include "net/server/doorman_impl.hpp"

#include <boost/beast/http/verb.hpp>
#include <cstring>
#include <utility>

#include "net/http/proxy_header.hpp"
#include "net/http/upgrade_impl.hpp"
#include "net/server/leaving_client_impl.hpp"
#include "net/server/server_session_impl.hpp"

namespace netdumplings::net {

Doorman::Doorman(ServerContext& context, Guest guest)
    : context_(context),
      guest_(std::move(guest)),
      deadline_(Clock::now() + context.options.timeouts.hello),
      waits_for_proxy_header_(context.options.proxy_protocol && context.options.proxies.trust(guest_.peer.host)),
      shakes_hands_(guest_.wire->tls != nullptr) {}

void Doorman::look_at_clock(Clock::time_point now) {
  if (guest_.stranger.lost()) return make_room();
  // A client that waits for its page has said all: what takes long then is the server's affair.
  if (now >= deadline_ && !makes_page_) see_off(context_, guest_, false);
}

// Says as much as can be said without waiting for it.
void Doorman::make_room() {
  const HttpReply reply = no_room(too_many_strangers);
  if (!guest_.wire->tls) guest_.wire->tcp.write(to_bytes(reply, true));
  context_.log_refusal(guest_.peer, too_many_strangers);
  see_off(context_, guest_, false);
}

void Doorman::dismiss(std::uint16_t /*code*/, std::string_view /*text*/) { see_off(context_, guest_, false); }

void Doorman::wait_for_input() {
  guest_.wire->when_readable(guarded([](Doorman& self) { self.on_readable(); }));
}

void Doorman::on_readable() {
  if (waits_for_proxy_header_) return read_proxy_header();
  shakes_hands_ ? shake_hands() : read_head();
}

// ---- the PROXY protocol

// Looks at what has come before it takes it: what follows the header belongs to TLS, or to the request.
void Doorman::read_proxy_header() {
  const std::span room(context_.read_buffer.data(), defaults::longest_proxy_header - proxy_header_.size());
  boost::system::error_code error;
  auto& socket = guest_.wire->socket;
  const std::size_t seen =
      socket.receive(boost::asio::buffer(room.data(), room.size()), boost::asio::socket_base::message_peek, error);
  if (error == boost::asio::error::would_block) return wait_for_input();
  if (error) return see_off(context_, guest_, false);
  take_proxy_header({room.data(), seen});
}

void Doorman::take_proxy_header(std::string_view seen) {
  const std::size_t had = proxy_header_.size();
  proxy_header_ += seen;
  const ProxyHeader header = net::read_proxy_header(proxy_header_);
  const bool unfinished = header.state == ProxyHeader::State::unfinished;
  const bool bad = header.state == ProxyHeader::State::bad || (header.state == ProxyHeader::State::none && had > 0);
  if (bad || (unfinished && proxy_header_.size() >= defaults::longest_proxy_header)) {
    context_.log_refusal(guest_.peer, "its header of the PROXY protocol can't be read");
    return send_away();
  }
  // These are there, so they come at once.
  const std::size_t of_header = unfinished ? seen.size() : header.size > had ? header.size - had : 0;
  boost::system::error_code ignored;
  guest_.wire->socket.receive(boost::asio::buffer(context_.read_buffer.data(), of_header), 0, ignored);
  if (unfinished) return wait_for_input();
  waits_for_proxy_header_ = false;
  proxy_header_ = {};
  if (header.client && !become(*header.client)) return;
  on_readable();
}

// From now on the guest is `client`, for which a proxy speaks. Returns false if there is no room for it; then it has
// been sent away.
bool Doorman::become(const Endpoint& client) {
  auto room = guest_.stranger.is_from(client.host);
  if (room && context_.options.admission) room = context_.options.admission->has_room(client.host);
  guest_.peer = client;
  if (room) return true;
  if (shakes_hands_) {
    context_.log_refusal(client, room.error());
    send_away();
  } else {
    answer({503, "no room: " + room.error() + "\n", room.error()}, true);
  }
  return false;
}

// ---- TLS

void Doorman::shake_hands() {
  switch (guest_.wire->tls->shake_hands()) {
    case TlsTransport::Handshake::wants_input:
      return wait_for_input();
    case TlsTransport::Handshake::wants_room:
      return guest_.wire->when_writable(guarded([](Doorman& self) { self.shake_hands(); }));
    case TlsTransport::Handshake::failed:
      return refuse_tls();
    case TlsTransport::Handshake::done:
      shakes_hands_ = false;
      return read_head();  // the request may have come with the handshake's end
  }
}

// An alert of TLS's has told the client why, or plain words do, as far as they go out at once.
void Doorman::refuse_tls() {
  const TlsTransport& tls = *guest_.wire->tls;
  if (tls.client_is_plain()) guest_.wire->tcp.write(to_bytes(tls_is_spoken_here(), true));
  if (const std::string why = tls.refused_client(); !why.empty()) context_.log_refusal(guest_.peer, why);
  send_away();
}

// ---- the request

void Doorman::read_head() {
  const std::span<char> buffer(context_.read_buffer);
  std::memcpy(buffer.data(), head_.data(), head_.size());
  const IoResult result = guest_.wire->transport.read(buffer.subspan(head_.size(), defaults::read_batch));
  switch (result.state) {
    case IoResult::State::done:
      return take_head(buffer.first(head_.size() + result.bytes));
    case IoResult::State::would_block:
      return wait_for_input();
    case IoResult::State::closed:
    case IoResult::State::failed:
      return see_off(context_, guest_, false);
  }
}

void Doorman::take_head(std::span<char> input) {
  if (!guest_.wire->tls && begins_tls(input)) return answer(no_tls_here(), true);
  const std::string_view bytes(input.data(), std::min(input.size(), defaults::max_http_head));
  const std::size_t size = head_size(bytes);
  if (size == 0 && input.size() < defaults::max_http_head) {
    head_ = bytes;
    return wait_for_input();
  }
  const auto head = parse_head(bytes.substr(0, size));
  if (!head) return refuse_bad_head(bytes, size);
  const bool with_body = head->method() != boost::beast::http::verb::head;
  HttpRequest request = summary(*head);
  if (!become(context_.options.proxies.client_of(guest_.peer, request.forwarded_for))) return;
  const auto redirect = enter_base(request, context_.options.base_path);
  const Route to = route(request, context_.rules, {guest_.own_address, guest_.peer.host});
  if (to.reply) return answer(*to.reply, with_body);
  if (redirect) return answer(*redirect, with_body);
  if (const auto unauthorised = refuse_without_token(request, context_.options.access)) {
    return answer(*unauthorised, with_body);
  }
  to.upgrade ? upgrade(*head, request, input.subspan(size)) : ask_for_page(request, with_body);
}

void Doorman::refuse_bad_head(std::string_view bytes, std::size_t size) {
  if (net::read_proxy_header(bytes).state == ProxyHeader::State::whole) {
    return answer({400, "no HTTP request\n",
                   "it speaks the PROXY protocol, but isn't a --trusted-proxy, or there is no "
                   "--proxy-protocol"},
                  true);
  }
  answer(size == 0 ? HttpReply{431, "the request's head is too large\n"} : HttpReply{400, "no HTTP request\n"}, true);
}

// The answer may come from another thread, at once or when the client has gone.
void Doorman::ask_for_page(const HttpRequest& request, bool with_body) {
  makes_page_ = true;
  const HttpPages& pages = context_.options.pages;
  const auto give = [weak = weak_from_this(), &io = context_.io, with_body](HttpReply reply) {
    boost::asio::post(io, [weak, with_body, reply = std::move(reply)] {
      if (const auto self = weak.lock(); self && self->has_guest()) self->answer(reply, with_body);
    });
  };
  if (!pages || !pages(request, give)) answer(no_such_page(request), with_body);
}

void Doorman::answer(const HttpReply& reply, bool with_body) {
  if (!reply.refused.empty()) context_.log_refusal(guest_.peer, reply.refused);
  const bool shared = with_body && reply.shared_text;
  guest_.wire->sender.queue_control(to_bytes(reply, with_body, guest_.wire->tls != nullptr), !shared);
  if (shared) guest_.wire->sender.queue_last(reply.shared_text);
  send_away();
}

// ---- the next stage

void Doorman::send_away() {
  const auto leaving =
      std::make_shared<LeavingClient>(context_, std::move(guest_), Clock::now() + context_.options.timeouts.close);
  leaving->enter();
}

// The session takes what came after the head from where it lies.
void Doorman::upgrade(const HttpHead& head, const HttpRequest& request, std::span<char> rest) {
  std::string subprotocol = choose_subprotocol(head, context_.options.subprotocols);
  guest_.wire->sender.queue_control(upgrade_reply(request.websocket_key, subprotocol), false);
  const auto session = std::make_shared<ServerSession>(context_, std::move(guest_), std::move(subprotocol), deadline_);
  session->enter(rest);
}

}  // namespace netdumplings::net
