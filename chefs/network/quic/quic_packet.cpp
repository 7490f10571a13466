#include "network/quic/quic_packet.hpp"

#include <netdumplings/layers/bytes.hpp>

namespace netdumplings::chefs::network {
namespace {

using Kind = QuicPacket::Kind;

// A packet number and a sample of what follows it (RFC 9001, 5.4.2).
constexpr std::size_t least_protected = 4 + 16;

Kind kind_of(std::uint8_t first, std::uint32_t version) {
  const int type = first >> 4 & 3;
  const int initial = version == quic_v2 ? 1 : 0;
  const int retry = version == quic_v2 ? 0 : 3;
  if (type == initial) return Kind::initial;
  return type == retry ? Kind::retry : Kind::other;
}

std::optional<Bytes> take_connection_id(QuicReader& reader) {
  const auto size = reader.byte();
  return size && *size <= ConnectionId::most ? reader.take(*size) : std::nullopt;
}

// Reads from the token to the packet's end.
bool read_end(QuicReader& reader, Bytes datagram, QuicPacket& packet) {
  if (packet.kind == Kind::retry) {
    packet.bytes = datagram;
    return true;
  }
  if (packet.kind == Kind::initial) {
    const auto token = reader.number();
    if (!token || !reader.take(*token)) return false;
  }
  const auto length = reader.number();
  packet.number_at = datagram.size() - reader.left().size();
  if (!length || !reader.take(*length)) return false;
  packet.bytes = datagram.first(datagram.size() - reader.left().size());
  return packet.kind != Kind::initial || *length >= least_protected;
}

}  // namespace

std::optional<std::uint64_t> QuicReader::number() {
  const auto first = byte();
  if (!first) return std::nullopt;
  const auto more = take((std::size_t{1} << (*first >> 6)) - 1);
  if (!more) return std::nullopt;
  std::uint64_t number = *first & 0x3f;
  for (const std::uint8_t each : *more) number = number << 8 | each;
  return number;
}

std::optional<Bytes> QuicReader::take(std::uint64_t size) {
  if (size > left_.size()) {
    left_ = {};
    return std::nullopt;
  }
  const Bytes taken = left_.first(static_cast<std::size_t>(size));
  left_ = left_.subspan(taken.size());
  return taken;
}

std::optional<std::uint8_t> QuicReader::byte() {
  const auto taken = take(1);
  return taken ? std::optional((*taken)[0]) : std::nullopt;
}

std::optional<QuicPacket> QuicPacket::of(Bytes datagram) {
  constexpr std::uint8_t long_header = 0x80;
  if (datagram.size() < 5 || (datagram[0] & long_header) == 0) return std::nullopt;
  QuicPacket packet;
  packet.version = netdumplings::detail::be32(datagram, 1);
  if (packet.version != quic_v1 && packet.version != quic_v2) return std::nullopt;
  packet.kind = kind_of(datagram[0], packet.version);
  QuicReader reader(datagram.subspan(5));
  const auto destination = take_connection_id(reader);
  const auto source = take_connection_id(reader);
  if (!destination || !source) return std::nullopt;
  packet.destination = *destination;
  packet.source = *source;
  return read_end(reader, datagram, packet) ? std::optional(packet) : std::nullopt;
}

}  // namespace netdumplings::chefs::network
