#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <iterator>
#include <limits>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "net/http/http_head_impl.hpp"

namespace netdumplings::net {
namespace http = boost::beast::http;

namespace {

template <class Name>
std::optional<std::string> field(const HttpHead& head, Name name) {
  const auto found = head.find(name);
  if (found == head.end()) return std::nullopt;
  return std::string(found->value());
}

std::string joined_field(const HttpHead& head, std::string_view name) {
  std::string all;
  const auto lines = head.equal_range(boost::beast::string_view(name.data(), name.size()));
  for (auto line = lines.first; line != lines.second; ++line) {
    all += (all.empty() ? "" : ",") + std::string(line->value());
  }
  return all;
}

// Several lines of a field are one list (RFC 9110, section 5.3).
bool names_token(const HttpHead& head, http::field name, boost::beast::string_view token) {
  const auto lines = head.equal_range(name);
  return std::any_of(lines.first, lines.second,
                     [token](const auto& line) { return http::token_list{line.value()}.exists(token); });
}

// Of `Authorization: Bearer TOKEN`.
std::string bearer_token(const HttpHead& head) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string value = field(head, http::field::authorization).value_or("");
  if (!boost::beast::iequals(std::string_view(value).substr(0, scheme.size()), scheme)) return {};
  const auto begin = value.find_first_not_of(' ', scheme.size());
  return begin == std::string::npos ? std::string() : value.substr(begin);
}

std::string token_in_subprotocols(const HttpHead& head) {
  constexpr std::string_view prefix = protocol::bearer_prefix;
  const auto lines = head.equal_range(http::field::sec_websocket_protocol);
  for (auto line = lines.first; line != lines.second; ++line) {
    for (const std::string_view offered : http::token_list{line->value()}) {
      if (offered.starts_with(prefix)) return std::string(offered.substr(prefix.size()));
    }
  }
  return {};
}

bool says_body(const HttpHead& head) {
  if (head.count(http::field::transfer_encoding) != 0) return true;
  const auto length = head.find(http::field::content_length);
  return length != head.end() && length->value() != "0";
}

// Whether there is a `q=0`, or a `q=0.000`, which says "not this".
bool is_excluded(const http::param_list& parameters) {
  return std::any_of(parameters.begin(), parameters.end(), [](const auto& parameter) {
    return boost::beast::iequals(parameter.first, "q") && parameter.second.find_first_not_of("0.") == std::string::npos;
  });
}

// Of `Accept-Encoding: br, gzip;q=0.8, *;q=0` (RFC 9110, section 12.5.3). What is named counts before the asterisk.
bool accepts_gzip(const HttpHead& head) {
  bool by_asterisk = false;
  std::optional<bool> by_name;
  const auto lines = head.equal_range(http::field::accept_encoding);
  for (auto line = lines.first; line != lines.second; ++line) {
    for (const auto& [coding, parameters] : http::ext_list{line->value()}) {
      if (boost::beast::iequals(coding, "gzip") || boost::beast::iequals(coding, "x-gzip")) {
        by_name = !is_excluded(parameters);
      }
      if (coding == "*") by_asterisk = !is_excluded(parameters);
    }
  }
  return by_name.value_or(by_asterisk);
}

// 16 bytes are 22 characters, of which the last holds 2 bits, and `==`.
std::string websocket_key(const HttpHead& head) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto keys = head.equal_range(http::field::sec_websocket_key);
  if (keys.first == keys.second || std::next(keys.first) != keys.second) return {};
  const std::string text(keys.first->value());
  const bool right = text.size() == 24 && text.ends_with("==") && text.find_first_not_of(alphabet) == 22 &&
                     std::string_view("AQgw").find(text[21]) != std::string_view::npos;
  return right ? text : std::string();
}

}  // namespace

std::size_t head_size(std::string_view bytes) {
  constexpr std::string_view end = "\r\n\r\n";
  const auto found = bytes.find(end);
  return found == std::string_view::npos ? 0 : found + end.size();
}

std::optional<HttpHead> parse_head(std::string_view head) {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(defaults::max_http_head));
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // a body is refused by route(), with a better word
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(head.data(), head.size()), error);
  if (!parser.is_header_done()) return std::nullopt;
  return parser.release();
}

std::string choose_subprotocol(const HttpHead& head, const std::vector<std::string>& spoken) {
  const auto lines = head.equal_range(http::field::sec_websocket_protocol);
  for (const std::string& name : spoken) {
    for (auto line = lines.first; line != lines.second; ++line) {
      if (http::token_list{line->value()}.exists(name)) return name;
    }
  }
  return {};
}

HttpRequest summary(const HttpHead& head) {
  HttpRequest request;
  request.method = std::string(head.method_string());
  request.target = std::string(head.target());
  request.host = field(head, http::field::host);
  request.origin = field(head, http::field::origin);
  request.if_none_match = field(head, http::field::if_none_match).value_or("");
  request.token = bearer_token(head);
  request.encoded_token = token_in_subprotocols(head);
  for (const auto name : {http::field::host, http::field::origin, http::field::authorization}) {
    request.repeated_field |= head.count(name) > 1;
  }
  request.has_body = says_body(head);
  request.forwarded_for = joined_field(head, "X-Forwarded-For");
  request.https = boost::beast::iequals(field(head, "X-Forwarded-Proto").value_or(""), "https");
  request.accepts_gzip = accepts_gzip(head);
  request.wants_websocket = names_token(head, http::field::upgrade, "websocket");
  request.http_1_1 = head.version() >= 11;
  request.upgrades_connection = names_token(head, http::field::connection, "upgrade");
  request.websocket_key = websocket_key(head);
  request.websocket_version = field(head, http::field::sec_websocket_version).value_or("");
  return request;
}

}  // namespace netdumplings::net
