#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>

#include "common/os/terminal.hpp"
#include "common/protocol.hpp"
#include "net/server/server_session_impl.hpp"
#include "net/websocket/client_frames.hpp"
#include "net/websocket/close_reason.hpp"
#include "net/websocket/text_check.hpp"

namespace netdumplings::net {
namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using tcp = asio::ip::tcp;

namespace {

constexpr std::size_t most_kept = std::size_t{32} << 10;  // of a head or a frame that isn't complete
constexpr std::size_t longest_close_reason = 123;         // RFC 6455, section 5.5
constexpr std::size_t ordinary_message = std::size_t{4} << 10;

bool is_close_frame(std::string_view frame) {
  return !frame.empty() && (static_cast<unsigned>(frame[0]) & 0x0fU) == static_cast<unsigned>(Opcode::close);
}

// A reason cut where no character is cut.
std::string_view close_reason_that_fits(std::string_view why) {
  if (why.size() <= longest_close_reason) return why;
  std::size_t size = longest_close_reason;
  while (size > 0 && (static_cast<unsigned>(why[size]) & 0xc0U) == 0x80U) --size;
  return why.substr(0, size);
}

std::string coded(std::uint16_t code, const std::string& text) {
  return std::to_string(code) + " (" + close_code_meaning(code) + ")" + (text.empty() ? "" : " " + text);
}

// What the engine closed with because of a client's offence.
std::string offence(boost::beast::error_code error) {
  std::uint16_t code = protocol::close_protocol_error;
  if (error == websocket::error::bad_frame_payload) code = protocol::close_invalid_data;
  if (error == websocket::error::message_too_big) code = protocol::close_too_large;
  return coded(code, error.message());
}

std::string told(const PeerClose& close) {
  if (close.reason.sent != 0) return "sent " + coded(close.reason.sent, close.fault);
  return CloseReason{close.reason.code, terminal::harmless(close.reason.text), 0}.to_string();
}

}  // namespace

ServerContext::ServerContext(asio::io_context& context, const ServerOptions& server_options,
                             const OriginRules& origin_rules, OnConnection connection_handler,
                             std::size_t cut_frames_budget)
    : io(context),
      options(server_options),
      rules(origin_rules),
      on_connection(std::move(connection_handler)),
      cut_frames(cut_frames_budget),
      read_buffer(most_kept + defaults::read_batch + ConnectionHandler::readable_behind) {}

ServerSession::ServerSession(ServerContext& context, Arrival client)
    : context_(context),
      socket_(std::move(client.socket)),
      tcp_(socket_.native_handle(), &context.pages),
      tls_(context.options.tls ? std::make_unique<TlsTransport>(context.options.tls->current(), tcp_) : nullptr),
      transport_(tls_ ? static_cast<Transport&>(*tls_) : tcp_),
      sender_(transport_, context.cut_frames),
      splitter_(context.options.max_hello),
      engine_(context.io.get_executor()),
      peer_(std::move(client.peer)),
      own_address_(std::move(client.own_address)),
      admitted_(std::move(client.admitted)),
      heard_(Clock::now()),
      pinged_(heard_) {
  if (tls_) phase_ = Phase::tls;
  deadline_ = heard_ + context_.options.timeouts.hello;
}

void ServerSession::start(std::list<std::shared_ptr<ServerSession>>::iterator place) {
  place_ = place;
  too_large_code_ = protocol::close_policy;
  too_large_ = "a hello has at most " + std::to_string(context_.options.max_hello) + " bytes";
  engine_.next_layer().on_change([this] { on_engine_change(); });
  engine_.read_message_max(defaults::max_message);
  wait_for_input();
}

void ServerSession::limit_messages(std::size_t bytes, std::uint16_t code, std::string why) {
  splitter_.set_limit(bytes);
  engine_.read_message_max(bytes);
  too_large_code_ = code;
  too_large_ = std::move(why);
}

// ---- what comes in

void ServerSession::wait_for_input() {
  if (std::exchange(waits_for_input_, true)) return;
  auto readable = guarded([](ServerSession& self, const boost::system::error_code& error) {
    self.waits_for_input_ = false;
    if (!error) self.on_readable();
  });
  if (transport_.has_unread() && phase_ != Phase::leaving) {
    asio::post(context_.io, [readable] { readable(boost::system::error_code()); });
  } else {
    socket_.async_wait(tcp::socket::wait_read, readable);
  }
}

void ServerSession::on_readable() {
  if (phase_ == Phase::leaving) return drain();
  if (phase_ == Phase::tls) return shake_hands();
  if (!takes_input()) return;  // the engine calls for more when it is through
  const std::span<char> buffer(context_.read_buffer);
  const std::size_t kept = kept_.size();
  std::memcpy(buffer.data(), kept_.data(), kept);
  const IoResult result = transport_.read(buffer.subspan(kept, defaults::read_batch));
  switch (result.state) {
    case IoResult::State::done:
      break;
    case IoResult::State::would_block:
      if (transport_.pending()) wait_for_room();  // it has to answer before it reads on
      return wait_for_input();
    case IoResult::State::closed:
      return end(closing_words(), Last::nothing);
    case IoResult::State::failed:
      return end(closing_words() + ": " + std::generic_category().message(result.error), Last::nothing);
  }
  heard_ = Clock::now();
  take(buffer.first(kept + result.bytes));
}

// Reads on until the client has gone: closing a socket with unread input would destroy our last words on their way.
void ServerSession::drain() {
  const IoResult result = tcp_.read(context_.read_buffer);
  if (result.state == IoResult::State::closed || result.state == IoResult::State::failed) return vanish(false);
  wait_for_input();
}

void ServerSession::take(std::span<char> input) {
  if (phase_ == Phase::head) input = take_head(input);
  if (phase_ == Phase::open || phase_ == Phase::closing) input = take_frames(input);
  if (phase_ == Phase::leaving || phase_ == Phase::gone) return;
  keep(input);
  if (std::exchange(batch_, false) && handler_) handler_->on_batch_end();
  if (takes_input()) wait_for_input();
}

void ServerSession::keep(std::span<char> input) {
  kept_ = input.empty() ? std::string() : std::string(input.data(), input.size());
}

std::span<char> ServerSession::take_head(std::span<char> input) {
  if (!tls_ && begins_tls(input)) {
    answer(no_tls_here(), true);
    return {};
  }
  const std::string_view bytes(input.data(), std::min(input.size(), defaults::max_http_head));
  const std::size_t size = head_size(bytes);
  if (size == 0 && input.size() < defaults::max_http_head) return input;
  const auto head = parse_head(bytes.substr(0, size));
  if (!head) {
    answer(size == 0 ? HttpReply{431, "the request's head is too large\n"} : HttpReply{400, "no HTTP request\n"}, true);
    return {};
  }
  const bool with_body = head->method() != boost::beast::http::verb::head;
  const HttpRequest request = summary(*head);
  const Route to = route(request, context_.rules, own_address_);
  if (to.reply) {
    answer(*to.reply, with_body);
    return {};
  }
  if (const auto unauthorised = refuse_without_token(request, context_.options.access)) {
    answer(*unauthorised, with_body);
    return {};
  }
  if (to.upgrade) {
    accept(*head);
  } else {
    ask_for_page(request, with_body);
  }
  return input.subspan(size);
}

// The answer may come from another thread, at once or when the client has gone.
void ServerSession::ask_for_page(const HttpRequest& request, bool with_body) {
  phase_ = Phase::page;
  deadline_ = Clock::time_point::max();  // the client has said all: what takes long now is the server's affair
  const HttpPages& pages = context_.options.pages;
  const auto give = [weak = weak_from_this(), &io = context_.io, with_body](HttpReply reply) {
    asio::post(io, [weak, with_body, reply = std::move(reply)] {
      if (const auto self = weak.lock(); self && self->phase_ == Phase::page) self->answer(reply, with_body);
    });
  };
  if (!pages || !pages(request, give)) answer(no_such_page(request), with_body);
}

void ServerSession::answer(const HttpReply& reply, bool with_body) {
  if (!reply.refused.empty()) {
    if (const auto more = context_.refusals.due()) {
      context_.options.log->warn("Refused {}: {}{}", peer_.to_string(), reply.refused, *more);
    }
  }
  sender_.queue_control(to_bytes(reply, with_body), true);
  leave();
}

void ServerSession::accept(const HttpHead& head) {
  phase_ = Phase::handshake;
  subprotocol_ = choose_subprotocol(head, context_.options.subprotocols);
  if (!subprotocol_.empty()) {
    engine_.set_option(websocket::stream_base::decorator([name = subprotocol_](websocket::response_type& response) {
      response.set(boost::beast::http::field::sec_websocket_protocol, name);
    }));
  }
  engine_.async_accept(
      head, guarded([](ServerSession& self, const boost::system::error_code& error) { self.on_accepted(error); }));
}

void ServerSession::on_accepted(boost::beast::error_code error) {
  if (error) return leave();  // the engine has answered it
  phase_ = Phase::open;
  handler_ = context_.on_connection(*this);
  read_engine();
}

// Plain messages are handed over as they stand in the input. The engine gets the rest, and what comes behind it waits
// until the engine is through with it, so that messages keep their order.
std::span<char> ServerSession::take_frames(std::span<char> input) {
  if (close_is_out_) return look_for_close(input);
  while (!input.empty() && engine_.next_layer().hungry() && (phase_ == Phase::open || phase_ == Phase::closing)) {
    if (for_engine_ > 0) {
      const std::size_t fed = engine_.next_layer().feed({input.data(), for_engine_});
      for_engine_ -= fed;
      input = input.subspan(fed);
      continue;
    }
    const auto piece = splitter_.next(input);
    if (piece.kind == FrameSplitter::Kind::more) break;
    if (piece.kind == FrameSplitter::Kind::too_large) close(too_large_code_, too_large_);
    if (piece.kind == FrameSplitter::Kind::message) hand_over({piece.bytes.data(), piece.bytes.size()}, piece.binary);
    if (piece.kind == FrameSplitter::Kind::close) {
      input = close_for_engine();
    } else if (piece.kind == FrameSplitter::Kind::engine) {
      for_engine_ = piece.bytes.size();
    } else {
      input = input.subspan(piece.used);
    }
  }
  return input;
}

std::span<char> ServerSession::close_for_engine() {
  begin_closing();
  kept_.clear();
  append_client_frame(kept_, Opcode::close, splitter_.peer_close()->for_engine(), {});
  for_engine_ = kept_.size();
  return kept_;
}

// Behind our Close only the client's matters, and the splitter sees that. The engine isn't asked any more: when a
// fragment that it has the beginning of turns out to be no text, its reading waits for its closing and its closing for
// its reading, for good.
std::span<char> ServerSession::look_for_close(std::span<char> input) {
  input = input.subspan(std::exchange(for_engine_, 0));
  while (!input.empty()) {
    const auto piece = splitter_.next(input);
    if (piece.kind == FrameSplitter::Kind::more) break;
    input = input.subspan(piece.used);
  }
  if (splitter_.peer_close()) end(closing_words(), Last::words_may_be_under_way);
  return input;
}

void ServerSession::hand_over(std::string_view message, bool binary) {
  if (phase_ != Phase::open) return;
  if (!binary && !is_utf8(message)) return close(protocol::close_invalid_data, "a text message that isn't UTF-8");
  batch_ = true;
  handler_->on_message(message, binary);
}

// ---- the protocol engine

bool ServerSession::takes_input() const {
  return phase_ == Phase::head || close_is_out_ || engine_.next_layer().hungry();
}

void ServerSession::read_engine() {
  engine_.async_read(engine_message_, guarded([](ServerSession& self, const boost::system::error_code& error,
                                                 std::size_t) { self.on_engine_message(error); }));
}

void ServerSession::on_engine_message(boost::beast::error_code error) {
  if (error) return on_engine_closed(error);
  const std::size_t size = engine_message_.size();
  engine_message_.reserve(size + ConnectionHandler::readable_behind);
  hand_over({static_cast<const char*>(engine_message_.cdata().data()), size}, engine_.got_binary());
  engine_message_.consume(size);
  if (engine_message_.capacity() > ordinary_message) engine_message_.shrink_to_fit();
  read_engine();
}

void ServerSession::on_engine_closed(boost::beast::error_code error) {
  std::string why = closing_words();
  if (said_close_ == 0) why = splitter_.peer_close() ? told(*splitter_.peer_close()) : "sent " + offence(error);
  end(why, Last::words_may_be_under_way);
}

void ServerSession::on_engine_change() {
  if (std::exchange(change_posted_, true)) return;
  asio::post(context_.io, guarded([](ServerSession& self) { self.resume(); }));
}

void ServerSession::resume() {
  change_posted_ = false;
  push_out();
  if (phase_ == Phase::gone || !takes_input()) return;
  std::string input = std::exchange(kept_, {});
  const std::size_t size = input.size();
  input.resize(size + ConnectionHandler::readable_behind);
  take(std::span(input).first(size));
}

// ---- what goes out

void ServerSession::flush() {
  if (!waits_for_room_) push_out();
}

void ServerSession::push_out() {
  EngineStream& engine = engine_.next_layer();
  if (!engine.outgoing().empty() && !std::exchange(engine_queued_, true)) {
    const bool last = phase_ != Phase::handshake && is_close_frame(engine.outgoing());
    sender_.queue_control(engine.outgoing(), last);
  }
  const FrameSender::State state = sender_.flush();
  if (engine_queued_ && !sender_.control_pending()) {
    engine_queued_ = false;
    close_is_out_ = said_close_ != 0 && is_close_frame(engine.outgoing());
    engine.outgoing_sent();
    if (close_is_out_) on_engine_change();
  }
  if (state == FrameSender::State::blocked) return wait_for_room();
  if (state == FrameSender::State::busy) return wait_for_turn();
  if (state == FrameSender::State::idle && phase_ == Phase::leaving) transport_.finish();
  if (state == FrameSender::State::failed) {
    asio::post(context_.io, guarded([](ServerSession& self) { self.end(self.closing_words(), Last::reset); }));
  }
}

void ServerSession::wait_for_room() {
  if (std::exchange(waits_for_room_, true)) return;
  socket_.async_wait(tcp::socket::wait_write, guarded([](ServerSession& self, const boost::system::error_code& error) {
                       self.waits_for_room_ = false;
                       if (!error) self.push_out();
                     }));
}

void ServerSession::wait_for_turn() {
  if (std::exchange(waits_for_room_, true)) return;
  asio::post(context_.io, guarded([](ServerSession& self) {
               self.waits_for_room_ = false;
               self.push_out();
             }));
}

// ---- how it ends

void ServerSession::close(std::uint16_t code, std::string_view why) {
  if (phase_ != Phase::open) return;
  said_close_ = code;
  said_why_ = why;
  begin_closing();
  splitter_.discard_data();
  websocket::close_reason reason(code);
  const std::string_view words = close_reason_that_fits(why);
  reason.reason.assign(words.data(), words.size());
  engine_.async_close(reason, guarded([](ServerSession& self, const boost::system::error_code& error) {
                        if (error) self.on_engine_closed(error);
                      }));
}

void ServerSession::dismiss(std::uint16_t code, std::string_view why) {
  if (phase_ == Phase::open) return close(code, why);
  if (phase_ != Phase::closing && phase_ != Phase::leaving) vanish(false);
}

void ServerSession::begin_closing() {
  if (phase_ != Phase::open) return;
  phase_ = Phase::closing;
  deadline_ = Clock::now() + context_.options.timeouts.close;
}

void ServerSession::end(const std::string& why, Last last) {
  if (phase_ == Phase::leaving || phase_ == Phase::gone) return;
  sender_.set_source(nullptr);
  if (const auto handler = std::exchange(handler_, nullptr)) handler->on_closed(why);
  if (last == Last::words_may_be_under_way) return leave();
  vanish(last == Last::reset);
}

void ServerSession::leave() {
  if (phase_ != Phase::closing) deadline_ = Clock::now() + context_.options.timeouts.close;
  phase_ = Phase::leaving;
  push_out();
  wait_for_input();
}

void ServerSession::vanish(bool reset) {
  if (std::exchange(phase_, Phase::gone) == Phase::gone) return;
  boost::system::error_code ignored;
  if (reset) socket_.set_option(tcp::socket::linger(true, 0), ignored);
  socket_.close(ignored);
  asio::post(context_.io, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    ServerContext& context = self->context_;
    context.sessions.erase(self->place_);
    if (context.on_session_gone) context.on_session_gone();
  });
}

