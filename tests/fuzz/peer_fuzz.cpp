// Any bytes after a WebSocket's handshake, in pieces, into a Peer of either role. What it reports is within its limits,
// pieces make no difference, and what it says is what the other role may hear.
//
// The first byte says how (role, limit, whether we ping, after how many messages we close), the second how large the
// pieces are (0: all is one), the rest is what comes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "common/defaults.hpp"
#include "net/websocket/peer.hpp"
#include "require.hpp"

namespace {

using namespace netdumplings;
using fuzz::require;
using net::Peer;

struct Manner {
  bool client = false;
  bool pings = false;
  std::size_t limit = 0;
  std::size_t closes_after = 0;  // messages; 0: never
};

struct Heard {
  std::vector<std::string> messages;
  std::string said;  // the frames that it sent, unmasked
  bool too_large = false;
  bool ended = false;
  unsigned offence = 0;  // what it closed with because of one
};

Manner manner_of(std::uint8_t byte) {
  constexpr std::size_t limits[] = {1 << 20, 1000, 125, 0};
  return {(byte & 1U) != 0, (byte & 2U) != 0, limits[byte >> 2U & 3U], std::size_t{byte} >> 4U};
}

std::vector<std::string_view> cut(std::string_view bytes, std::uint8_t largest) {
  std::vector<std::string_view> pieces;
  std::minstd_rand random(largest);
  while (largest > 0 && !bytes.empty()) {
    pieces.push_back(bytes.substr(0, 1 + random() % largest));
    bytes.remove_prefix(pieces.back().size());
  }
  if (largest == 0) pieces.push_back(bytes);
  return pieces;
}

// What a peer of the other role hears, which must be right: no frame is cut, only control frames, nothing after a
// Close.
std::string unmasked(std::string frames, bool from_client) {
  std::string plain;
  bool closed = false;
  while (!frames.empty()) {
    net::FrameHeader header;
    const auto state = from_client ? read_client_header(frames, header) : read_server_header(frames, header);
    require(state == net::HeaderState::complete && !closed, "it says whole frames, and nothing after its Close");
    require(header.is_control(), "it says control frames");
    closed = header.opcode == net::Opcode::close;
    std::string payload = frames.substr(header.size, static_cast<std::size_t>(header.length));
    require(payload.size() == header.length, "no frame is cut off");
    if (from_client) net::unmask(payload, header.mask);
    if (closed) require(net::read_close(payload).reason.sent == 0, "its Close has a code and a text that may be sent");
    append_server_frame(plain, header.opcode, payload);
    frames.erase(0, header.size + payload.size());
  }
  return plain;
}

void take(const Manner& manner, Peer& peer, const Peer::Step& step, Heard& heard) {
  require(!heard.ended, "nothing is reported after the end");
  if (step.kind == Peer::Kind::message) {
    require(peer.said_close() == 0 && !heard.too_large, "no message is reported after our Close");
    require(step.message.size() <= manner.limit, "a message is within the limit");
    require(step.binary || net::is_utf8(step.message), "a text is UTF-8");
    heard.messages.push_back((step.binary ? "b" : "t") + std::string(step.message));
    if (manner.pings) peer.ping();
    if (heard.messages.size() == manner.closes_after) peer.close(4999, "as you wish");
  } else if (step.kind == Peer::Kind::too_large) {
    require(!heard.too_large, "a message that is too large is reported once");
    heard.too_large = true;
    peer.close(1009, "too much");
  } else {
    require(peer.ending().has_value() && peer.said_close() != 0, "an end is told, and answered");
    heard.ended = true;
    heard.offence = peer.ending()->reason.sent;
  }
}

Heard hear(const Manner& manner, const std::vector<std::string_view>& pieces) {
  net::MaskSource masks;
  Peer peer = manner.client ? Peer(manner.limit, masks) : Peer(manner.limit);
  Heard heard;
  std::string left;
  for (const auto piece : pieces) {
    std::string input = left + std::string(piece);
    const std::size_t size = input.size();
    input.resize(size + Peer::readable_after_message);
    std::span<char> rest(input.data(), size);
    for (Peer::Step step = peer.next(rest);; step = peer.next(rest)) {
      require(step.used <= rest.size(), "no more is used than there is");
      rest = rest.subspan(step.used);
      if (step.kind == Peer::Kind::more) break;
      take(manner, peer, step, heard);
    }
    require(rest.size() <= Peer::most_left, "little is left");
    left.assign(rest.begin(), rest.end());
    heard.said += unmasked(peer.take_output(), manner.client);
  }
  return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Manner manner = manner_of(data[0]);
  const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
  const Heard whole = hear(manner, {bytes});
  const Heard parts = hear(manner, cut(bytes, data[1]));
  require(whole.messages == parts.messages, "pieces make no difference to what is reported");
  require(whole.ended == parts.ended && whole.offence == parts.offence && whole.too_large == parts.too_large,
          "pieces make no difference to how it ends");
  // Beyond that, pongs that nobody takes are forgotten.
  constexpr std::size_t most_growth = 16;
  if (size * most_growth < defaults::pongs_kept) {
    require(whole.said == parts.said, "pieces make no difference to what is said");
  }
  return 0;
}
