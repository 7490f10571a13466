#include "net/websocket/peer_close.hpp"

#include "common/protocol.hpp"
#include "net/websocket/text_check.hpp"

namespace netdumplings::net {
namespace {

// Beast doesn't know it.
constexpr std::uint16_t bad_gateway = 1014;
constexpr std::uint16_t normal = 1000;

unsigned byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

}  // namespace

std::string PeerClose::for_engine() const {
  if (reason.sent == 0 && reason.code == protocol::close_without_code) return {};
  std::uint16_t code = reason.sent != 0 ? reason.sent : reason.code;
  if (code == bad_gateway) code = normal;
  return {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
}

PeerClose read_close(std::string_view payload) {
  if (payload.empty()) return {{protocol::close_without_code, "", 0}};
  if (payload.size() == 1) return protocol_broken("half a close code");
  const auto code = static_cast<std::uint16_t>(byte_at(payload, 0) << 8 | byte_at(payload, 1));
  if (!may_be_sent(code)) return protocol_broken("a close code that nobody may send");
  const auto text = payload.substr(2);
  if (!is_utf8(text)) return {{0, "", protocol::close_invalid_data}, "a close reason that isn't UTF-8"};
  return {{code, std::string(text), 0}};
}

PeerClose protocol_broken(const char* fault) { return {{0, "", protocol::close_protocol_error}, fault}; }

}  // namespace netdumplings::net
