#include "net/websocket/close_reason.hpp"

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

namespace {

std::string with_meaning(std::uint16_t code) { return std::to_string(code) + " (" + close_code_meaning(code) + ")"; }

}  // namespace

std::string CloseReason::to_string() const {
  if (code == 0) return (sent != 0 ? "sent " + with_meaning(sent) + "; " : "") + "no close frame received";
  return "received " + with_meaning(code) + (text.empty() ? "" : " " + text);
}

}  // namespace netdumplings::net
