#include "net/websocket_server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "net/listener_impl.hpp"
#include "net/loop_impl.hpp"
#include "net/server_session_impl.hpp"

namespace netdumplings::net {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

constexpr auto clock_interval = std::chrono::milliseconds(100);

}  // namespace

struct WebSocketServer::Impl {
  Impl(asio::io_context& io, ServerOptions options, OnConnection on_connection)
      : context(io, std::move(options), std::move(on_connection)),
        listener(io, context.options.log, [this](tcp::socket socket) { add(std::move(socket)); }),
        clock(io) {
    context.on_session_gone = [this] { done_when_empty(); };
  }

  void add(tcp::socket socket);
  void run_clock();
  void done_when_empty();

  ServerContext context;
  Listener listener;
  asio::steady_timer clock;
  std::function<void()> on_done;
};

void WebSocketServer::Impl::add(tcp::socket socket) {
  boost::system::error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  const tcp::endpoint own = socket.local_endpoint(error);
  if (error) return;  // it has gone already
  auto session = std::make_shared<ServerSession>(
      context, std::move(socket), Endpoint{peer.address().to_string(), peer.port()}, own.address().to_string());
  const auto place = context.sessions.insert(context.sessions.end(), std::move(session));
  (*place)->start(place);
}

// One timer for all connections: ten thousand idle ones cost a look ten times a second, and no timer each.
void WebSocketServer::Impl::run_clock() {
  clock.expires_after(clock_interval);
  clock.async_wait([this](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    const auto now = ServerSession::Clock::now();
    for (const auto& session : context.sessions) session->look_at_clock(now);
    run_clock();
  });
}

void WebSocketServer::Impl::done_when_empty() {
  if (on_done && context.sessions.empty()) std::exchange(on_done, nullptr)();
}

WebSocketServer::WebSocketServer(Loop& loop, ServerOptions options, OnConnection on_connection)
    : impl_(std::make_unique<Impl>(loop.impl().io, std::move(options), std::move(on_connection))) {}

WebSocketServer::~WebSocketServer() {
  impl_->listener.stop();
  impl_->context.sessions.clear();
}

Result<std::uint16_t> WebSocketServer::listen() {
  auto port = impl_->listener.listen(impl_->context.options.endpoint);
  if (port) impl_->run_clock();
  return port;
}

void WebSocketServer::stop(std::uint16_t code, std::string_view why, std::function<void()> on_done) {
  impl_->listener.stop();
  impl_->on_done = std::move(on_done);
  for (const auto& session : impl_->context.sessions) session->dismiss(code, why);
  asio::post(impl_->context.io, [impl = impl_.get()] { impl->done_when_empty(); });
}

}  // namespace netdumplings::net
