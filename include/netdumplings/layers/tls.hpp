// Reads the ClientHello and the ServerHello, the first messages of a TLS connection, which aren't encrypted (RFC 8446,
// RFC 5246).
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>
#include <netdumplings/layers/tls_hello.hpp>
#include <netdumplings/layers/tls_record.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a ClientHello. A view: all Bytes that it returns are valid as long as the bytes that it was made of and this
/// object. A hello that is split over several records is copied once, in of(); others aren't copied.
class TlsClientHello : public detail::TlsHello {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of the TCP layer `layer`. Returns nothing if its payload doesn't begin with a ClientHello, or if that
  /// is cut off before the session ID. A hello that is longer than its segment is read as far as it goes.
  static std::optional<TlsClientHello> of(const Layer& layer) {
    auto hello = of(layer.payload);
    return hello && hello->has_fixed_fields() ? std::move(hello) : std::nullopt;
  }
  /// Makes a view of the first bytes that a client sent on a stream. Returns nothing if they aren't a ClientHello, or
  /// one that is longer than max_tls_message or in more than max_tls_records records. If they may be one, but more
  /// bytes are needed, is_whole() is false.
  static std::optional<TlsClientHello> of(Bytes stream) { return first_message<TlsClientHello>(stream, client_hello); }
  /// Makes a view of a ClientHello without records, as QUIC carries it. Otherwise like of().
  static std::optional<TlsClientHello> of_message(Bytes message) {
    return bare_message<TlsClientHello>(message, client_hello);
  }

  /// Returns the cipher suites that are here, best first (https://www.iana.org/assignments/tls-parameters).
  std::vector<std::uint16_t> cipher_suites() const {
    const std::size_t at = session_end();
    const std::size_t size = at + 2 <= body().size() ? detail::be16(body(), at) : 0;
    return numbers(detail::clipped(body(), at + 2, size));
  }
  /// Returns the host name that the client asks for (SNI, RFC 6066), or nothing. It keeps its case. A backslash is
  /// written as `\\` and each byte that isn't UTF-8 as \DDD, in decimal.
  std::optional<std::string> server_name() const {
    constexpr std::uint8_t host_name = 0;
    const Bytes list = extension(0).value_or(Bytes());
    if (list.size() < 5 || list[2] != host_name) return std::nullopt;
    const std::size_t size = detail::be16(list, 3);
    const Bytes name = detail::clipped(list, 5, size);
    return name.size() == size ? std::optional(detail::escaped_utf8(name)) : std::nullopt;
  }
  /// Returns the protocols that the client offers (ALPN, RFC 7301), best first: "h2", "http/1.1". Returns an empty list
  /// if there are none.
  std::vector<std::string> alpn() const {
    std::vector<std::string> names;
    for (const Bytes name : protocols()) names.push_back(detail::escaped_utf8(name));
    return names;
  }
  /// Returns the same as the bytes that were sent.
  std::vector<Bytes> alpn_bytes() const { return protocols(); }
  /// Returns the versions that the client offers, best first: 0x0304 is TLS 1.3. Without the extension that lists them,
  /// returns legacy_version() alone.
  std::vector<std::uint16_t> versions() const {
    const Bytes list = extension(43).value_or(Bytes());
    return list.empty() ? std::vector{legacy_version()} : numbers(detail::clipped(list, 1, list[0]));
  }
  /// Returns the groups, such as elliptic curves, that the client can use, best first. Returns an empty list if there
  /// are none.
  std::vector<std::uint16_t> supported_groups() const { return numbers_of(10); }
  /// Returns the formats of points on curves that the client can read (RFC 8422). Returns an empty list if there are
  /// none.
  std::vector<std::uint8_t> point_formats() const {
    const Bytes list = extension(11).value_or(Bytes());
    const Bytes formats = list.empty() ? list : detail::clipped(list, 1, list[0]);
    return {formats.begin(), formats.end()};
  }
  /// Returns the signature algorithms that the client accepts, best first. Returns an empty list if there are none.
  std::vector<std::uint16_t> signature_algorithms() const { return numbers_of(13); }
  /// Returns the ticket of an earlier session (RFC 5077). It is empty if the client only asks for one. Returns nothing
  /// without the extension.
  std::optional<Bytes> session_ticket() const { return extension(35); }
  /// Returns whether the client offers keys of an earlier TLS 1.3 session (or others that both sides have).
  bool has_pre_shared_key() const { return extension(41).has_value(); }

