// Follows the beginning of QUIC connections between two UDP ports: what both sides say in Initial packets.
#pragma once

#include <netdumplings/connection.hpp>

#include <array>
#include <cstdint>
#include <optional>

#include "network/common/byte_pool.hpp"
#include "network/common/digests.hpp"
#include "network/quic/crypto_stream.hpp"
#include "network/quic/quic_keys.hpp"
#include "network/quic/quic_opener.hpp"
#include "network/quic/quic_packet.hpp"

namespace netdumplings::chefs::network {

/// What all handshakes of a chef use.
struct QuicTools {
  explicit QuicTools(BytePool& bytes) : pool(bytes) {}

  Digests digests;
  QuicOpener opener;
  BytePool& pool;
};

/// Follows one handshake at a time. Another one can begin later between the same ports. Everything is bounded: it
/// decrypts at most `most_tries` packets of a handshake, and gives up after `most_failures` packets that look like the
/// first one of a connection and aren't, or handshakes in which the client says no hello.
class QuicHandshake {
 public:
  static constexpr int most_tries = 64;
  static constexpr int most_failures = 16;

  /// Returns whether a datagram begins with what can be a client's first packet. That is cheap to say.
  static bool may_begin_with(Bytes datagram);

  /// Takes a datagram. Returns whether it began a handshake after another one: what was said so far is forgotten.
  bool take(QuicTools& tools, Bytes datagram, Side from);

  /// Returns what the QUIC client said, or the server: the handshake messages that came without a gap, from the first
  /// one that wasn't skipped. Valid until the next call.
  Bytes said(Side role) const { return of(role).stream.bytes(); }
  /// Steps over the first `size` bytes of said().
  void skip(Side role, std::size_t size) { of(role).stream.skip(size); }
  /// Says that nothing more of this role is needed, and whether it has said a hello.
  void end(Side role, bool has_said_hello);

 private:
  struct Role {
    CryptoStream stream;
    std::uint64_t expected_number = 0;
    bool is_over = false;
  };

  const Role& of(Side role) const { return roles_[static_cast<std::size_t>(role)]; }
  Role& of(Side role) { return roles_[static_cast<std::size_t>(role)]; }
  bool take_initial(QuicTools& tools, const QuicPacket& packet, Side from);
  bool take_client(QuicTools& tools, const QuicPacket& packet);
  void take_server(QuicTools& tools, const QuicPacket& packet);
  bool begin(QuicTools& tools, const QuicPacket& packet, Side from);
  bool open(QuicTools& tools, const QuicPacket& packet, Side role);
  void add(QuicTools& tools, const OpenedPacket& opened, Side role);
  void set_keys(QuicTools& tools, std::uint32_t version, const ConnectionId& first);

  std::array<Role, 2> roles_;
  QuicInitialKeys keys_;
  std::uint32_t version_ = 0;           // of keys_; 0 without keys
  ConnectionId first_;                  // what the client's first packets call the server; the keys come from it
  std::optional<ConnectionId> chosen_;  // what the server calls itself
  std::optional<ConnectionId> retry_;   // what the server called itself in a Retry
  Side client_side_ = Side::client;
  int tries_ = 0;
  int failures_ = 0;
  bool has_retried_ = false;
};

}  // namespace netdumplings::chefs::network
