// SipHash-2-4 (Aumasson and Bernstein, 2012): a hash with a secret key. Whoever doesn't know the key can't find texts
// with the same hash.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// 128 bits. They must be random, and secret from those whose texts are hashed.
struct SipKey {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// Returns a new key. Throws std::exception if the system gives no random numbers.
inline SipKey random_sip_key() {
  std::random_device bits;
  const auto half = [&bits] { return std::uint64_t{bits()} << 32U | bits(); };
  return {half(), half()};
}

namespace detail {

struct SipState {
  std::uint64_t a, b, c, d;

  constexpr void rounds(int count) {
    for (int i = 0; i < count; ++i) {
      a += b;
      c += d;
      b = std::rotl(b, 13) ^ a;
      d = std::rotl(d, 16) ^ c;
      a = std::rotl(a, 32);
      c += b;
      a += d;
      b = std::rotl(b, 17) ^ c;
      d = std::rotl(d, 21) ^ a;
      c = std::rotl(c, 32);
    }
  }
  constexpr void take(std::uint64_t word) {
    d ^= word;
    rounds(2);
    a ^= word;
  }
};

}  // namespace detail

/// Returns the hash of `text` under `key`. On machines with little-endian numbers it has the values of the
/// specification; on others it is as good, but another.
inline std::uint64_t sip_hash(const SipKey& key, std::string_view text) {
  detail::SipState state{key.low ^ 0x736f6d6570736575, key.high ^ 0x646f72616e646f6d, key.low ^ 0x6c7967656e657261,
                         key.high ^ 0x7465646279746573};
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    state.take(word);
  }
  std::uint64_t last = 0;
  if (at < text.size()) std::memcpy(&last, text.data() + at, text.size() - at);
  state.take(last | std::uint64_t{text.size()} << 56U);
  state.c ^= 0xff;
  state.rounds(4);
  return state.a ^ state.b ^ state.c ^ state.d;
}

}  // namespace v1
}  // namespace netdumplings
