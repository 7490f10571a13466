// Reads heads of HTTP/1 messages (RFC 9112): the first line and the header fields of a request or a response.
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/http1_body.hpp>
#include <netdumplings/layers/http1_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads the head of an HTTP request. A view: it owns nothing; it and all texts that it returns are valid as long as
/// the bytes that it was made of. Texts are raw: they may hold any bytes but a newline, so they need not be UTF-8. Only
/// method and version are checked.
class HttpRequest : public detail::HttpText {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of the TCP layer `layer`. Returns nothing if its payload doesn't begin with a whole request line of
  /// at most 8192 bytes.
  static std::optional<HttpRequest> of(const Layer& layer) {
    const std::string_view text = text_of(layer.payload);
    const auto request = read(text, 0);
    return request && text.substr(0, longest_line).find('\n') != text.npos && !request->method_.empty() ? request
                                                                                                        : std::nullopt;
  }
  /// Makes a view of bytes of a stream that begin where a request can begin. Returns nothing if they aren't a request,
  /// or one whose head is longer than max_http_head. If they may be one, but more bytes are needed, is_whole() is
  /// false. Skips up to two empty lines before the request (RFC 9112, 2.2). `searched` is how many of these bytes an
  /// earlier call had already, when it returned a head that wasn't whole: the head's end isn't searched there again.
  static std::optional<HttpRequest> of(Bytes stream, std::size_t searched = 0) {
    auto request = read(text_of(stream.first(std::min(stream.size(), layers::max_http_head))), searched);
    return request && !request->is_whole() && stream.size() >= max_http_head ? std::nullopt : request;
  }

  /// Returns the method: "GET". It is empty until the whole request line is here, and so are target() and version().
  std::string_view method() const { return method_; }
  /// Returns the request target as it was sent: "/index.html?a=b".
  std::string_view target() const { return target_; }
  /// Returns "HTTP/1.0" or "HTTP/1.1".
  std::string_view version() const { return version_; }
  /// Returns the value of the Host field, or nothing; see field().
  std::optional<std::string_view> host() const { return field("host"); }

  /// Returns how the body after the head ends, or nothing if the head isn't whole.
  std::optional<HttpBody> body() const {
    if (!is_whole()) return std::nullopt;
    const Framing framing = this->framing();
    // Nobody can say where a request ends whose last coding isn't "chunked", or whose version doesn't have codings.
    if (framing.is_encoded)
      return HttpBody{framing.is_chunked && version_.back() != '0' ? HttpBody::chunked : HttpBody::faulty};
    if (framing.is_faulty) return HttpBody{HttpBody::faulty};
    return framing.length.value_or(0) == 0 ? HttpBody{} : HttpBody{HttpBody::sized, *framing.length};
  }

 private:
  HttpRequest() = default;

  static std::optional<HttpRequest> read(std::string_view text, std::size_t searched) {
    std::size_t begin = 0;
    for (int lines = 0; lines < 2; ++lines) begin += text.substr(begin, 2) == "\r\n" ? 2 : 0;
    HttpRequest request;
    const auto line = request.read_head(text, begin, searched);
    if (!line)
      return is_beginning(text.substr(begin)) || text.substr(begin) == "\r" ? std::optional(request) : std::nullopt;
    const std::size_t first = line->find(' ');
    const std::size_t last = line->rfind(' ');
    if (first == line->npos || first == last || !is_beginning(*line)) return std::nullopt;
    if (!is_version(line->substr(last + 1))) return std::nullopt;
    request.method_ = line->substr(0, first);
    request.target_ = line->substr(first + 1, last - first - 1);
    request.version_ = line->substr(last + 1);
    return request;
  }

  /// Returns whether `text` begins with a method and a blank, or can become that with more bytes.
  static bool is_beginning(std::string_view text) {
    constexpr std::size_t longest_method = 32;
    const std::string_view method = text.substr(0, std::min(text.find(' '), longest_method + 1));
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    return method.size() <= longest_method && (text.empty() || (!method.empty() && is_letter(method[0]))) &&
           std::ranges::all_of(method, [&](char c) { return is_letter(c) || c == '-' || c == '_'; });
  }

