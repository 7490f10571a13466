#include "network/quic/quic_handshake.hpp"

#include <algorithm>

namespace netdumplings::chefs::network {
namespace {

// A client's first name for the server is no shorter (RFC 9000, 7.2).
constexpr std::size_t least_first_id = 8;

// The fixed bit may be cleared once the other side has said that it doesn't mind (RFC 9287).
bool may_be_first(const QuicPacket& packet) {
  constexpr std::uint8_t fixed_bit = 0x40;
  return (packet.bytes[0] & fixed_bit) != 0 && packet.kind == QuicPacket::Kind::initial &&
         packet.destination.size() >= least_first_id;
}

}  // namespace

bool QuicHandshake::may_begin_with(Bytes datagram) {
  const auto packet = QuicPacket::of(datagram);
  return packet && may_be_first(*packet);
}

bool QuicHandshake::take(QuicTools& tools, Bytes datagram, Side from) {
  bool has_begun_again = false;
  while (const auto packet = QuicPacket::of(datagram)) {
    const bool is_from_server = version_ != 0 && from != client_side_;
    if (packet->kind == QuicPacket::Kind::initial) {
      has_begun_again = take_initial(tools, *packet, from) || has_begun_again;
    } else if (packet->kind == QuicPacket::Kind::retry && is_from_server && !chosen_ && !has_retried_) {
      retry_ = ConnectionId(packet->source);
    }
    datagram = datagram.subspan(packet->bytes.size());
  }
  return has_begun_again;
}

bool QuicHandshake::take_initial(QuicTools& tools, const QuicPacket& packet, Side from) {
  if (version_ == 0) {
    begin(tools, packet, from);
    return false;
  }
  if (from == client_side_) return take_client(tools, packet);
  take_server(tools, packet);
  return false;
}

// Returns whether the packet began another handshake.
bool QuicHandshake::take_client(QuicTools& tools, const QuicPacket& packet) {
  const ConnectionId destination(packet.destination);
  if (retry_ == destination) {
    // The client's second try. It has new keys, and the same hello.
    set_keys(tools, packet.version, destination);
    if (!of(Side::client).is_over) of(Side::client).stream.clear();
    retry_.reset();
    has_retried_ = true;
  }
  const bool is_known = destination == first_ || chosen_ == destination;
  if (is_known && of(Side::client).is_over) return false;
  if (open(tools, packet, Side::client)) {
    if (!is_known) chosen_ = destination;  // the server said so in a packet that wasn't seen
    return false;
  }
  return !is_known && begin(tools, packet, client_side_);
}

void QuicHandshake::take_server(QuicTools& tools, const QuicPacket& packet) {
  if (of(Side::server).is_over || !open(tools, packet, Side::server)) return;
  chosen_ = ConnectionId(packet.source);
}

// Tries the packet as the first one of a handshake. Returns whether it is.
bool QuicHandshake::begin(QuicTools& tools, const QuicPacket& packet, Side from) {
  if (!may_be_first(packet) || failures_ >= most_failures) return false;
  ++failures_;  // unless it is one, and the client says a hello
  const auto keys = initial_keys(tools.digests, packet.version, packet.destination);
  const auto opened = tools.opener.open(packet, keys.client, 0);
  if (!opened) return false;
  for (Role& role : roles_) {
    role.stream.clear();
    role.expected_number = 0;
    role.is_over = false;
  }
  keys_ = keys;
  version_ = packet.version;
  first_ = ConnectionId(packet.destination);
  chosen_.reset();
  retry_.reset();
  has_retried_ = false;
  client_side_ = from;
  tries_ = 1;
  add(tools, *opened, Side::client);
  return true;
}

// Decrypts a packet of the handshake and adds what it says. Returns false if that isn't possible.
bool QuicHandshake::open(QuicTools& tools, const QuicPacket& packet, Side role) {
  if (tries_ >= most_tries) return false;
  ++tries_;
  // The server, and then the client, may go over to another version.
  if (packet.version != version_) set_keys(tools, packet.version, first_);
  const QuicKeys& keys = role == Side::client ? keys_.client : keys_.server;
  const auto opened = tools.opener.open(packet, keys, of(role).expected_number);
  if (!opened) return false;
  add(tools, *opened, role);
  return true;
}

void QuicHandshake::add(QuicTools& tools, const OpenedPacket& opened, Side role) {
  Role& own = of(role);
  own.expected_number = std::max(own.expected_number, opened.number + 1);
  if (own.is_over) return;
  CryptoFrames frames(opened.frames);
  while (const auto frame = frames.next()) own.stream.add(tools.pool, *frame);
}

void QuicHandshake::set_keys(QuicTools& tools, std::uint32_t version, const ConnectionId& first) {
  keys_ = initial_keys(tools.digests, version, first.bytes());
  version_ = version;
  first_ = first;
}

void QuicHandshake::end(Side role, bool has_said_hello) {
  Role& own = of(role);
  if (role == Side::client && has_said_hello && !own.is_over) --failures_;
  own.is_over = true;
  own.stream.clear();
}

}  // namespace netdumplings::chefs::network
