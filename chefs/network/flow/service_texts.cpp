#include "network/flow/service_texts.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace netdumplings::chefs::network {
namespace {

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](auto beginning) { return text.starts_with(beginning); });
}

bool has_text(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool is_http_method(std::string_view word) {
  constexpr std::array<std::string_view, 10> methods = {"GET",     "POST",  "HEAD",  "PUT",      "DELETE",
                                                        "OPTIONS", "PATCH", "TRACE", "PROPFIND", "CONNECT"};
  return std::find(methods.begin(), methods.end(), word) != methods.end();
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string_view service_of_request_line(std::string_view text) {
  constexpr std::size_t longest_method = 16;
  const std::size_t blank = text.substr(0, longest_method + 1).find(' ');
  if (blank == text.npos || blank < 2) return {};
  const std::string_view method = text.substr(0, blank);
  if (!std::all_of(method.begin(), method.end(), [](char c) { return is_upper(c) || c == '-' || c == '_'; })) return {};
  const std::string_view target = text.substr(blank + 1);
  if (begins_with_any(target, {"sip:", "sips:", "tel:"})) return "sip";
  if (begins_with_any(target, {"rtsp://", "rtspu://"})) return "rtsp";
  const std::string_view line = target.substr(0, target.find('\n'));
  if (has_text(line, " HTTP/")) return "http";
  if (has_text(line, " RTSP/")) return "rtsp";
  // The version of a longer line isn't among the first bytes, and HTTP/0.9 has none.
  return is_http_method(method) && begins_with_any(target, {"/", "http://", "https://"}) ? "http" : "";
}

bool is_syslog_text(std::string_view text) {
  constexpr int most = 191;  // facility 23, severity 7
  if (!text.starts_with('<')) return false;
  int priority = 0;
  std::size_t at = 1;
  for (; at < text.size() && at <= 3 && is_digit(text[at]); ++at) priority = priority * 10 + (text[at] - '0');
  const bool is_closed = at > 1 && at + 1 < text.size() && text[at] == '>';
  return is_closed && priority <= most && text[at + 1] >= ' ' && text[at + 1] <= '~';
}

bool is_redis_command(std::string_view text) {
  if (!text.starts_with('*')) return false;
  std::size_t at = 1;
  while (at < text.size() && at <= 4 && is_digit(text[at])) ++at;
  return at > 1 && text.substr(at).starts_with("\r\n$");
}

std::string_view service_of_greeting(std::string_view client, std::string_view server, std::uint16_t server_port) {
  if (begins_with_any(server, {"* OK", "* PREAUTH", "* BYE"})) return "imap";
  if (server.starts_with("+OK")) return "pop3";
  if (begins_with_any(server, {"220 ", "220-", "421 ", "554 "})) {
    const std::string_view line = server.substr(0, server.find('\n'));
    const bool greets_smtp = begins_with_any(client, {"EHLO ", "HELO ", "LHLO ", "ehlo ", "helo "});
    const bool greets_ftp = begins_with_any(client, {"USER ", "AUTH ", "FEAT", "user ", "auth ", "feat"});
    if (greets_smtp || has_text(line, "SMTP") || server_port == 25 || server_port == 587) return "smtp";
    if (greets_ftp || has_text(line, "FTP") || server_port == 21) return "ftp";
  }
  const bool is_news_port = server_port == 119 || server_port == 433;
  return is_news_port && begins_with_any(server, {"200 ", "201 "}) ? "nntp" : "";
}

}  // namespace netdumplings::chefs::network
