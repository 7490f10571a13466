// Reads the heads of QUIC packets that can be read without keys (RFC 9000, 17.2).
#pragma once

#include <netdumplings/layer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings::chefs::network {

inline constexpr std::uint32_t quic_v1 = 1;           // RFC 9000
inline constexpr std::uint32_t quic_v2 = 0x6b3343cf;  // RFC 9369

/// Reads QUIC's numbers, one after the other. After a number that isn't all here, all are nothing.
class QuicReader {
 public:
  explicit QuicReader(Bytes bytes) : left_(bytes) {}

  /// Returns the next number of one, two, four or eight bytes; its first two bits say how many.
  std::optional<std::uint64_t> number();
  /// Returns the next `size` bytes, or nothing if they aren't all here.
  std::optional<Bytes> take(std::uint64_t size);
  /// Returns the next byte.
  std::optional<std::uint8_t> byte();
  /// Returns what wasn't read.
  Bytes left() const { return left_; }

 private:
  Bytes left_;
};

/// The name that one end of a connection has for it. A value.
class ConnectionId {
 public:
  static constexpr std::size_t most = 20;

  ConnectionId() = default;
  /// Takes the first 20 bytes of `bytes`.
  explicit ConnectionId(Bytes bytes) : size_(std::min(bytes.size(), most)) {
    std::copy_n(bytes.begin(), size_, bytes_.begin());
  }
  Bytes bytes() const { return Bytes(bytes_).first(size_); }
  friend bool operator==(const ConnectionId&, const ConnectionId&) = default;

 private:
  std::array<std::uint8_t, most> bytes_{};
  std::size_t size_ = 0;
};

/// A packet of QUIC version 1 or 2 with a long header. A view of the datagram's bytes.
struct QuicPacket {
  enum class Kind : std::uint8_t {
    initial,
    retry,
    other,
  };

  Kind kind = Kind::other;
  std::uint32_t version = 0;
  Bytes destination;          ///< the receiver's connection ID
  Bytes source;               ///< the sender's
  Bytes bytes;                ///< the whole packet, from its first byte; others may follow it in the datagram
  std::size_t number_at = 0;  ///< where the packet number of an Initial is

  /// Reads the packet that `datagram` begins with. Returns nothing if that isn't one, or if it isn't all here. An
  /// Initial that is returned has enough bytes to be decrypted.
  static std::optional<QuicPacket> of(Bytes datagram);
};

}  // namespace netdumplings::chefs::network
