#include "network/tls/tls_chef.hpp"

#include <netdumplings/layers/tls.hpp>

#include <array>
#include <memory>

#include "network/common/connections.hpp"
#include "network/common/innermost_udp.hpp"
#include "network/tls/hello_search.hpp"
#include "network/tls/tls_report.hpp"

namespace netdumplings::chefs::network {

using layers::TlsClientHello;
using layers::TlsServerHello;

/// What the chef keeps of a connection in which there is TLS, or may be.
struct TlsTalk {
  std::array<HelloSearch, 2> searches;  // of TCP, for each side
  std::unique_ptr<QuicHandshake> quic;
  std::unique_ptr<ClientSaid> client;
  std::unique_ptr<ServerSaid> server;
  bool is_reported = false;
};

namespace {

// Returns what is kept of the connection, or null if nothing is; doesn't make it.
TlsTalk* talk_of(const Connection& connection) {
  return has_state(connection) ? &connection.state<TlsTalk>() : nullptr;
}

bool has_long_header(Bytes datagram) { return !datagram.empty() && (datagram[0] & 0x80) != 0; }

}  // namespace

Payload TlsChef::packet_handler(const Packet& packet) {
  const auto connection = packet.connection();
  if (!connection || connection->protocol() != Flow::udp || packet.is_error_of_connection()) return {};
  const auto whole = packet.whole();
  const auto udp = innermost_udp(whole ? *whole : packet);
  if (udp && has_long_header(udp->payload())) take_datagram(*connection, udp->payload(), packet.from());
  return {};
}

void TlsChef::take_datagram(const Connection& connection, Bytes datagram, Side from) {
  if (talk_of(connection) == nullptr && !QuicHandshake::may_begin_with(datagram)) return;
  auto& talk = connection.state<TlsTalk>();
  if (!talk.quic) talk.quic = std::make_unique<QuicHandshake>();
  if (talk.quic->take(quic_, datagram, from)) {
    if (!talk.is_reported) report(connection, talk);
    talk.is_reported = false;
  }
  if (talk.is_reported) return;
  look_at_client(talk);
  look_at_server(talk);
  report_if_complete(connection, talk);
}

// Looks for the client's hello in what came in QUIC.
void TlsChef::look_at_client(TlsTalk& talk) {
  const Bytes said = talk.quic->said(Side::client);
  if (talk.client || said.empty()) return;
  const auto hello = TlsClientHello::of_message(said);
  if (hello && !hello->is_whole()) return;
  if (hello) talk.client = std::make_unique<ClientSaid>(said_by(*hello, now(), TlsTransport::quic, fingerprints_));
  talk.quic->end(Side::client, hello.has_value());
}

void TlsChef::look_at_server(TlsTalk& talk) {
  const Bytes said = talk.quic->said(Side::server);
  if (talk.server || said.empty()) return;
  const auto hello = TlsServerHello::of_message(said);
  if (hello && !hello->is_whole()) return;
  if (hello && hello->is_retry_request()) {
    talk.quic->skip(Side::server, hello->size());  // its hello follows, when the client has said another one
    return;
  }
  if (hello) talk.server = std::make_unique<ServerSaid>(said_by(*hello));
  talk.quic->end(Side::server, hello.has_value());
}

StreamAnswer TlsChef::stream_handler(const Connection& connection, const StreamData& data) {
  TlsTalk* talk = talk_of(connection);
  if (talk == nullptr && !HelloSearch::may_begin_in(data.bytes(), data.offset())) {
    const bool is_late = data.offset() + data.bytes().size() > HelloSearch::last_begin;
    return is_late ? StreamAnswer::enough : StreamAnswer::more;
  }
  if (talk == nullptr) talk = &connection.state<TlsTalk>();
  if (talk->is_reported) return StreamAnswer::enough;
  HelloSearch& search = talk->searches[static_cast<std::size_t>(data.from())];
  if (data.missing() > 0) keep_unfinished(search.unfinished(), now(), *talk);
  const FoundHello found = search.take(pool_, data);
  if (found.client && !talk->client) {
    talk->client = std::make_unique<ClientSaid>(said_by(*found.client, now(), TlsTransport::tcp, fingerprints_));
  }
  if (found.server && !talk->server) talk->server = std::make_unique<ServerSaid>(said_by(*found.server));
  const bool is_over = search.is_over();
  if (is_over) search.end();
  report_if_complete(connection, *talk);
  return is_over ? StreamAnswer::enough : StreamAnswer::more;
}

Payload TlsChef::connection_handler(const Connection& connection, ConnectionEvent event) {
  TlsTalk* const talk = event == ConnectionEvent::ended ? talk_of(connection) : nullptr;
  if (talk == nullptr || talk->is_reported) return {};
  const std::int64_t when_ns = connection.last_ns();
  for (const HelloSearch& search : talk->searches) keep_unfinished(search.unfinished(), when_ns, *talk);
  if (talk->quic) keep_unfinished(TlsClientHello::of_message(talk->quic->said(Side::client)), when_ns, *talk);
  report(connection, *talk);
  return {};
}

// Keeps a hello of the client whose end is missing, if the name is in what came.
void TlsChef::keep_unfinished(const std::optional<TlsClientHello>& hello, std::int64_t when_ns, TlsTalk& talk) {
  if (talk.client || !hello || !hello->server_name()) return;
  const auto transport = talk.quic ? TlsTransport::quic : TlsTransport::tcp;
  talk.client = std::make_unique<ClientSaid>(said_by(*hello, when_ns, transport, fingerprints_));
}

void TlsChef::report_if_complete(const Connection& connection, TlsTalk& talk) {
  if (talk.client && talk.server) report(connection, talk);
}

// Makes the dumpling, if the client said a hello, and forgets what was said.
void TlsChef::report(const Connection& connection, TlsTalk& talk) {
  if (talk.client) {
    json_.clear();
    append_tls(json_, connection, *talk.client, talk.server.get());
    emit_json_text(json_);
  }
  talk.client.reset();
  talk.server.reset();
  talk.is_reported = true;
}

}  // namespace netdumplings::chefs::network
