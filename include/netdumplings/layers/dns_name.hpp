// Reads names in DNS messages: labels, and pointers to labels (RFC 1035, 4.1.4). For dns.hpp and dns_record.hpp.
#pragma once

#include <netdumplings/detail/utf8.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Appends `text` to `out` as RFC 1035, 5.1, writes it: a backslash comes before a backslash and before `special`, and
/// a byte that isn't part of a UTF-8 character is \DDD, in decimal. So different texts stay different.
inline void append_escaped(std::string& out, Bytes text, char special) {
  for (std::size_t i = 0; i < text.size();) {
    const std::uint8_t byte = text[i];
    const std::size_t size = utf8_size(text, i);
    if (size == 0) {
      const auto digit = [byte](int unit) { return static_cast<char>('0' + byte / unit % 10); };
      out += {'\\', digit(100), digit(10), digit(1)};
      ++i;
      continue;
    }
    if (byte == '\\' || byte == static_cast<std::uint8_t>(special)) out += '\\';
    for (const std::size_t end = i + size; i < end; ++i) out += static_cast<char>(text[i]);
  }
}

/// Returns `text` with `\\` for a backslash, and with each byte that isn't part of a UTF-8 character as \DDD, in
/// decimal.
inline std::string escaped_utf8(Bytes text) {
  std::string escaped;
  escaped.reserve(text.size());
  append_escaped(escaped, text, '\\');
  return escaped;
}

/// Returns the offset after the name at `at`, without following its pointers. It may lie past the message's end.
inline std::size_t dns_name_end(Bytes message, std::size_t at) {
  while (at < message.size()) {
    const std::uint8_t lead = message[at++];
    if (lead == 0) break;
    if ((lead & 0xc0) != 0) return at + 1;
    at += lead;
  }
  return at;
}

/// A name that was read, and where it ended.
struct DnsName {
  std::string text;     ///< keeps its case and has no dot at the end; "" is the root. Escaped like DnsQuestion::name
  std::size_t end = 0;  ///< the offset after the name; may lie past the message's end
  bool is_cut_off = false;  ///< the message ends before the name does
};

/// Names are cut at this many bytes. That is more than RFC 1035's 255, and little enough to keep any message cheap.
inline constexpr std::size_t max_dns_name = 1024;
/// A name follows at most this many pointers.
inline constexpr std::size_t max_dns_jumps = 32;

/// Reads names as far as possible. A label that is cut off gives its captured part. The name ends at a pointer loop, at
/// a pointer into the header or past the message's end, and after max_dns_jumps pointers. Treats the label types 01 and
/// 10, which were never put to use, as pointers, like scapy.
class DnsNameReader {
 public:
  explicit DnsNameReader(Bytes message) : message_(message) {}

  /// Returns the name at offset `at`. It is empty if `at` lies past the message's end.
  DnsName read(std::size_t at) {
    size_ = 0;
    jump_count_ = 0;
    std::size_t end = 0;
    bool has_ended = false;
    while (at < message_.size()) {
      const std::uint8_t lead = message_[at++];
      has_ended = lead == 0;
      if (has_ended) break;
      if ((lead & 0xc0) == 0) {
        has_ended = !append_label(clipped(message_, at, lead));
        if (has_ended) break;
        at += lead;
        continue;
      }
      if (end == 0) end = at + 1;
      if (at >= message_.size()) break;
      has_ended = !jump(at, lead);
      if (has_ended) break;
    }
    return {text(), end == 0 ? at : end, !has_ended};
  }

 private:
  bool append_label(Bytes label) {
    if (size_ + label.size() + 1 > name_.size()) return false;
    name_[size_++] = static_cast<std::uint8_t>(label.size());
    std::copy(label.begin(), label.end(), name_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += label.size();
    return true;
  }

  std::string text() const {
    std::string joined;
    joined.reserve(size_);
    for (std::size_t at = 0; at < size_; at += 1u + name_[at]) {
      if (at != 0) joined += '.';
      append_escaped(joined, Bytes(name_).subspan(at + 1, name_[at]), '.');
    }
    return joined;
  }

  /// Moves `at` from a pointer's second byte to its target. Returns false if the name ends here.
  bool jump(std::size_t& at, std::uint8_t lead) {
    const std::size_t target = std::size_t{lead & 0x3fu} << 8 | message_[at];
    const auto seen_end = jumps_.begin() + static_cast<std::ptrdiff_t>(jump_count_);
    if (target < 12 || jump_count_ == max_dns_jumps || std::find(jumps_.begin(), seen_end, target) != seen_end)
      return false;
    jumps_[jump_count_++] = static_cast<std::uint16_t>(target);
    at = target;
    return true;
  }

  Bytes message_;
  std::array<std::uint8_t, max_dns_name> name_;  // its labels, each after its length
  std::size_t size_ = 0;
  std::array<std::uint16_t, max_dns_jumps> jumps_;
  std::size_t jump_count_ = 0;
};

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