 private:
  friend class detail::TlsHello;
  static constexpr std::uint8_t client_hello = 1;

  TlsClientHello() = default;
  TlsClientHello(TlsHandshake message, std::size_t size) : TlsHello(std::move(message), size) {
    const std::size_t suites = session_end();
    if (suites + 2 > body().size()) return;
    const std::size_t compression = suites + 2 + detail::be16(body(), suites);
    if (compression < body().size()) set_extensions(compression + 1 + body()[compression]);
  }

  std::vector<std::uint16_t> numbers_of(std::uint16_t number) const {
    const Bytes list = extension(number).value_or(Bytes());
    return list.size() < 2 ? std::vector<std::uint16_t>() : numbers(detail::clipped(list, 2, detail::be16(list, 0)));
  }
};

/// Reads a ServerHello. A view like TlsClientHello.
class TlsServerHello : public detail::TlsHello {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of the TCP layer `layer`, like TlsClientHello::of().
  static std::optional<TlsServerHello> of(const Layer& layer) {
    auto hello = of(layer.payload);
    return hello && hello->has_fixed_fields() ? std::move(hello) : std::nullopt;
  }
  /// Makes a view of the first bytes that a server sent on a stream, like TlsClientHello::of(). A server that refuses
  /// the client's hello sends an alert instead: then this returns nothing, and TlsRecord reads the alert.
  static std::optional<TlsServerHello> of(Bytes stream) { return first_message<TlsServerHello>(stream, server_hello); }
  /// Makes a view of a ServerHello without records, as QUIC carries it. Otherwise like of().
  static std::optional<TlsServerHello> of_message(Bytes message) {
    return bare_message<TlsServerHello>(message, server_hello);
  }

  /// Returns the version that the server chose: 0x0304 is TLS 1.3. Returns 0 until the hello is whole, as a field that
  /// comes later can decide.
  std::uint16_t version() const {
    if (!is_whole()) return 0;
    const Bytes chosen = extension(43).value_or(Bytes());
    return chosen.size() == 2 ? detail::be16(chosen, 0) : legacy_version();
  }
  /// Returns the cipher suite that the server chose, or 0 if it isn't here yet.
  std::uint16_t cipher_suite() const {
    const std::size_t at = session_end();
    return has_fixed_fields() && at + 2 <= body().size() ? detail::be16(body(), at) : std::uint16_t{0};
  }
  /// Returns the protocol that the server chose (ALPN), written like TlsClientHello::alpn(), or nothing. In TLS 1.3 it
  /// is encrypted.
  std::optional<std::string> alpn() const {
    const auto names = protocols();
    return names.empty() ? std::nullopt : std::optional(detail::escaped_utf8(names[0]));
  }
  /// Returns whether the server accepted keys that the client offered with TlsClientHello::has_pre_shared_key().
  bool has_pre_shared_key() const { return extension(41).has_value(); }
  /// Returns whether this is a HelloRetryRequest (RFC 8446, 4.1.4): the client sends a second hello, and the server
  /// another.
  bool is_retry_request() const {
    static constexpr std::uint8_t marker[] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                              0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                              0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};
    return std::ranges::equal(random(), marker);
  }

 private:
  friend class detail::TlsHello;
  static constexpr std::uint8_t server_hello = 2;

  TlsServerHello() = default;
  TlsServerHello(TlsHandshake message, std::size_t size) : TlsHello(std::move(message), size) {
    set_extensions(session_end() + 3);  // after the cipher suite and the compression method
  }
};

/// Returns whether the two whole hellos continue an earlier session. In TLS 1.3 the server says so. In older versions
/// it repeats the client's session ID; a client that sent a ticket without a session ID can't be told from a new one
/// here.
inline bool is_resumed(const TlsClientHello& client, const TlsServerHello& server) {
  if (server.version() > 0x0303) return server.has_pre_shared_key();
  return !client.session_id().empty() && std::ranges::equal(client.session_id(), server.session_id());
}

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