std::string ServerSession::closing_words() const {
  return said_close_ != 0 ? "sent " + coded(said_close_, said_why_) : CloseReason().to_string();
}

// ---- what the clock says

void ServerSession::look_at_clock(Clock::time_point now) {
  if (phase_ == Phase::open && welcome_) return look_at_open(now);
  if (now < deadline_) return;
  if (phase_ == Phase::open) return close(protocol::close_policy, "no hello in time");
  if (phase_ == Phase::closing) return end(closing_words(), Last::reset);
  vanish(phase_ == Phase::leaving);
}

void ServerSession::look_at_open(Clock::time_point now) {
  const ServerTimeouts& limits = context_.options.timeouts;
  const auto seconds = [](std::chrono::milliseconds time) { return std::to_string(time.count() / 1000) + " s"; };
  if (takes_nothing(now)) {
    return close(protocol::close_no_progress, "took nothing for " + seconds(limits.progress));
  }
  if (now - heard_ < limits.ping) return;
  if (silent_too_long(now)) return end("nothing was heard of it for " + seconds(limits.silent), Last::reset);
  ping(now);
}

bool ServerSession::takes_nothing(Clock::time_point now) {
  const auto since = sender_.stalled_since();
  if (since == Clock::time_point::max()) return false;
  int held = 0;
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &held) != 0) held = 0;
  return stall_watch_.stalled(now, since, held, context_.options.timeouts.progress);
}

// A slow reader answers a ping only when it has read what was sent before it: as long as its machine acknowledges what
// is on the way, it is alive. Whether it takes anything at all is the other timer's affair.
bool ServerSession::silent_too_long(Clock::time_point now) {
  if (now - heard_ < context_.options.timeouts.silent) return false;
  int on_the_way = 0;
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &on_the_way) != 0 || on_the_way == 0) return true;
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return true;
  return std::chrono::milliseconds(info.tcpi_last_ack_recv) > context_.options.timeouts.silent;
}

void ServerSession::ping(Clock::time_point now) {
  if (now - pinged_ < context_.options.timeouts.ping || std::exchange(ping_under_way_, true)) return;
  pinged_ = now;
  engine_.async_ping(
      {}, guarded([](ServerSession& self, const boost::system::error_code&) { self.ping_under_way_ = false; }));
}

}  // namespace netdumplings::net
