#include "hub/log/log_crc.hpp"

#include <array>
#include <cstddef>
#include <cstring>

#ifdef __x86_64__
#include <nmmintrin.h>
#endif

namespace netdumplings::hub {
namespace {

constexpr std::uint32_t reflected_polynomial = 0x82f63b78;
constexpr std::size_t eight_bytes = sizeof(std::uint64_t);

// tables[k][b] is what byte b does to the checksum k bytes later.
using Tables = std::array<std::array<std::uint32_t, 256>, eight_bytes>;

constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t b = 0; b < 256; ++b) {
    std::uint32_t crc = b;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) != 0 ? reflected_polynomial : 0);
    tables[0][b] = crc;
  }
  for (std::size_t k = 1; k < eight_bytes; ++k) {
    for (std::size_t b = 0; b < 256; ++b) {
      const std::uint32_t crc = tables[k - 1][b];
      tables[k][b] = crc >> 8 ^ tables[0][crc & 0xffU];
    }
  }
  return tables;
}

constexpr Tables tables = make_tables();

std::uint32_t step(std::uint32_t crc, char byte) {
  return crc >> 8 ^ tables[0][(crc ^ static_cast<unsigned char>(byte)) & 0xffU];
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_instruction(std::string_view bytes, std::uint32_t before) {
  std::uint64_t crc = ~before;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (; end - at >= static_cast<std::ptrdiff_t>(eight_bytes); at += eight_bytes) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, eight_bytes);
    crc = _mm_crc32_u64(crc, eight);
  }
  auto rest = static_cast<std::uint32_t>(crc);
  for (; at != end; ++at) rest = _mm_crc32_u8(rest, static_cast<unsigned char>(*at));
  return ~rest;
}
#endif

}  // namespace

std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (; end - at >= static_cast<std::ptrdiff_t>(eight_bytes); at += eight_bytes) {
    std::array<unsigned char, eight_bytes> eight{};
    std::memcpy(eight.data(), at, eight_bytes);
    for (std::size_t i = 0; i < 4; ++i) eight[i] = static_cast<unsigned char>(eight[i] ^ (crc >> 8 * i & 0xffU));
    crc = 0;
    for (std::size_t i = 0; i < eight_bytes; ++i) crc ^= tables[eight_bytes - 1 - i][eight[i]];
  }
  for (; at != end; ++at) crc = step(crc, *at);
  return ~crc;
}

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
#ifdef __x86_64__
  static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (has_instruction) return crc32c_by_instruction(bytes, before);
#endif
  return crc32c_by_table(bytes, before);
}

}  // namespace netdumplings::hub
