#include "net/client/websocket_client.hpp"

#include <algorithm>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <netdumplings/version.hpp>
#include <utility>

#include "common/protocol.hpp"
#include "net/client/client_sender_impl.hpp"
#include "net/client/connector_impl.hpp"
#include "net/client/frame_gate_impl.hpp"
#include "net/loop/loop_impl.hpp"

namespace netdumplings::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using beast::error_code;
using std::chrono::steady_clock;

namespace {

// A message's buffer that grew beyond this is given back after it.
constexpr std::size_t kept_capacity = std::size_t{1} << 20;
constexpr std::size_t longest_close_text = 123;

// The code that Beast closes with when the peer broke a rule; 0 for errors that are nobody's fault.
std::uint16_t fault_code(const error_code& ec) {
  if (ec == websocket::error::message_too_big) return protocol::close_too_large;
  if (ec == websocket::error::bad_frame_payload) return 1007;
  if (ec == websocket::condition::protocol_violation) return 1002;
  return 0;
}

std::string token_failure(const std::string& hub, bool showed_one) {
  return "the hub at " + hub +
         (showed_one ? " doesn't take the token that it was shown" : " takes nobody without a token") +
         " (HTTP 401): one of those in its token file must be in --token-file or NETDUMPLINGS_TOKEN";
}

// What a server with TLS answers who speaks plainly (RFC 2817, section 4.2).
bool wants_tls(const websocket::response_type& response) {
  return response.result() == http::status::upgrade_required &&
         response[http::field::upgrade].substr(0, 3) == beast::string_view("TLS");
}

std::string handshake_failure(const std::string& hub, const error_code& ec, const websocket::response_type& response) {
  // Only the number is the peer's; the words are Beast's.
  if (ec == websocket::error::upgrade_declined && wants_tls(response)) {
    return "the hub at " + hub + " speaks TLS: --hub wss" + hub.substr(2);
  }
  if (ec == websocket::error::upgrade_declined) {
    return "the hub at " + hub + " answered HTTP " + std::to_string(response.result_int()) + " (" +
           std::string(http::obsolete_reason(response.result())) + ") instead of opening a WebSocket";
  }
  if (ec == http::error::end_of_stream || ec == asio::error::eof || ec == asio::error::connection_reset ||
      ec == asio::ssl::error::stream_truncated) {
    return "what listens at " + hub + " closed the connection instead of opening a WebSocket";
  }
  return "what listens at " + hub + " doesn't open a WebSocket: " + ec.message();
}

}  // namespace

struct WebSocketClient::Impl : std::enable_shared_from_this<Impl> {
  using Stream = websocket::stream<ClientSender::Gate, false>;  // without permessage-deflate
  enum class State : std::uint8_t { connecting, open, closing, over };

  Impl(Loop& its_loop, ClientOptions its_options, Handlers its_handlers);

  void connect();
  void connected();
  void agree_on_tls();
  [[nodiscard]] std::string tls_trouble(const error_code& ec);
  void handshake();
  void set_up_stream();
  void handshaken(const error_code& ec);
  void read();
  void read_done(const error_code& ec);
  void write_done(const error_code& ec);
  void close(std::uint16_t code, std::string_view text, std::optional<std::chrono::nanoseconds> timeout);
  void say_close();
  void watch();
  [[nodiscard]] CloseReason peer_reason() const;
  [[nodiscard]] CloseReason reason_of(const error_code& ec) const;
  void fail(const std::string& why);
  void ended(const CloseReason& reason);
  void cut();

  Loop& loop;
  const ClientOptions options;
  const Handlers handlers;
  const std::string hub;
  State state = State::connecting;
  bool abandoned = false;  // the client is gone: no handler is called any more

  Stream ws;
  ClientSender::Gate& gate = ws.next_layer();
  ClientSender sender;
  std::shared_ptr<Connector> connector;
  websocket::response_type response;
  bool unauthorised = false;
  std::string subprotocol;
  beast::flat_buffer buffer;

  Timer deadline;  // of the handshake, then of the Close
  Timer keepalive;
  std::uint64_t last_activity = 0;
  steady_clock::time_point active_at;
  bool pinging = false;

  websocket::close_reason own_close;
  bool close_said = false;
  std::optional<CloseReason> peer_close;  // as soon as it has come, while our answer may still wait for the gate
  std::optional<CloseReason> told_later;  // on_closed waits for the write under way, so that messages_given() is final
};

