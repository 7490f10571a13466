// The keys of QUIC's Initial packets, which everyone can derive who sees the client's first one (RFC 9001, 5.2).
#pragma once

#include <netdumplings/layer.hpp>

#include <array>
#include <cstdint>

#include "network/common/digests.hpp"

namespace netdumplings::chefs::network {

/// What protects the packets of one side.
struct QuicKeys {
  std::array<std::uint8_t, 16> key{};     ///< of AES-128-GCM
  std::array<std::uint8_t, 12> nonce{};   ///< the packet number is added to it
  std::array<std::uint8_t, 16> header{};  ///< of the header's protection, AES-128
};

struct QuicInitialKeys {
  QuicKeys client;
  QuicKeys server;
};

/// Derives the keys from the connection ID that the client chose for the server in its first packet. `version` is
/// quic_v1 or quic_v2.
QuicInitialKeys initial_keys(Digests& digests, std::uint32_t version, Bytes destination);

}  // namespace netdumplings::chefs::network
