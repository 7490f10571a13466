#include "net/client/websocket_client.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <utility>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "net/client/connector_impl.hpp"
#include "net/client/opening_impl.hpp"
#include "net/client/outgoing_messages.hpp"
#include "net/loop/loop_impl.hpp"
#include "net/session/last_words_impl.hpp"
#include "net/session/session_impl.hpp"
#include "net/tls/tls_ends_impl.hpp"

namespace netdumplings::net {

using std::chrono::steady_clock;

struct WebSocketClient::Impl final : SessionOwner, std::enable_shared_from_this<Impl> {
  enum class State : std::uint8_t { connecting, open, closing, ending, over };

  Impl(Loop& its_loop, ClientOptions its_options, Handlers its_handlers);

  void connect();
  void connected(boost::asio::ip::tcp::socket socket);
  void opened(const OpeningResult& result);
  void send(std::span<const std::string_view> texts);
  void flush_soon();
  void close(std::uint16_t code, std::string_view text, std::optional<std::chrono::nanoseconds> patience);
  void watch();
  void fail(const std::string& why);
  void ended(const CloseReason& reason);
  void cut();

  // SessionOwner's
  void on_message(std::string_view message, bool binary) override;
  void on_batch_end() override {}
  void on_closing() override {}
  void on_unfinished(std::size_t /*bytes*/, bool /*another*/) override {}
  void on_too_large() override;
  void on_all_sent() override;
  void on_silent() override;
  void on_stalled() override {}
  void on_end(const SessionEnd& end) override;

  Loop& loop;
  const ClientOptions options;
  const Handlers handlers;
  const std::string hub;
  State state = State::connecting;

  MaskSource masks;
  OutgoingMessages outgoing{masks};
  CutFrameBudget budget{std::numeric_limits<std::size_t>::max()};
  Session::ReadBuffer read_buffer;
  std::shared_ptr<Connector> connector;
  std::unique_ptr<Wire> wire;  // until the session has it, and again after its end
  std::shared_ptr<Opening> opening;
  std::shared_ptr<Session> session;
  std::shared_ptr<LastWords> last_words;