WebSocketClient::Impl::Impl(Loop& its_loop, ClientOptions its_options, Handlers its_handlers)
    : loop(its_loop),
      options(std::move(its_options)),
      handlers(std::move(its_handlers)),
      hub(options.hub.uri()),
      ws(ClientStream(asio::ip::tcp::socket(its_loop.impl().io))),
      sender(gate, [this](const error_code& ec) { write_done(ec); }),
      deadline(its_loop),
      keepalive(its_loop) {}

void WebSocketClient::Impl::connect() {
  connector = std::make_shared<Connector>(
      loop, options.hub, options.timeouts.connect, [self = shared_from_this()](auto socket) {
        if (!socket) return self->fail("no connection to the hub at " + self->hub + ": " + socket.error());
        self->gate.next_layer().attach(std::move(**socket));
        self->connected();
      });
  connector->start();
}

void WebSocketClient::Impl::connected() {
  deadline.start(options.timeouts.connect, [self = shared_from_this()] {
    self->fail("what listens at " + self->hub + " took the connection but opened no WebSocket within " +
               seconds(self->options.timeouts.connect));
  });
  if (!options.hub.tls) return handshake();
  agree_on_tls();
}

void WebSocketClient::Impl::agree_on_tls() {
  if (!options.tls) return fail("there are no certificates to know the hub at " + hub + " by");
  gate.next_layer().start_tls(
      options.tls->context, options.hub.host, [self = shared_from_this()](const error_code& ec) {
        if (self->state == State::over) return;
        if (!ec) return self->handshake();
        const std::string why = self->tls_trouble(ec);
        self->fail(!why.empty()
                       ? why
                       : "what listens at " + self->hub + " closed the connection in the TLS handshake: a hub " +
                             "without --tls-cert is at ws://" + self->options.hub.to_string());
      });
}

std::string WebSocketClient::Impl::tls_trouble(const error_code& ec) {
  return options.tls ? gate.next_layer().tls_trouble(options.hub, options.tls->files, ec) : std::string();
}

void WebSocketClient::Impl::handshake() {
  set_up_stream();
  ws.async_handshake(response, options.hub.to_string(), "/",
                     [self = shared_from_this()](const error_code& ec) { self->handshaken(ec); });
}

void WebSocketClient::Impl::set_up_stream() {
  std::string offered;
  for (const auto& each : options.subprotocols) offered += (offered.empty() ? "" : ", ") + each;
  ws.set_option(websocket::stream_base::decorator([offered, token = options.token](websocket::request_type& request) {
    request.set(http::field::user_agent, "netdumplings/" NETDUMPLINGS_VERSION);
    if (!offered.empty()) request.set(http::field::sec_websocket_protocol, offered);
    if (!token.empty()) request.set(http::field::authorization, "Bearer " + token);
  }));
  ws.read_message_max(options.max_message != 0 ? options.max_message : defaults::client_max_message);
  ws.control_callback([this](websocket::frame_type kind, beast::string_view) {
    if (kind != websocket::frame_type::close) return;
    peer_close = peer_reason();
    sender.forget();
  });
  gate.on_free([this] { sender.flush(shared_from_this()); });
  gate.on_closing([this] {
    if (state != State::open) return;
    deadline.start(defaults::close_timeout, [self = shared_from_this()] { self->ended(self->reason_of({})); });
  });
}

void WebSocketClient::Impl::handshaken(const error_code& ec) {
  if (state == State::over) return;
  unauthorised = ec == websocket::error::upgrade_declined && response.result() == http::status::unauthorized;
  if (unauthorised) return fail(token_failure(hub, !options.token.empty()));
  if (ec) {
    // With TLS 1.3 the hub's word on our certificate comes only now.
    const std::string why = tls_trouble(ec);
    return fail(!why.empty() ? why : handshake_failure(hub, ec, response));
  }
  subprotocol = std::string(response[http::field::sec_websocket_protocol]);
  const auto& offered = options.subprotocols;
  if (!subprotocol.empty() && std::find(offered.begin(), offered.end(), subprotocol) == offered.end()) {
    return fail("the hub at " + hub + " chose a subprotocol that wasn't offered");
  }
  if (response.count(http::field::sec_websocket_extensions) > 0) {
    return fail("the hub at " + hub + " chose a WebSocket extension that wasn't offered");
  }
  gate.begin_frames();
  deadline.cancel();
  state = State::open;
  active_at = steady_clock::now();
  watch();
  read();
  if (handlers.on_open) handlers.on_open();
}

void WebSocketClient::Impl::read() {
  ws.async_read(buffer, [self = shared_from_this()](const error_code& ec, std::size_t) { self->read_done(ec); });
}

