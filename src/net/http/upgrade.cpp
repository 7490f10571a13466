#include <openssl/evp.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <cerrno>
#include <netdumplings/version.hpp>
#include <span>
#include <system_error>

#include "common/defaults.hpp"
#include "net/http/upgrade_impl.hpp"

namespace netdumplings::net {
namespace http = boost::beast::http;
namespace {

constexpr const char* product = "netdumplings/" NETDUMPLINGS_VERSION;

std::string base64(std::span<const unsigned char> bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  std::string with_end(text.size() + 1, '\0');  // OpenSSL writes a zero byte after it
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(with_end.data()), bytes.data(), static_cast<int>(bytes.size()));
  return with_end.substr(0, text.size());
}

// What a server answers a key with, to show that it knows WebSocket (section 4.2.2).
std::string accept_of(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, 20> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL gives no SHA-1, which the WebSocket handshake needs");
  }
  return base64(digest);
}

bool names(const http::response<http::empty_body>& answer, http::field field, std::string_view what) {
  const auto lines = answer.equal_range(field);
  return std::any_of(lines.first, lines.second, [what](const auto& line) {
    return http::token_list{line.value()}.exists(boost::beast::string_view(what.data(), what.size()));
  });
}

}  // namespace

std::string upgrade_reply(std::string_view key, const std::string& subprotocol) {
  std::string reply = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  reply += "Sec-WebSocket-Accept: " + accept_of(key) + "\r\n";
  if (!subprotocol.empty()) reply += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
  return reply + "Server: " + product + "\r\n\r\n";
}

std::string UpgradeRequest::to_bytes() const {
  std::string request = "GET " + hub.path + " HTTP/1.1\r\nHost: " + hub.host_field() +
                        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key +
                        "\r\nSec-WebSocket-Version: 13\r\nUser-Agent: " + product + "\r\n";
  std::string offered;
  for (const auto& each : subprotocols) offered += (offered.empty() ? "" : ", ") + each;
  if (!offered.empty()) request += "Sec-WebSocket-Protocol: " + offered + "\r\n";
  if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
  return request + "\r\n";
}

std::string new_key() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  return base64(bytes);
}

UpgradeAnswer::UpgradeAnswer(const UpgradeRequest& request) : request_(request) {
  parser_.header_limit(static_cast<std::uint32_t>(defaults::max_http_head));
  parser_.skip(true);  // a body, after an answer that opens nothing, is nobody's
}

std::size_t UpgradeAnswer::read(std::string_view bytes) {
  if (complete() || !fault_.empty()) return 0;
  boost::beast::error_code error;
  const std::size_t used = parser_.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error && error != http::error::need_more) {
    fault_ = error.message();
  } else if (complete()) {
    check();
  }
  return used;
}

void UpgradeAnswer::check() {
  const auto& answer = parser_.get();
  if (answer.result() != http::status::switching_protocols) return;
  if (answer.version() < 11) {
    fault_ = "it speaks HTTP/1.0";
  } else if (!names(answer, http::field::upgrade, "websocket")) {
    fault_ = "its answer has no Upgrade: websocket";
  } else if (!names(answer, http::field::connection, "upgrade")) {
    fault_ = "its answer has no Connection: Upgrade";
  } else if (answer[http::field::sec_websocket_accept] != accept_of(request_.key)) {
    fault_ = "its answer has no right Sec-WebSocket-Accept";
  }
  const auto& offered = request_.subprotocols;
  const bool chose = answer.count(http::field::sec_websocket_protocol) > 0;
  if (chose && std::find(offered.begin(), offered.end(), subprotocol()) == offered.end()) {
    not_offered_ = "a subprotocol";
  } else if (answer.count(http::field::sec_websocket_extensions) > 0) {
    not_offered_ = "a WebSocket extension";
  }
}

std::string UpgradeAnswer::reason() const { return std::string(http::obsolete_reason(parser_.get().result())); }

bool UpgradeAnswer::wants_tls() const {
  const auto& answer = parser_.get();
  return answer.result() == http::status::upgrade_required &&
         answer[http::field::upgrade].substr(0, 3) == boost::beast::string_view("TLS");
}

std::string UpgradeAnswer::subprotocol() const {
  return std::string(parser_.get()[http::field::sec_websocket_protocol]);
}

}  // namespace netdumplings::net
