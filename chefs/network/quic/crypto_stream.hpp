// Puts the handshake bytes that one side's QUIC packets carry in order.
#pragma once

#include <netdumplings/layer.hpp>
#include <netdumplings/layers/tls_record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "network/common/byte_pool.hpp"
#include "network/quic/quic_packet.hpp"

namespace netdumplings::chefs::network {

/// A piece of the stream of handshake bytes.
struct CryptoFrame {
  std::uint64_t offset = 0;
  Bytes bytes;
};

/// Reads the CRYPTO frames in an Initial packet, one by one, and passes over the others that it may have (RFC 9000,
/// 17.2.2). Stops at what isn't one of these. A view of the packet's frames.
class CryptoFrames {
 public:
  explicit CryptoFrames(Bytes frames) : reader_(frames) {}

  /// Returns the next one, or nothing if there is none.
  std::optional<CryptoFrame> next();

 private:
  bool pass_over(std::uint64_t type);

  QuicReader reader_;
};

/// The handshake bytes of one side, from the first one that isn't here yet. Bytes come in any order, and again and
/// again.
class CryptoStream {
 public:
  /// Bytes further in the stream are ignored: a hello is no longer.
  static constexpr std::uint64_t most_bytes = layers::max_tls_message + layers::TlsHandshake::head_size;
  /// The most pieces that wait for earlier bytes. Further ones are ignored until they come again.
  static constexpr std::size_t most_pieces = 64;

  /// Adds a piece. Returns whether bytes() has more than before.
  bool add(BytePool& pool, const CryptoFrame& frame);
  /// Returns the bytes that came without a gap. Valid until the next call.
  Bytes bytes() const { return detail::clipped(stored_.bytes(), begin_, known_end() - begin_); }
  /// Steps over the first `size` bytes of bytes().
  void skip(std::size_t size) { begin_ += size; }
  /// Forgets all, as for a new stream.
  void clear();

 private:
  struct Piece {
    std::size_t begin;
    std::size_t end;
  };
  std::size_t known_end() const { return pieces_.empty() || pieces_[0].begin > 0 ? begin_ : pieces_[0].end; }
  bool note(Piece piece);

  PooledBytes stored_;
  std::vector<Piece> pieces_;  // in order; they don't touch each other
  std::size_t begin_ = 0;
};

}  // namespace netdumplings::chefs::network
