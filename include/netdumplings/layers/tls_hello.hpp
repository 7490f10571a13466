// What the ClientHello and the ServerHello of TLS have in common. For tls.hpp.
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>
#include <netdumplings/layers/tls_record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// An extension of a hello.
struct TlsExtension {
  std::uint16_t number = 0;  ///< https://www.iana.org/assignments/tls-extensiontype-values
  Bytes data;                ///< valid as long as the hello's bytes
};

/// Returns whether a number of a cipher suite, extension, group, version or signature algorithm means nothing: clients
/// send such numbers so that servers go on ignoring unknown ones (GREASE, RFC 8701).
constexpr bool is_tls_grease(std::uint16_t number) {
  return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
}

}  // namespace layers
namespace detail {

/// What both hellos have. In one that isn't whole, what isn't here yet is empty, 0 or nothing.
class TlsHello {
 public:
  /// Returns whether all bytes of the hello are here. Until then, a field that isn't there may still come.
  bool is_whole() const { return is_whole_; }
  /// Returns how many bytes of the stream there are up to the hello's end, with the heads of its records, or 0 unless
  /// it is whole. More messages may follow in the same record: TlsHandshakes reads them.
  std::size_t size() const { return size_; }
  /// Returns how many more bytes must come at least until it is whole, or 0 if it is whole. So whoever collects bytes
  /// need not make the view again for each of them.
  std::size_t missing() const {
    if (is_whole_) return 0;
    return message_ && message_->length() ? *message_->length() - message_->body().size() : 1;
  }

  /// Returns the field of the highest version up to TLS 1.2, 0x0303. TLS 1.3 has 0x0303 here too, and the true version
  /// in an extension.
  std::uint16_t legacy_version() const { return body().size() < 2 ? std::uint16_t{0} : be16(body(), 0); }
  /// Returns the sender's 32 random bytes.
  Bytes random() const { return clipped(body(), 2, 32); }
  /// Returns the session ID; it may be empty.
  Bytes session_id() const { return clipped(body(), fixed_fields, session_size()); }

  /// Returns the data of the first extension with this number
  /// (https://www.iana.org/assignments/tls-extensiontype-values). Returns nothing if there is none, or if not all of it
  /// is here.
  std::optional<Bytes> extension(std::uint16_t number) const {
    for (Bytes left = clipped(body(), extensions_at_, extensions_size_); left.size() >= 4;) {
      const std::size_t size = be16(left, 2);
      const Bytes value = clipped(left, 4, size);
      if (be16(left, 0) == number) return value.size() == size ? std::optional(value) : std::nullopt;
      left = clipped(left, 4 + size, left.size());
    }
    return std::nullopt;
  }
  /// Returns the extensions in their order, as far as they are here as a whole.
  std::vector<layers::TlsExtension> extensions() const {
    std::vector<layers::TlsExtension> found;
    for (Bytes left = clipped(body(), extensions_at_, extensions_size_); left.size() >= 4;) {
      const std::size_t size = be16(left, 2);
      const Bytes value = clipped(left, 4, size);
      if (value.size() < size) break;
      found.push_back({be16(left, 0), value});
      left = left.subspan(4 + size);
    }
    return found;
  }

 protected:
  static constexpr std::size_t fixed_fields = 35;  // version, random, the session's size
  static constexpr std::size_t least_size = 38;    // a hello without session and extensions; both have the same

  /// A hello of which nothing is here yet.
  TlsHello() = default;
  TlsHello(layers::TlsHandshake message, std::size_t size)
      : is_whole_(message.is_whole()), size_(is_whole_ ? size : 0), message_(std::move(message)) {}

  /// Returns whether `message` can be a hello of this type, as far as it is here.
  static bool is_hello(const layers::TlsHandshake& message, std::uint8_t type) {
    constexpr std::uint8_t ssl_3_or_later = 3;
    return message.type() == type && message.length().value_or(least_size) >= least_size &&
           (message.body().empty() || message.body()[0] == ssl_3_or_later);
  }
  /// Makes a Hello of the first handshake message of a stream. Nothing: it isn't one.
  template <typename Hello>
  static std::optional<Hello> first_message(Bytes stream, std::uint8_t type) {
    layers::TlsHandshakes messages(stream);
    auto message = messages.next();
    if (messages.is_at_end() || (message && !is_hello(*message, type))) return std::nullopt;
    return message ? Hello(*std::move(message), messages.size()) : Hello();
  }
  /// Makes a Hello of a message that isn't in records. Nothing: it isn't one.
  template <typename Hello>
  static std::optional<Hello> bare_message(Bytes bytes, std::uint8_t type) {
    if (bytes.empty()) return Hello();
    auto message = layers::TlsHandshake::of_message(bytes);
    if (!message || !is_hello(*message, type)) return std::nullopt;
    const std::size_t size = layers::TlsHandshake::head_size + message->body().size();
    return Hello(*std::move(message), size);
  }

  Bytes body() const { return message_ ? message_->body() : Bytes(); }
  /// Returns whether the session's size and all before it are here.
  bool has_fixed_fields() const { return body().size() >= fixed_fields; }
  std::size_t session_size() const { return has_fixed_fields() ? body()[fixed_fields - 1] : 0; }
  /// Returns the offset of what follows the session ID. It may lie past the end of what is here.
  std::size_t session_end() const { return fixed_fields + session_size(); }
  /// Notes that the extensions' size is at the offset `at`, which may lie past the end of what is here.
  void set_extensions(std::size_t at) {
    if (!has_fixed_fields() || at + 2 > body().size()) return;
    extensions_at_ = at + 2;
    extensions_size_ = be16(body(), at);
  }

  static std::vector<std::uint16_t> numbers(Bytes bytes) {
    std::vector<std::uint16_t> found;
    found.reserve(bytes.size() / 2);
    for (; bytes.size() >= 2; bytes = bytes.subspan(2)) found.push_back(be16(bytes, 0));
    return found;
  }
  /// Returns the entries of a list of protocols, as they are in the ALPN extension of both hellos.
  std::vector<Bytes> protocols() const {
    std::vector<Bytes> found;
    const Bytes list = extension(16).value_or(Bytes());
    for (Bytes left = clipped(list, 2, list.size()); !left.empty() && left[0] < left.size();) {
      found.push_back(left.subspan(1, left[0]));
      left = left.subspan(1u + left[0]);
    }
    return found;
  }

 private:
  bool is_whole_ = false;
  std::size_t size_ = 0;
  std::optional<layers::TlsHandshake> message_;
  std::size_t extensions_at_ = 0;
  std::size_t extensions_size_ = 0;
};

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
