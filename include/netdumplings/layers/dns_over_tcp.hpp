// Reads DNS messages on a TCP stream, where each comes after its length (RFC 1035, 4.2.2; RFC 7766).
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads the DNS message at the beginning of some bytes of a stream. A view: it owns nothing, and is valid as long as
/// those bytes.
class DnsOverTcp {
 public:
  /// Makes a view of bytes of a stream that begin where a message can begin. Returns nothing if they aren't DNS: the
  /// length is less than a header's, or its opcode isn't assigned. If they may be, but more bytes are needed,
  /// is_whole() is false; a message has at most 65,535 bytes.
  static std::optional<DnsOverTcp> of(Bytes stream) {
    const DnsOverTcp message(stream);
    if (stream.size() >= head_size && message.length() < Dns::header_size) return std::nullopt;
    constexpr unsigned assigned = 0b1110111;  // of the opcodes 0 to 6 only 3 isn't
    const bool is_dns = stream.size() < head_size + 3 || (assigned >> (stream[head_size + 2] >> 3 & 15) & 1) != 0;
    return is_dns ? std::optional(message) : std::nullopt;
  }

  /// Returns whether the whole message is here.
  bool is_whole() const { return stream_.size() >= head_size && stream_.size() - head_size >= length(); }
  /// Returns how many bytes of the stream the length and the message take up, or 0 unless the message is whole.
  std::size_t size() const { return is_whole() ? head_size + length() : 0; }
  /// Returns the message, as far as it is here, or nothing if its header isn't all here.
  std::optional<Dns> message() const { return Dns::of(detail::clipped(stream_, head_size, length())); }

 private:
  static constexpr std::size_t head_size = 2;

  explicit DnsOverTcp(Bytes stream) : stream_(stream) {}
  std::size_t length() const { return stream_.size() < head_size ? 0 : detail::be16(stream_, 0); }

  Bytes stream_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
