#include "network/quic/crypto_stream.hpp"

#include <algorithm>

namespace netdumplings::chefs::network {

std::optional<CryptoFrame> CryptoFrames::next() {
  constexpr std::uint64_t crypto = 6;
  while (const auto type = reader_.number()) {
    if (*type != crypto) {
      if (!pass_over(*type)) break;
      continue;
    }
    const auto offset = reader_.number();
    const auto size = reader_.number();
    const auto bytes = size ? reader_.take(*size) : std::nullopt;
    if (!bytes) break;
    return CryptoFrame{*offset, *bytes};
  }
  reader_ = QuicReader({});
  return std::nullopt;
}

// Returns false if it isn't a frame that can be passed over.
bool CryptoFrames::pass_over(std::uint64_t type) {
  constexpr std::uint64_t padding = 0, ping = 1, acknowledgement = 2, acknowledgement_with_counts = 3;
  if (type == padding) {
    const Bytes left = reader_.left();
    const auto end = std::ranges::find_if(left, [](std::uint8_t byte) { return byte != 0; });
    reader_ = QuicReader(Bytes(end, left.end()));
    return true;
  }
  if (type == ping) return true;
  if (type != acknowledgement && type != acknowledgement_with_counts) return false;
  const auto largest = reader_.number(), delay = reader_.number(), ranges = reader_.number(), first = reader_.number();
  if (!largest || !delay || !ranges || !first) return false;
  for (std::uint64_t i = 0; i < *ranges; ++i) {
    if (!reader_.number() || !reader_.number()) return false;
  }
  return type == acknowledgement || (reader_.number() && reader_.number() && reader_.number());
}

bool CryptoStream::add(BytePool& pool, const CryptoFrame& frame) {
  const std::uint64_t end = frame.offset + frame.bytes.size();  // no overflow: offsets have 62 bits
  if (frame.bytes.empty() || end > most_bytes) return false;
  const Piece piece{static_cast<std::size_t>(frame.offset), static_cast<std::size_t>(end)};
  const std::size_t before = known_end();
  if (!note(piece) || (stored_.size() < piece.end && !stored_.resize(pool, piece.end))) return false;
  std::copy(frame.bytes.begin(), frame.bytes.end(), stored_.data() + piece.begin);
  return known_end() > before;
}

// Adds a piece to pieces_, joined with those that it touches. If there would be too many, the last one goes. Returns
// false if that is this one.
bool CryptoStream::note(Piece piece) {
  const auto first = std::ranges::find_if(pieces_, [&](const Piece& other) { return other.end >= piece.begin; });
  auto last = first;
  for (; last != pieces_.end() && last->begin <= piece.end; ++last) {
    piece.begin = std::min(piece.begin, last->begin);
    piece.end = std::max(piece.end, last->end);
  }
  if (first == last) {
    const bool is_last = first == pieces_.end();
    if (pieces_.size() == most_pieces && is_last) return false;
    pieces_.insert(first, piece);
    if (pieces_.size() > most_pieces) pieces_.pop_back();
    return true;
  }
  *first = piece;
  pieces_.erase(first + 1, last);
  return true;
}

void CryptoStream::clear() {
  stored_.clear();
  std::vector<Piece>().swap(pieces_);
  begin_ = 0;
}

}  // namespace netdumplings::chefs::network
