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

/// Returns `text` with each byte that isn't part of a UTF-8 character written as \xNN.
inline std::string escaped_utf8(Bytes text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t size = utf8_size(text, i)) {
      for (const std::size_t end = i + size; i < end; ++i) escaped += static_cast<char>(text[i]);
    } else {
      escaped += {'\\', 'x', digits[text[i] >> 4], digits[text[i] & 15]};
      ++i;
    }
  }
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
  std::string text;     ///< keeps its case, has no dot at the end, "" is the root; bytes that aren't UTF-8 are \xNN
  std::size_t end = 0;  ///< the offset after the name; may lie past the message's end
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
    while (at < message_.size()) {
      const std::uint8_t lead = message_[at++];
      if (lead == 0) break;
      if ((lead & 0xc0) == 0) {
        if (!append_label(clipped(message_, at, lead))) break;
        at += lead;
        continue;
      }
      if (end == 0) end = at + 1;
      if (at >= message_.size() || !jump(at, lead)) break;
    }
    return {escaped_utf8(Bytes(name_).first(size_ == 0 ? 0 : size_ - 1)), end == 0 ? at : end};
  }

 private:
  bool append_label(Bytes label) {
    if (size_ + label.size() + 1 > name_.size()) return false;
    std::copy(label.begin(), label.end(), name_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += label.size();
    name_[size_++] = '.';
    return true;
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
  std::array<std::uint8_t, max_dns_name> name_;
  std::size_t size_ = 0;
  std::array<std::uint16_t, max_dns_jumps> jumps_;
  std::size_t jump_count_ = 0;
};

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
