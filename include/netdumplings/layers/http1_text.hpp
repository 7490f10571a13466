// The lines and fields of an HTTP/1 head. For http1.hpp.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// The longest head of a request or response that is read from a stream, in bytes. Servers take 8 to 32 KiB.
inline constexpr std::size_t max_http_head = std::size_t{64} * 1024;

}  // namespace layers
namespace detail {

/// What heads of requests and responses share: lines of text, the last of them empty.
class HttpText {
 public:
  /// Returns whether the whole head is here, with the empty line at its end.
  bool is_whole() const { return size_ > 0; }
  /// Returns how many bytes of the stream the head takes up, or 0 unless it is whole. The body follows.
  std::size_t size() const { return size_; }

  /// Returns the value of the first header field with this name, without blanks around it. Ignores the name's case.
  /// Returns nothing if there is no such field, or if its line doesn't end in these bytes. The value is valid as long
  /// as they are.
  std::optional<std::string_view> field(std::string_view name) const {
    std::string_view left = fields_;
    while (const auto line = take_line(left)) {
      if (line->empty()) break;
      const std::size_t colon = line->find(':');
      if (colon != line->npos && is_same(line->substr(0, colon), name)) return trimmed(line->substr(colon + 1));
    }
    return std::nullopt;
  }

 protected:
  static constexpr std::size_t longest_line = 8192;  // the longest first line that a segment may begin with

  HttpText() = default;

  static std::string_view text_of(Bytes bytes) {
    return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
  }

  /// Reads the head at `begin`. Returns its first line without its end, or nothing if that isn't all here. The head's
  /// end isn't searched in the first `searched` bytes.
  std::optional<std::string_view> read_head(std::string_view text, std::size_t begin, std::size_t searched) {
    fields_ = text.substr(begin);
    const auto line = take_line(fields_);
    if (!line) return std::nullopt;
    constexpr std::size_t most_before = 2;  // of the end "\n\r\n", its last byte was missing
    const std::size_t from = searched > most_before ? searched - most_before : 0;
    size_ = head_end(text, std::max(begin, std::min(from, text.size())));
    if (size_ > 0) fields_ = fields_.substr(0, fields_.size() - (text.size() - size_));
    return line;
  }

  /// Returns whether `text` is "HTTP/1.0" or "HTTP/1.1".
  static bool is_version(std::string_view text) {
    return text.size() == 8 && text.substr(0, 7) == "HTTP/1." && (text[7] == '0' || text[7] == '1');
  }

  /// What the fields say about the body.
  struct Framing {
    bool is_encoded = false;              // there is a Transfer-Encoding
    bool is_chunked = false;              // the last coding is "chunked"
    std::optional<std::uint64_t> length;  // of the Content-Length
    bool is_faulty = false;               // the Content-Length isn't one number
  };
  Framing framing() const {
    Framing framing;
    std::string_view left = fields_;
    while (const auto line = take_field(left)) {
      if (line->empty()) break;
      const std::size_t colon = line->find(':');
      if (colon == line->npos) continue;
      const std::string_view name = trimmed(line->substr(0, colon));
      if (is_same(name, "transfer-encoding")) {
        framing.is_encoded = true;
        for_each_item(line->substr(colon + 1), [&](std::string_view item) {
          if (!item.empty()) framing.is_chunked = is_same(item, "chunked");
        });
      } else if (is_same(name, "content-length")) {
        for_each_item(line->substr(colon + 1), [&](std::string_view item) { add_length(framing, item); });
      }
    }
    return framing;
  }

 private:
  /// Removes the first line from `left` and returns it without its end. Returns nothing if it doesn't end.
  static std::optional<std::string_view> take_line(std::string_view& left) {
    const std::size_t end = left.find('\n');
    if (end == left.npos) return std::nullopt;
    std::string_view line = left.substr(0, end);
    left.remove_prefix(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }
  /// Does the same with a field's line and the lines that continue it, which begin with a blank (RFC 9112, 5.2).
  static std::optional<std::string_view> take_field(std::string_view& left) {
    const std::string_view all = left;
    auto line = take_line(left);
    while (line && !line->empty() && !left.empty() && (left[0] == ' ' || left[0] == '\t')) {
      const auto next = take_line(left);
      if (!next) break;
      line = all.substr(0, static_cast<std::size_t>(next->data() + next->size() - all.data()));
    }
    return line;
  }

  /// Returns the offset after the empty line that ends the head, or 0 if it isn't at or after `at`.
  static std::size_t head_end(std::string_view text, std::size_t at) {
    for (at = text.find('\n', at); at != text.npos; at = text.find('\n', at + 1)) {
      if (text.substr(at + 1, 1) == "\n") return at + 2;
      if (text.substr(at + 1, 2) == "\r\n") return at + 3;
    }
    return 0;
  }

  template <typename Function>
  static void for_each_item(std::string_view list, const Function& function) {
    for (;;) {
      const std::size_t comma = list.find(',');
      function(trimmed(list.substr(0, comma)));
      if (comma == list.npos) return;
      list.remove_prefix(comma + 1);
    }
  }

  /// Several equal lengths are one (RFC 9112, 6.3).
  static void add_length(Framing& framing, std::string_view digits) {
    constexpr std::size_t most_digits = 18;  // so that it can't overflow
    std::uint64_t length = 0;
    bool is_number = !digits.empty() && digits.size() <= most_digits;
    for (const char digit : digits.substr(0, most_digits)) {
      is_number = is_number && digit >= '0' && digit <= '9';
      length = length * 10 + static_cast<std::uint64_t>(is_number ? digit - '0' : 0);
    }
    framing.is_faulty = framing.is_faulty || !is_number || length != framing.length.value_or(length);
    framing.length = length;
  }

  static bool is_same(std::string_view one, std::string_view other) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
  }
  static std::string_view trimmed(std::string_view text) {
    constexpr const char* blanks = " \t\r\n";  // a field's value may be on several lines
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
  }

  std::string_view fields_;
  std::size_t size_ = 0;
};

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
