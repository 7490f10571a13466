// SHA-1 (RFC 3174), for names that other tools compute with SHA-1 too, such as Community IDs. It protects nothing.
#pragma once

#include <netdumplings/layer.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Returns a byte of the padded message: the message, a 1 bit, zeros, and the message's length in bits as the last 8
/// bytes. `padded_size` is the size of it all, a multiple of 64.
constexpr std::uint8_t sha1_padded_byte(Bytes message, std::size_t index, std::size_t padded_size) {
  if (index < message.size()) return message[index];
  if (index == message.size()) return 0x80;
  if (index + 8 < padded_size) return 0;
  return static_cast<std::uint8_t>((std::uint64_t{message.size()} * 8) >> 8 * (padded_size - 1 - index));
}

/// Mixes one block, as 16 words of an 80-word array, into `state`.
constexpr void sha1_mix(std::array<std::uint32_t, 5>& state, std::array<std::uint32_t, 80> words) {
  for (std::size_t i = 16; i < 80; ++i) {
    words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  }
  auto [a, b, c, d, e] = state;
  for (std::size_t i = 0; i < 80; ++i) {
    const std::uint32_t mixed = i < 20   ? ((b & c) | (~b & d)) + 0x5a827999
                                : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                                : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
                                         : (b ^ c ^ d) + 0xca62c1d6;
    const std::uint32_t next = std::rotl(a, 5) + mixed + e + words[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
  }
  state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
}

/// Returns the digest of `message`.
constexpr std::array<std::uint8_t, 20> sha1(Bytes message) {
  std::array<std::uint32_t, 5> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  const std::size_t padded_size = (message.size() + 8) / 64 * 64 + 64;
  for (std::size_t begin = 0; begin < padded_size; begin += 64) {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < 64; ++i) {
      words[i / 4] = words[i / 4] << 8 | sha1_padded_byte(message, begin + i, padded_size);
    }
    sha1_mix(state, words);
  }
  std::array<std::uint8_t, 20> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - i % 4 * 8));
  }
  return digest;
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
