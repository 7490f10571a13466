// Reads the ClientHello, the first message of a TLS connection, which isn't encrypted (RFC 8446, RFC 5246).
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a TCP segment that begins with a ClientHello. A view: it owns nothing; it and all Bytes that it returns are
/// valid as long as the packet. A hello that is longer than its segment or its record is read as far as it goes.
class TlsClientHello {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of the TCP layer `layer`. Returns nothing if its payload doesn't begin with a ClientHello, or if that
  /// is cut off before the session ID.
  static std::optional<TlsClientHello> of(const Layer& layer) {
    constexpr std::uint8_t handshake = 22, ssl_3_or_later = 3, client_hello = 1;
    const Bytes record = layer.payload;
    if (record.size() < record_head + message_head || record[0] != handshake || record[1] != ssl_3_or_later ||
        record[record_head] != client_hello) {
      return std::nullopt;
    }
    const Bytes fragment = detail::clipped(record, record_head, detail::be16(record, 3));
    if (fragment.size() < message_head) return std::nullopt;
    const std::size_t length = detail::be32(fragment, 0) & 0xffffff;
    const Bytes message = detail::clipped(fragment, message_head, length);
    return message.size() < fixed_fields ? std::nullopt : std::optional(TlsClientHello(message));
  }

  /// Returns the field of the highest version up to TLS 1.2, 0x0303. TLS 1.3 has 0x0303 here too; see versions().
  std::uint16_t legacy_version() const { return detail::be16(message_, 0); }
  /// Returns the client's 32 random bytes.
  Bytes random() const { return message_.subspan(2, 32); }
  /// Returns the captured bytes of the session ID; it may be empty.
  Bytes session_id() const { return detail::clipped(message_, fixed_fields, message_[fixed_fields - 1]); }
  /// Returns the cipher suites that were captured, best first (https://www.iana.org/assignments/tls-parameters).
  std::vector<std::uint16_t> cipher_suites() const {
    const std::size_t at = suites_at();
    const std::size_t size = at + 2 <= message_.size() ? detail::be16(message_, at) : 0;
    return numbers(detail::clipped(message_, at + 2, size));
  }

  /// Returns the host name that the client asks for (SNI, RFC 6066), or nothing. It keeps its case; bytes that aren't
  /// UTF-8 are written as \xNN.
  std::optional<std::string> server_name() const {
    constexpr std::uint8_t host_name = 0;
    const Bytes list = extension(0).value_or(Bytes());
    if (list.size() < 5 || list[2] != host_name) return std::nullopt;
    const std::size_t size = detail::be16(list, 3);
    const Bytes name = detail::clipped(list, 5, size);
    return name.size() == size ? std::optional(detail::escaped_utf8(name)) : std::nullopt;
  }
  /// Returns the protocols that the client offers (ALPN, RFC 7301), best first: "h2", "http/1.1". Empty without any.
  std::vector<std::string> alpn() const {
    std::vector<std::string> protocols;
    const Bytes list = extension(16).value_or(Bytes());
    for (Bytes left = detail::clipped(list, 2, list.size()); !left.empty() && left[0] < left.size();) {
      protocols.push_back(detail::escaped_utf8(left.subspan(1, left[0])));
      left = left.subspan(1u + left[0]);
    }
    return protocols;
  }
  /// Returns the versions that the client offers, best first: 0x0304 is TLS 1.3. Without the extension that lists them,
  /// returns legacy_version() alone.
  std::vector<std::uint16_t> versions() const {
    const Bytes list = extension(43).value_or(Bytes());
    return list.empty() ? std::vector{legacy_version()} : numbers(detail::clipped(list, 1, list[0]));
  }

  /// Returns the data of the first extension with this number
  /// (https://www.iana.org/assignments/tls-extensiontype-values). Returns nothing if there is none, or if not all of it
  /// was captured.
  std::optional<Bytes> extension(std::uint16_t number) const {
    for (Bytes left = extensions(); left.size() >= 4;) {
      const std::size_t size = detail::be16(left, 2);
      const Bytes value = detail::clipped(left, 4, size);
      if (detail::be16(left, 0) == number) return value.size() == size ? std::optional(value) : std::nullopt;
      left = detail::clipped(left, 4 + size, left.size());
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t record_head = 5;
  static constexpr std::size_t message_head = 4;
  static constexpr std::size_t fixed_fields = 35;  // version, random, the session's size

  explicit TlsClientHello(Bytes message) : message_(message) {}

  std::size_t suites_at() const { return fixed_fields + message_[fixed_fields - 1]; }

  Bytes extensions() const {
    std::size_t at = suites_at();
    if (at + 2 > message_.size()) return {};
    at += 2u + detail::be16(message_, at);
    if (at >= message_.size()) return {};
    at += 1u + message_[at];  // compression methods
    if (at + 2 > message_.size()) return {};
    return detail::clipped(message_, at + 2, detail::be16(message_, at));
  }

  static std::vector<std::uint16_t> numbers(Bytes bytes) {
    std::vector<std::uint16_t> found;
    for (; bytes.size() >= 2; bytes = bytes.subspan(2)) found.push_back(detail::be16(bytes, 0));
    return found;
  }

  Bytes message_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
