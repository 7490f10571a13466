#include "net/server/websocket_server.hpp"

#include <utility>

#include "net/loop/loop_impl.hpp"
#include "net/server/listener_impl.hpp"
#include "net/server/server_worker_impl.hpp"

namespace netdumplings::net {
namespace asio = boost::asio;

namespace {

std::vector<asio::io_context*> contexts(const std::vector<Loop*>& loops) {
  std::vector<asio::io_context*> all;
  all.reserve(loops.size());
  for (Loop* const loop : loops) all.push_back(&loop->impl().io);
  return all;
}

}  // namespace

struct WebSocketServer::Impl {
  Impl(const std::vector<Loop*>& loops, ServerOptions server_options, const OnConnection& on_connection);
  [[nodiscard]] std::size_t least_busy() const;

  const ServerOptions options;
  const OriginRules rules{options.addresses, options.allowed_origins, options.tls != nullptr};
  LimitedLog refusals{options.log, "clients that were refused or turned away", defaults::bad_client_lines};
  std::vector<std::unique_ptr<ServerWorker>> workers;
  Listener listener;
};

WebSocketServer::Impl::Impl(const std::vector<Loop*>& loops, ServerOptions server_options,
                            const OnConnection& on_connection)
    : options(std::move(server_options)),
      listener(contexts(loops),
               {options.log, refusals, options.admission,
                std::make_shared<Strangers>(options.strangers, defaults::stranger_grace), options.proxies,
                options.tls != nullptr},
               {[this] { return least_busy(); },
                [this](std::size_t loop, Arrival client) { workers[loop]->take(std::move(client)); }}) {
  for (std::size_t i = 0; i < loops.size(); ++i) {
    workers.push_back(std::make_unique<ServerWorker>(
        loops[i]->impl().io, options, rules,
        [on_connection, i](ServerConnection& connection) { return on_connection(connection, i); },
        ThreadShare{.refusals = refusals,
                    .cut_frames = defaults::cut_frames_budget / loops.size(),
                    .unfinished_messages = options.unfinished_messages / loops.size()}));
  }
}

std::size_t WebSocketServer::Impl::least_busy() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < workers.size(); ++i) {
    if (workers[i]->connections() <= workers[best]->connections()) best = i;
  }
  return best;
}

WebSocketServer::WebSocketServer(const std::vector<Loop*>& loops, ServerOptions options,
                                 const OnConnection& on_connection)
    : impl_(std::make_unique<Impl>(loops, std::move(options), on_connection)) {}

WebSocketServer::~WebSocketServer() {
  impl_->listener.stop();
  for (const auto& worker : impl_->workers) worker->cut();
}

Result<std::uint16_t> WebSocketServer::listen() {
  auto port = impl_->listener.listen(impl_->options.addresses, impl_->options.port);
  if (!port) return port;
  for (const auto& worker : impl_->workers) asio::post(worker->io(), [&worker = *worker] { worker.run_clock(); });
  return port;
}

void WebSocketServer::tell_left_out_lines() { impl_->refusals.tell_left_out(); }

bool WebSocketServer::beyond_loopback() const { return impl_->listener.beyond_loopback(); }

void WebSocketServer::stop(std::uint16_t code, const std::string& why, std::function<void()> on_done) {
  impl_->listener.stop();
  auto& first = impl_->workers.front()->io();
  auto left = std::make_shared<std::size_t>(impl_->workers.size());
  const auto one_empty = [left, on_done = std::move(on_done)] {
    if (--*left == 0) on_done();
  };
  for (const auto& worker : impl_->workers) {
    asio::post(worker->io(), [&worker = *worker, &first, code, why, one_empty] {
      worker.stop(code, why, [&first, one_empty] { asio::post(first, one_empty); });
    });
  }
}

}  // namespace netdumplings::net
