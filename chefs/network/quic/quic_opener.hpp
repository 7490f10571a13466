// Decrypts QUIC's Initial packets (RFC 9001, 5).
#pragma once

#include <netdumplings/layer.hpp>

#include <cstdint>
#include <optional>
#include <vector>

#include "network/common/libcrypto.hpp"
#include "network/quic/quic_keys.hpp"
#include "network/quic/quic_packet.hpp"

namespace netdumplings::chefs::network {

/// Returns the packet number whose last `size` bytes are `truncated`, if `expected` is the next one (RFC 9000, A.3).
std::uint64_t whole_packet_number(std::uint64_t expected, std::uint64_t truncated, unsigned size);

/// What an Initial packet holds.
struct OpenedPacket {
  std::uint64_t number = 0;
  Bytes frames;  ///< valid until the opener opens another packet
};

/// Keeps libcrypto's algorithms and contexts, so that a packet needs no allocation. Not for several threads.
class QuicOpener {
 public:
  /// Throws std::runtime_error if libcrypto has no AES-128.
  QuicOpener();

  /// Decrypts an Initial packet. `expected` is the number after the largest one that its sender used. Returns nothing
  /// if the packet isn't one that these keys protect.
  std::optional<OpenedPacket> open(const QuicPacket& packet, const QuicKeys& keys, std::uint64_t expected);

 private:
  std::uint64_t read_header(const QuicPacket& packet, const QuicKeys& keys, std::uint64_t expected);
  bool decrypt(Bytes text_and_tag, const QuicKeys& keys, std::uint64_t number);

  LibcryptoPtr<EVP_CIPHER> gcm_;
  LibcryptoPtr<EVP_CIPHER> ecb_;
  LibcryptoPtr<EVP_CIPHER_CTX> context_;
  std::vector<std::uint8_t> header_;  // without its protection
  std::vector<std::uint8_t> frames_;
};

}  // namespace netdumplings::chefs::network
