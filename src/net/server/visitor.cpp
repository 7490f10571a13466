#include <boost/asio/post.hpp>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"
#include "net/server/doorman_impl.hpp"
#include "net/server/visitor_impl.hpp"
#include "net/session/session_impl.hpp"
#include "net/tls/tls_ends_impl.hpp"

namespace netdumplings::net {

ServerContext::ServerContext(boost::asio::io_context& context, const ServerOptions& server_options,
                             const OriginRules& origin_rules, OnConnection connection_handler, const ThreadShare& share)
    : io(context),
      options(server_options),
      rules(origin_rules),
      on_connection(std::move(connection_handler)),
      cut_frames(share.cut_frames),
      unfinished(share.unfinished_messages, server_options.timeouts.message),
      refusals(share.refusals),
      pages(server_options.page_budget),
      read_buffer(Session::smallest_read_buffer + defaults::max_http_head + defaults::read_batch) {}

void ServerContext::receive(Arrival client) {
  SslHandle tls = options.tls ? server_end(options.tls->current()) : nullptr;
  auto wire = std::make_unique<Wire>(io, std::move(client.socket), cut_frames, &pages, std::move(tls));
  const auto place = visitors.insert(visitors.end(), nullptr);
  const auto doorman = std::make_shared<Doorman>(*this, Guest{std::move(wire),
                                                              std::move(client.peer),
                                                              std::move(client.own_address),
                                                              std::move(client.stranger),
                                                              {},
                                                              place});
  *place = doorman;
  doorman->start();
}

void ServerContext::log_refusal(const Endpoint& peer, const std::string& why) {
  if (!refusals.allows()) return;
  options.log->warn("Refused {}: {}", peer.to_string(), terminal::shown(why, defaults::longest_shown_refusal));
}

void enter_stage(const Guest& guest, std::shared_ptr<Visitor> next) { *guest.place = std::move(next); }

void see_off(ServerContext& context, const Guest& guest, bool reset) {
  if (!guest.wire->socket.is_open()) return;
  guest.wire->close(reset);
  boost::asio::post(context.io, [&context, place = guest.place, here = std::weak_ptr(*guest.place)] {
    if (here.expired()) return;  // the server has gone
    context.visitors.erase(place);
    if (context.on_visitor_gone) context.on_visitor_gone();
  });
}

}  // namespace netdumplings::net
