#include "net/websocket/text_check.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include "common/json/utf8.hpp"

namespace netdumplings::net {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080U;

// Whether the next Words * 8 bytes are there and ASCII.
template <std::size_t Words>
bool starts_with_ascii(std::string_view text) {
  std::array<std::uint64_t, Words> block{};
  if (text.size() < sizeof block) return false;
  std::memcpy(block.data(), text.data(), sizeof block);
  std::uint64_t all = 0;
  for (const std::uint64_t word : block) all |= word;
  return (all & high_bits) == 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    std::size_t step = 1;
    if (starts_with_ascii<8>(text)) {
      step = 64;
    } else if (starts_with_ascii<1>(text)) {
      step = 8;
    } else {
      const auto character = utf8::first(text);
      if (!character.valid) return false;
      step = character.length;
    }
    text.remove_prefix(step);
  }
  return true;
}

}  // namespace netdumplings::net
