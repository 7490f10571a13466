#include "network/tls/tls_report.hpp"

#include <algorithm>

#include "network/common/json_parts.hpp"
#include "network/tls/tls_names.hpp"

namespace netdumplings::chefs::network {
namespace {

using layers::TlsClientHello;
using layers::TlsServerHello;

// A name in DNS has at most 255 bytes; a client may send any text.
constexpr std::size_t longest_name = 1024;
// The names of all protocols together. Clients send some ten bytes.
constexpr std::size_t longest_protocols = 1024;

std::string text_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

void append_server_name(std::string& out, const TlsClientHello& hello) {
  const auto name = hello.server_name();
  append_text_or_null(out, name ? std::optional(std::string_view(*name).substr(0, longest_name)) : std::nullopt);
}

void append_protocols(std::string& out, const TlsClientHello& hello) {
  const auto protocols = hello.alpn();
  if (protocols.empty() && !hello.is_whole()) {
    out += "null";
    return;
  }
  out += '[';
  std::size_t size = 0;
  for (const std::string& protocol : protocols) {
    size += protocol.size();
    if (size > longest_protocols) break;
    if (out.back() != '[') out += ',';
    append_json_string(out, protocol);
  }
  out += ']';
}

void append_fingerprints(std::string& out, const TlsClientHello& hello, TlsTransport transport,
                         TlsFingerprints& fingerprints) {
  if (!hello.is_whole()) {
    out += "\"ja3\":null,\"ja4\":null";
    return;
  }
  constexpr std::string_view empty = "\"ja3\":\"";
  out += empty;
  fingerprints.append_ja3(out, hello);
  if (out.size() == empty.size()) {
    out.back() = 'n';
    out += "ull";
  } else {
    out += '"';
  }
  out += ",\"ja4\":\"";
  fingerprints.append_ja4(out, hello, transport == TlsTransport::quic ? 'q' : 't');
  out += '"';
}

// Returns whether the connection continues an earlier session, or nothing if that can't be seen.
std::optional<bool> is_resumed(const ClientSaid& client, const ServerSaid& server) {
  constexpr std::uint16_t tls_1_2 = 0x0303;
  if (server.version > tls_1_2) return server.has_pre_shared_key;
  if (client.may_hide_resumption) return std::nullopt;
  return !client.session_id.empty() && client.session_id == server.session_id;
}

void append_answer(std::string& out, const ClientSaid& client, const ServerSaid* server) {
  if (server == nullptr) {
    out += "\"alpn_chosen\":null,\"version\":null,\"cipher\":null,\"resumed\":null";
    return;
  }
  out += "\"alpn_chosen\":";
  append_text_or_null(out, server->protocol);
  out += ",\"version\":";
  append_tls_version(out, server->version);
  out += ",\"cipher\":";
  append_cipher_suite(out, server->cipher_suite);
  const auto resumed = is_resumed(client, *server);
  out += ",\"resumed\":";
  out += !resumed ? "null" : *resumed ? "true" : "false";
}

}  // namespace

ClientSaid said_by(const TlsClientHello& hello, std::int64_t when_ns, TlsTransport transport,
                   TlsFingerprints& fingerprints) {
  ClientSaid said;
  said.when_ns = when_ns;
  said.transport = transport;
  said.names = "\"server_name\":";
  append_server_name(said.names, hello);
  said.names += ",\"alpn\":";
  append_protocols(said.names, hello);
  append_fingerprints(said.fingerprints, hello, transport, fingerprints);
  said.session_id = text_of(hello.session_id());
  const auto ticket = hello.session_ticket();
  said.may_hide_resumption = said.session_id.empty() && (!hello.is_whole() || (ticket && !ticket->empty()));
  return said;
}

ServerSaid said_by(const TlsServerHello& hello) {
  ServerSaid said;
  said.version = hello.version();
  said.cipher_suite = hello.cipher_suite();
  said.protocol = hello.alpn();
  said.session_id = text_of(hello.session_id());
  said.has_pre_shared_key = hello.has_pre_shared_key();
  return said;
}

void append_tls(std::string& out, const Connection& connection, const ClientSaid& client, const ServerSaid* server) {
  out += "{\"tls\":{\"when\":";
  append_json_seconds(out, client.when_ns);
  out += client.transport == TlsTransport::quic ? ",\"transport\":\"quic\"," : ",\"transport\":\"tcp\",";
  append_sides(out, connection);
  out += ',';
  out += client.names;
  out += ',';
  append_answer(out, client, server);
  out += ',';
  out += client.fingerprints;
  out += "}}";
}

}  // namespace netdumplings::chefs::network
