#include "net/websocket/close_reason.hpp"

#include "common/protocol.hpp"
#include "common/text.hpp"
#include "net/websocket/utf8_check.hpp"

namespace netdumplings::net {

// The words are those that the Python original's users read: part of the contract.
const char* close_code_meaning(std::uint16_t code) {
  switch (code) {
    case 1000:
      return "OK";
    case 1001:
      return "going away";
    case 1002:
      return "protocol error";
    case 1003:
      return "unsupported type";
    case 1005:
      return "no status code [internal]";
    case 1006:
      return "connection closed abnormally [internal]";
    case 1007:
      return "invalid data";
    case 1008:
      return "policy violation";
    case 1009:
      return "message too big";
    case 1010:
      return "extension required";
    case 1011:
      return "unexpected error";
    case 1012:
      return "service restart";
    case 1013:
      return "try again later";
    case 1014:
      return "bad gateway";
    case 1015:
      return "TLS failure [internal]";
    default:
      break;
  }
  if (code >= 3000 && code < 4000) return "registered";
  if (code >= 4000 && code < 5000) return "private use";
  return "unknown";
}

bool may_be_sent(std::uint16_t code) {
  const bool internal = code == 1004 || code == 1005 || code == 1006;
  return (code >= 1000 && code <= 1014 && !internal) || (code >= 3000 && code < 5000);
}

std::string close_code_and_text(std::uint16_t code, std::string_view text) {
  std::string words = std::to_string(code) + " (" + close_code_meaning(code) + ")";
  return text.empty() ? words : words.append(" ").append(text);
}

std::string CloseReason::to_string() const {
  if (code != 0) return "received " + close_code_and_text(code, text);
  return (sent != 0 ? "sent " + close_code_and_text(sent, {}) + "; " : "") + "no close frame received";
}

std::string_view close_text_that_fits(std::string_view text) {
  constexpr std::size_t longest = 123;
  return text_that_fits(text, longest);
}

PeerClose read_close(std::string_view payload) {
  if (payload.empty()) return {{protocol::close_without_code, "", 0}};
  if (payload.size() == 1) return protocol_broken("half a close code");
  const auto byte = [payload](std::size_t i) { return static_cast<unsigned char>(payload[i]); };
  const auto code = static_cast<std::uint16_t>(byte(0) << 8 | byte(1));
  if (!may_be_sent(code)) return protocol_broken("a close code that nobody may send");
  const auto text = payload.substr(2);
  if (!is_utf8(text)) return not_utf8("a close reason that isn't UTF-8");
  return {{code, std::string(text), 0}};
}

PeerClose protocol_broken(const char* fault) { return {{0, "", protocol::close_protocol_error}, fault}; }

PeerClose not_utf8(const char* fault) { return {{0, "", protocol::close_invalid_data}, fault}; }

}  // namespace netdumplings::net
