// The HTTP request that asks for a WebSocket, and its answer (RFC 6455, section 4).
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "net/loop/endpoint.hpp"

namespace netdumplings::net {

// ---- a server's

/// Returns the answer that opens a WebSocket for a client with this Sec-WebSocket-Key. `subprotocol` is the one that
/// was chosen; "" for none.
std::string upgrade_reply(std::string_view key, const std::string& subprotocol);

// ---- a client's

struct UpgradeRequest {
  Endpoint hub;
  std::vector<std::string> subprotocols;  // that are offered, in this order
  std::string token;                      // "" for none
  std::string key;                        // Sec-WebSocket-Key: see new_key()

  [[nodiscard]] std::string to_bytes() const;
};

/// Returns a random Sec-WebSocket-Key.
std::string new_key();

/// Reads what comes instead of, or as, the answer to such a request.
class UpgradeAnswer {
 public:
  /// The answer to `request`, which outlives this.
  explicit UpgradeAnswer(const UpgradeRequest& request);

  /// Reads on at the front of `bytes` and returns how many bytes it used. Call it again with the rest and more until
  /// complete() or fault(). After that it uses none: what follows is the WebSocket's.
  std::size_t read(std::string_view bytes);
  [[nodiscard]] bool complete() const { return parser_.is_header_done(); }
  /// Returns why it is no answer of HTTP, or no right one of a server that opens a WebSocket (status 101); "" if
  /// neither is so, or isn't known yet.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  /// What the server chose that wasn't offered: `a subprotocol`, `a WebSocket extension`; "" for nothing.
  [[nodiscard]] const std::string& not_offered() const { return not_offered_; }

  // Once it is complete:
  [[nodiscard]] unsigned status() const { return parser_.get().result_int(); }
  /// Returns our words for the status: `Forbidden`.
  [[nodiscard]] std::string reason() const;
  /// Returns whether it says that the port speaks TLS (RFC 2817, section 4.2).
  [[nodiscard]] bool wants_tls() const;
  [[nodiscard]] std::string subprotocol() const;

 private:
  void check();

  const UpgradeRequest& request_;
  boost::beast::http::response_parser<boost::beast::http::empty_body> parser_;
  std::string fault_;
  std::string not_offered_;
};

}  // namespace netdumplings::net