  std::string_view method_;
  std::string_view target_;
  std::string_view version_;
};

/// Reads the head of an HTTP response. A view with raw texts, like HttpRequest.
class HttpResponse : public detail::HttpText {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_TCP; }
  /// Makes a view of the TCP layer `layer`. Returns nothing if its payload doesn't begin with a whole status line of at
  /// most 8192 bytes.
  static std::optional<HttpResponse> of(const Layer& layer) {
    const std::string_view text = text_of(layer.payload);
    const auto response = read(text, 0);
    return response && text.substr(0, longest_line).find('\n') != text.npos ? response : std::nullopt;
  }
  /// Makes a view of bytes of a stream that begin where a response can begin, like HttpRequest::of().
  static std::optional<HttpResponse> of(Bytes stream, std::size_t searched = 0) {
    auto response = read(text_of(stream.first(std::min(stream.size(), layers::max_http_head))), searched);
    return response && !response->is_whole() && stream.size() >= max_http_head ? std::nullopt : response;
  }

  /// Returns "HTTP/1.0" or "HTTP/1.1". It is empty until the whole status line is here, and so is reason().
  std::string_view version() const { return line_.substr(0, 8); }
  /// Returns the status code, 0 to 999; 200 is success. Returns 0 if the status line isn't here yet.
  std::uint16_t status() const {
    if (line_.empty()) return 0;
    return static_cast<std::uint16_t>((line_[9] - '0') * 100 + (line_[10] - '0') * 10 + (line_[11] - '0'));
  }
  /// Returns the text after the status code, such as "OK"; it may be empty.
  std::string_view reason() const { return line_.size() > 13 ? line_.substr(13) : std::string_view(); }
  /// Returns whether another response to the same request follows: the status is 100 to 199, but not 101.
  bool is_interim() const { return status() / 100 == 1 && status() != 101; }

  /// Returns how the body after the head ends, or nothing if the head isn't whole. `request_method` is the method of
  /// the request that this answers: responses to HEAD have no body, whatever their fields say.
  std::optional<HttpBody> body(std::string_view request_method) const {
    if (!is_whole()) return std::nullopt;
    if (status() == 101 || (request_method == "CONNECT" && status() / 100 == 2)) return HttpBody{HttpBody::tunnel};
    const bool has_none = status() / 100 == 1 || status() == 204 || status() == 304 || request_method == "HEAD";
    if (has_none) return HttpBody{};
    const Framing framing = this->framing();
    if (framing.is_encoded) {  // HTTP/1.0 doesn't have codings: its server closes the connection (RFC 9112, 6.1)
      return HttpBody{framing.is_chunked && version().back() != '0' ? HttpBody::chunked : HttpBody::until_close};
    }
    if (framing.is_faulty) return HttpBody{HttpBody::faulty};
    if (!framing.length) return HttpBody{HttpBody::until_close};
    return *framing.length == 0 ? HttpBody{} : HttpBody{HttpBody::sized, *framing.length};
  }

 private:
  HttpResponse() = default;

  static std::optional<HttpResponse> read(std::string_view text, std::size_t searched) {
    HttpResponse response;
    const auto line = response.read_head(text, 0, searched);
    const bool is_enough = !line || line->size() >= 12;
    if (!is_enough || !is_beginning(line.value_or(text))) return std::nullopt;
    response.line_ = line.value_or(std::string_view());
    return response;
  }

  /// Returns whether `text` begins with a version and a status code, or can become that with more bytes.
  static bool is_beginning(std::string_view text) {
    constexpr std::string_view pattern = "HTTP/1.v ddd";
    return std::equal(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), pattern.size())),
                      pattern.begin(), [](char c, char wanted) {
                        if (wanted == 'v') return c == '0' || c == '1';
                        return wanted == 'd' ? c >= '0' && c <= '9' : c == wanted;
                      });
  }

  std::string_view line_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
