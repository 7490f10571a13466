// Reads HTTP/1 messages (RFC 9112): the first line and the header fields of a request or a response.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// What requests and responses share: lines of text at the beginning of a TCP segment.
class HttpText {
 public:
  /// Returns the value of the first header field with this name, without blanks around it. Ignores the name's case.
  /// Returns nothing if the field isn't in this segment, if its line doesn't end there, or if a line before it is
  /// longer than 8192 bytes. The value is valid as long as the packet.
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
  static constexpr std::size_t longest_line = 8192;

  explicit HttpText(std::string_view fields) : fields_(fields) {}

  static std::string_view text_of(Bytes bytes) {
    return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
  }

  /// Removes the first line from `left` and returns it without its end. Returns nothing if it doesn't end within
  /// longest_line bytes.
  static std::optional<std::string_view> take_line(std::string_view& left) {
    const std::size_t end = left.substr(0, longest_line).find('\n');
    if (end == left.npos) return std::nullopt;
    std::string_view line = left.substr(0, end);
    left.remove_prefix(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }

  /// Returns whether `text` is "HTTP/1.0" or "HTTP/1.1".
  static bool is_version(std::string_view text) {
    return text.size() == 8 && text.substr(0, 7) == "HTTP/1." && (text[7] == '0' || text[7] == '1');
  }

 private:
  static bool is_same(std::string_view one, std::string_view other) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
  }
  static std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
  }

  std::string_view fields_;
};

}  // namespace detail
namespace layers {

/// Reads a TCP segment that begins with an HTTP request. A view: it owns nothing; it and all texts that it returns are
/// valid as long as the packet. Texts are raw: they may hold any bytes but a newline. Only method and version are
/// checked.
class HttpRequest : public detail::HttpText {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of the TCP layer `layer`. Returns nothing if its payload doesn't begin with a whole request line.
  static std::optional<HttpRequest> of(const Layer& layer) {
    std::string_view left = text_of(layer.payload);
    if (left.empty() || left[0] < 'A' || left[0] > 'Z') return std::nullopt;
    const auto line = take_line(left);
    if (!line) return std::nullopt;
    const std::size_t first = line->find(' ');
    const std::size_t last = line->rfind(' ');
    if (first == line->npos || first == last || !is_method(line->substr(0, first))) return std::nullopt;
    if (!is_version(line->substr(last + 1))) return std::nullopt;
    return HttpRequest(*line, first, last, left);
  }

  /// Returns the method: "GET".
  std::string_view method() const { return line_.substr(0, first_); }
  /// Returns the request target as it was sent: "/index.html?a=b".
  std::string_view target() const { return line_.substr(first_ + 1, last_ - first_ - 1); }
  /// Returns "HTTP/1.0" or "HTTP/1.1".
  std::string_view version() const { return line_.substr(last_ + 1); }
  /// Returns the value of the Host field, or nothing; see field().
  std::optional<std::string_view> host() const { return field("host"); }

 private:
  HttpRequest(std::string_view line, std::size_t first, std::size_t last, std::string_view fields)
      : HttpText(fields), line_(line), first_(first), last_(last) {}
  static bool is_method(std::string_view text) {
    return text.size() <= 32 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; });
  }

  std::string_view line_;
  std::size_t first_;
  std::size_t last_;
};

/// Reads a TCP segment that begins with an HTTP response. A view with raw texts, like HttpRequest.
class HttpResponse : public detail::HttpText {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of the TCP layer `layer`. Returns nothing if its payload doesn't begin with a whole status line.
  static std::optional<HttpResponse> of(const Layer& layer) {
    std::string_view left = text_of(layer.payload);
    if (!is_version(left.substr(0, 8))) return std::nullopt;
    const auto line = take_line(left);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!line || line->size() < 12 || (*line)[8] != ' ' ||
        !std::all_of(line->begin() + 9, line->begin() + 12, is_digit))
      return std::nullopt;
    return HttpResponse(*line, left);
  }

  /// Returns "HTTP/1.0" or "HTTP/1.1".
  std::string_view version() const { return line_.substr(0, 8); }
  /// Returns the status code, 0 to 999; 200 is success.
  std::uint16_t status() const {
    return static_cast<std::uint16_t>((line_[9] - '0') * 100 + (line_[10] - '0') * 10 + (line_[11] - '0'));
  }
  /// Returns the text after the status code, such as "OK"; it may be empty.
  std::string_view reason() const { return line_.size() > 13 ? line_.substr(13) : std::string_view(); }

 private:
  HttpResponse(std::string_view line, std::string_view fields) : HttpText(fields), line_(line) {}
  std::string_view line_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
