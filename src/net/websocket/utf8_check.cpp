#include "net/websocket/utf8_check.hpp"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>

#include "common/json/utf8.hpp"

namespace netdumplings::net {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080U;
constexpr std::size_t longest_character = 4;

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

// Returns the front of `text` that is UTF-8, in bytes.
std::size_t valid_front(std::string_view text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const std::string_view rest = text.substr(done);
    if (starts_with_ascii<8>(rest)) {
      done += 64;
    } else if (starts_with_ascii<1>(rest)) {
      done += 8;
    } else {
      const auto character = utf8::first(rest);
      if (!character.valid) break;
      done += character.length;
    }
  }
  return done;
}

// Whether more bytes can make `bytes`, which are no whole character, into one: some of the last bytes do, if any does.
bool may_become_character(std::string_view bytes) {
  if (bytes.empty() || bytes.size() >= longest_character) return false;
  for (const char* const rest : {"\x80\x80\x80", "\xa0\x80\x80", "\x90\x80\x80"}) {
    const std::string_view missing(rest, longest_character - 1);
    for (std::size_t more = 1; bytes.size() + more <= longest_character; ++more) {
      const std::string tried = std::string(bytes).append(missing.substr(0, more));
      if (const auto character = utf8::first(tried); character.valid && character.length == tried.size()) return true;
    }
  }
  return false;
}

}  // namespace

bool is_utf8(std::string_view text) { return valid_front(text) == text.size(); }

bool Utf8Check::add(std::string_view part) {
  if (!finish_begun(part)) return false;
  const std::string_view rest = part.substr(valid_front(part));
  if (rest.empty()) return true;
  assert(begun_.empty());
  if (!may_become_character(rest)) return false;
  begun_ = rest;
  return true;
}

bool Utf8Check::finish_begun(std::string_view& part) {
  while (!begun_.empty() && !part.empty()) {
    begun_ += part.front();
    part.remove_prefix(1);
    if (is_utf8(begun_)) {
      begun_.clear();
    } else if (!may_become_character(begun_)) {
      return false;
    }
  }
  return true;
}

}  // namespace netdumplings::net
