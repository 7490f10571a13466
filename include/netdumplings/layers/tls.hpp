// The first message of a TLS connection (RFC 8446, 5246): what a client says before anything is encrypted.
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

/// A view on a TCP segment that begins with a ClientHello: valid as long as the packet. A hello may be longer than its
/// segment (or its record): what stands in its beginning is read, as far as it is whole.
class TlsClientHello {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
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

  /// 0x0303 is TLS 1.2, and 1.3 too: see versions().
  std::uint16_t legacy_version() const { return detail::be16(message_, 0); }
  Bytes random() const { return message_.subspan(2, 32); }
  Bytes session_id() const { return detail::clipped(message_, fixed_fields, message_[fixed_fields - 1]); }
  /// Those that were captured, as the client prefers them (https://www.iana.org/assignments/tls-parameters).
  std::vector<std::uint16_t> cipher_suites() const {
    const std::size_t at = suites_at();
    const std::size_t size = at + 2 <= message_.size() ? detail::be16(message_, at) : 0;
    return numbers(detail::clipped(message_, at + 2, size));
  }

  /// The server that is asked for (RFC 6066): case kept, bytes that aren't UTF-8 as \xNN.
  std::optional<std::string> server_name() const {
    constexpr std::uint8_t host_name = 0;
    const Bytes list = extension(0).value_or(Bytes());
    if (list.size() < 5 || list[2] != host_name) return std::nullopt;
    const std::size_t size = detail::be16(list, 3);
    const Bytes name = detail::clipped(list, 5, size);
    return name.size() == size ? std::optional(detail::escaped_utf8(name)) : std::nullopt;
  }
  /// The protocols that the client speaks (RFC 7301), best first: "h2", "http/1.1".
  std::vector<std::string> alpn() const {
    std::vector<std::string> protocols;
    const Bytes list = extension(16).value_or(Bytes());
    for (Bytes left = detail::clipped(list, 2, list.size()); !left.empty() && left[0] < left.size();) {
      protocols.push_back(detail::escaped_utf8(left.subspan(1, left[0])));
      left = left.subspan(1u + left[0]);
    }
    return protocols;
  }
  /// The versions that the client speaks, best first: 0x0304 is TLS 1.3.
  std::vector<std::uint16_t> versions() const {
    const Bytes list = extension(43).value_or(Bytes());
    return list.empty() ? std::vector{legacy_version()} : numbers(detail::clipped(list, 1, list[0]));
  }

  /// The first extension of this number, if all of it was captured
  /// (https://www.iana.org/assignments/tls-extensiontype-values).
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