  bool unauthorised = false;
  std::string subprotocol;
  Timer clock;  // the handshake's deadline, the session's next look at the clock, the last words' deadline
  bool flush_posted = false;
  bool sends = false;  // since the last on_drained
  std::uint16_t close_code = 0;
  std::string close_text;
  std::optional<steady_clock::time_point> close_deadline;
};

WebSocketClient::Impl::Impl(Loop& its_loop, ClientOptions its_options, Handlers its_handlers)
    : loop(its_loop),
      options(std::move(its_options)),
      handlers(std::move(its_handlers)),
      hub(options.hub.uri()),
      clock(its_loop) {}

// ---- until it is open

void WebSocketClient::Impl::connect() {
  connector =
      std::make_shared<Connector>(loop, options.hub, options.timeouts.connect, [weak = weak_from_this()](auto socket) {
        const auto self = weak.lock();
        if (!self) return;
        if (!socket) return self->fail("no connection to the hub at " + self->hub + ": " + socket.error());
        self->connected(std::move(**socket));
      });
  connector->start();
}

void WebSocketClient::Impl::connected(boost::asio::ip::tcp::socket socket) {
  if (options.hub.tls && !options.tls) return fail("there are no certificates to know the hub at " + hub + " by");
  clock.start(options.timeouts.connect, [this] {
    fail("what listens at " + hub + " took the connection but opened no WebSocket within " +
         seconds(options.timeouts.connect));
  });
  SslHandle tls = options.hub.tls ? client_end(options.tls->context, options.hub.host) : nullptr;
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  wire = std::make_unique<Wire>(loop.impl().io, std::move(socket), budget, nullptr, std::move(tls));
  opening = std::make_shared<Opening>(*wire, options, [this](const OpeningResult& result) { opened(result); });
  opening->start();
}

void WebSocketClient::Impl::opened(const OpeningResult& result) {
  const auto self = shared_from_this();
  unauthorised = result.unauthorised;
  if (!result.failure.empty()) return fail(result.failure);
  subprotocol = result.subprotocol;
  state = State::open;
  read_buffer.resize(Session::smallest_read_buffer + defaults::client_read_batch);
  const std::size_t limit = options.max_message != 0 ? options.max_message : defaults::client_max_message;
  session =
      std::make_shared<Session>(std::move(wire), Peer(limit, masks), read_buffer, *this,
                                KeepaliveLimits{.ping = options.timeouts.ping, .silent = options.timeouts.silent});
  session->send_from(&outgoing);
  watch();
  if (handlers.on_open) handlers.on_open();
  if (state == State::over) return;
  assert(result.rest.size() < defaults::client_read_batch);
  std::memcpy(read_buffer.data(), result.rest.data(), result.rest.size());
  session->start(std::span(read_buffer).first(result.rest.size()));
}

// ---- while it is open

void WebSocketClient::Impl::send(std::span<const std::string_view> texts) {
  if (state != State::open) return;
  outgoing.add(texts);
  sends = true;
  flush_soon();
}

// Not inside the caller's call, so that no handler is; and once for all that is sent in it.
void WebSocketClient::Impl::flush_soon() {
  if (std::exchange(flush_posted, true)) return;
  loop.post([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->flush_posted = false;
    if (self->state == State::open || self->state == State::closing) self->session->flush();
  });
}

void WebSocketClient::Impl::on_message(std::string_view message, bool binary) {
  if (state == State::open && handlers.on_message) handlers.on_message(message, binary);
}

void WebSocketClient::Impl::on_all_sent() {
  if (state == State::closing) {
    if (!session->open()) return;
    std::optional<steady_clock::duration> left;
    if (close_deadline) left = *close_deadline - steady_clock::now();
    session->close(close_code, close_text, left);
    return watch();
  }
  if (state == State::open && std::exchange(sends, false) && handlers.on_drained) handlers.on_drained();
}

void WebSocketClient::Impl::watch() {
  if (!session || state == State::ending || state == State::over) return;
  auto next = session->next_look();
  if (state == State::closing && close_deadline) next = std::min(next, *close_deadline);
  if (next == steady_clock::time_point::max()) return clock.cancel();
  clock.start(std::max<steady_clock::duration>(next - steady_clock::now(), defaults::shortest_client_timer), [this] {
    const auto self = shared_from_this();
    const auto now = steady_clock::now();
    if (state == State::closing && close_deadline && now >= *close_deadline) return ended({});
    session->look_at_clock(now);
    watch();
  });
}

// ---- how it ends

void WebSocketClient::Impl::close(std::uint16_t code, std::string_view text,
                                  std::optional<std::chrono::nanoseconds> patience) {
  if (state != State::open) return;
  state = State::closing;
  close_code = code;
  close_text = text;
  if (patience) close_deadline = steady_clock::now() + *patience;
  flush_soon();
  watch();
}

void WebSocketClient::Impl::on_too_large() {
  session->close(protocol::close_too_large, {}, defaults::close_timeout);
  session->abandon();
  on_end({PeerClose{{0, "", protocol::close_too_large}}, 0, SessionEnd::Left::last_words});
}

void WebSocketClient::Impl::on_silent() {
  state = State::closing;
  session->close(protocol::close_unexpected, "nothing heard of the hub", defaults::close_timeout);
}

// The reason is told when our answer has gone out, or its time is over.
void WebSocketClient::Impl::on_end(const SessionEnd& end) {
  CloseReason reason;
  if (end.peer) reason = end.peer->reason;
  outgoing.forget();
  if (end.left != SessionEnd::Left::last_words) return ended(reason);
  state = State::ending;
  wire = session->release_wire();
  const auto tell = [this, reason] { ended(reason); };
  clock.start(defaults::close_timeout, tell);
  last_words = std::make_shared<LastWords>(*wire, read_buffer, LastWords::Then::done, tell);
  last_words->start();
}

void WebSocketClient::Impl::fail(const std::string& why) {
  if (state == State::over) return;
  const auto self = shared_from_this();
  cut();
  if (handlers.on_failed) handlers.on_failed(why);
}

void WebSocketClient::Impl::ended(const CloseReason& reason) {
  if (state == State::over) return;
  const auto self = shared_from_this();
  cut();
  if (handlers.on_closed) handlers.on_closed(reason);
}

void WebSocketClient::Impl::cut() {
  state = State::over;
  clock.cancel();
  outgoing.forget();
  if (connector) connector->cancel();
  if (session) session->abandon();
  if (wire) wire->close(false);
  if (session && !wire) session->wire().close(false);
}

WebSocketClient::WebSocketClient(Loop& loop, ClientOptions options, Handlers handlers)
    : impl_(std::make_shared<Impl>(loop, std::move(options), std::move(handlers))) {}

// A handler may be running inside of a part of the client just now, so the parts go a little later.
WebSocketClient::~WebSocketClient() {
  impl_->cut();
  impl_->loop.post([parts = std::move(impl_)] {});
}

void WebSocketClient::connect() { impl_->connect(); }
void WebSocketClient::send(std::span<const std::string_view> texts) { impl_->send(texts); }
std::size_t WebSocketClient::pending() const { return impl_->outgoing.pending(); }
std::uint64_t WebSocketClient::messages_given() const { return impl_->outgoing.given(); }
bool WebSocketClient::unauthorised() const { return impl_->unauthorised; }
const std::string& WebSocketClient::subprotocol() const { return impl_->subprotocol; }

void WebSocketClient::close(std::uint16_t code, std::string_view reason,
                            std::optional<std::chrono::nanoseconds> timeout) {
  impl_->close(code, reason, timeout);
}

}  // namespace netdumplings::net