void WebSocketClient::Impl::read_done(const error_code& ec) {
  if (state == State::over) return;
  if (close_said && ec == asio::error::operation_aborted) return;  // Beast's close reads now, and tells the end
  if (ec) return ended(reason_of(ec));
  if (state == State::open && handlers.on_message) {
    handlers.on_message({static_cast<const char*>(buffer.cdata().data()), buffer.size()}, ws.got_binary());
  }
  if (state == State::over) return;
  buffer.clear();
  if (buffer.capacity() > kept_capacity) buffer.shrink_to_fit();
  read();
}

void WebSocketClient::Impl::write_done(const error_code& ec) {
  if (abandoned) return;
  if (told_later) return handlers.on_closed ? handlers.on_closed(*told_later) : void();
  // A broken connection shows in the reading too, behind what the hub still had to say, its Close maybe.
  if (ec) return sender.forget();
  sender.flush(shared_from_this());
  if (sender.pending() > 0) return;
  if (state == State::closing) return say_close();
  if (handlers.on_drained) handlers.on_drained();
}

void WebSocketClient::Impl::close(std::uint16_t code, std::string_view text,
                                  std::optional<std::chrono::nanoseconds> timeout) {
  if (state != State::open) return;
  state = State::closing;
  own_close.code = static_cast<websocket::close_code>(code);
  own_close.reason.assign(text.data(), std::min(text.size(), longest_close_text));
  if (timeout) deadline.start(*timeout, [self = shared_from_this()] { self->ended(self->reason_of({})); });
  if (sender.pending() == 0) say_close();
}

void WebSocketClient::Impl::say_close() {
  if (peer_close || close_said) return;
  close_said = true;
  ws.async_close(own_close, [self = shared_from_this()](const error_code& ec) {
    self->ended(ec ? self->reason_of(ec) : self->peer_reason());
  });
}

// Beast's own timers would not see the data frames that pass it by.
void WebSocketClient::Impl::watch() {
  const auto activity = gate.reads() + sender.writes();
  const auto now = steady_clock::now();
  if (std::exchange(last_activity, activity) != activity) active_at = now;
  if (now - active_at >= options.timeouts.silent) {
    if (state != State::open) return ended(reason_of({}));
    close(1011, "nothing heard of the hub", defaults::close_timeout);
  } else if (now - active_at >= options.timeouts.ping && state == State::open && !pinging && !peer_close) {
    pinging = true;
    ws.async_ping({}, [self = shared_from_this()](const error_code&) { self->pinging = false; });
  }
  keepalive.start(options.timeouts.ping, [self = shared_from_this()] { self->watch(); });
}

CloseReason WebSocketClient::Impl::peer_reason() const {
  return gate.peer_close() ? gate.peer_close()->reason : CloseReason{};
}

CloseReason WebSocketClient::Impl::reason_of(const error_code& ec) const {
  if (peer_close) return *peer_close;
  if (ec == websocket::error::closed) return peer_reason();
  return {0, "", fault_code(ec)};
}

void WebSocketClient::Impl::fail(const std::string& why) {
  if (state == State::over) return;
  cut();
  if (!abandoned && handlers.on_failed) handlers.on_failed(why);
}

void WebSocketClient::Impl::ended(const CloseReason& reason) {
  if (state == State::over) return;
  cut();
  if (sender.writing()) {
    told_later = reason;
  } else if (!abandoned && handlers.on_closed) {
    handlers.on_closed(reason);
  }
}

void WebSocketClient::Impl::cut() {
  state = State::over;
  deadline.cancel();
  keepalive.cancel();
  sender.forget();
  if (connector) connector->cancel();
  error_code ignored;
  gate.next_layer().close(ignored);
}

WebSocketClient::WebSocketClient(Loop& loop, ClientOptions options, Handlers handlers)
    : impl_(std::make_shared<Impl>(loop, std::move(options), std::move(handlers))) {}

WebSocketClient::~WebSocketClient() {
  impl_->abandoned = true;
  impl_->cut();
}

void WebSocketClient::connect() { impl_->connect(); }

void WebSocketClient::send(std::span<const std::string_view> texts) {
  if (impl_->state != Impl::State::open || impl_->peer_close) return;
  impl_->sender.add(texts);
  impl_->sender.flush(impl_);
}

std::size_t WebSocketClient::pending() const { return impl_->sender.pending(); }
std::uint64_t WebSocketClient::messages_given() const { return impl_->sender.messages_given(); }
bool WebSocketClient::unauthorised() const { return impl_->unauthorised; }
const std::string& WebSocketClient::subprotocol() const { return impl_->subprotocol; }

void WebSocketClient::close(std::uint16_t code, std::string_view reason,
                            std::optional<std::chrono::nanoseconds> timeout) {
  impl_->close(code, reason, timeout);
}

}  // namespace netdumplings::net
