#include "network/quic/quic_keys.hpp"

#include <algorithm>
#include <string_view>

#include "network/common/hex.hpp"
#include "network/quic/quic_packet.hpp"

namespace netdumplings::chefs::network {
namespace {

struct Constants {
  std::array<std::uint8_t, 20> salt;
  std::string_view key, nonce, header;  // labels
};

constexpr Constants version_1 = {{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
                                  0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a},
                                 "quic key",
                                 "quic iv",
                                 "quic hp"};
constexpr Constants version_2 = {{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
                                  0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9},
                                 "quicv2 key",
                                 "quicv2 iv",
                                 "quicv2 hp"};

// HKDF-Expand-Label of TLS 1.3 (RFC 8446, 7.1), with an empty context, for at most 32 bytes.
template <std::size_t size>
std::array<std::uint8_t, size> expand(Digests& digests, Bytes secret, std::string_view label) {
  constexpr std::string_view prefix = "tls13 ";
  const std::uint8_t before[] = {0, size, static_cast<std::uint8_t>(prefix.size() + label.size())};
  constexpr std::uint8_t after[] = {0, 1};  // the context's size, the block's number
  const Sha256 block = digests.hmac(secret, {before, bytes_of(prefix), bytes_of(label), after});
  std::array<std::uint8_t, size> expanded{};
  std::copy_n(block.begin(), size, expanded.begin());
  return expanded;
}

QuicKeys keys_of_side(Digests& digests, const Constants& constants, Bytes initial_secret, std::string_view side) {
  const auto secret = expand<32>(digests, initial_secret, side);
  return {expand<16>(digests, secret, constants.key), expand<12>(digests, secret, constants.nonce),
          expand<16>(digests, secret, constants.header)};
}

}  // namespace

QuicInitialKeys initial_keys(Digests& digests, std::uint32_t version, Bytes destination) {
  const Constants& constants = version == quic_v2 ? version_2 : version_1;
  const Sha256 secret = digests.hmac(constants.salt, {destination});
  return {keys_of_side(digests, constants, secret, "client in"), keys_of_side(digests, constants, secret, "server in")};
}

}  // namespace netdumplings::chefs::network
