// What the tests of views of a stream's bytes have in common.
#pragma once

#include <netdumplings/layer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

#include "frames.hpp"

namespace netdumplings::streams {

using frames::Buffer;

/// Calls `function` with each beginning of `whole` that isn't all of it, shortest first. Each has memory of its own, so
/// that sanitizers see a view that reads further.
template <typename Function>
void for_each_prefix(const Buffer& whole, const Function& function) {
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Buffer prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    function(Bytes(prefix));
  }
}

/// Calls `function` with `whole` after some of its bytes were changed, and some cut off, many times.
template <typename Function>
void for_each_change(const Buffer& whole, const Function& function) {
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    Buffer changed(whole.begin(),
                   whole.end() - static_cast<std::ptrdiff_t>(random() % 3 == 0 ? random() % whole.size() : 0));
    for (unsigned changes = random() % 4; changes > 0 && !changed.empty(); --changes) {
      changed[random() % changed.size()] = static_cast<std::uint8_t>(random() % 2 == 0 ? random() : random() % 2 * 255);
    }
    function(Bytes(changed));
  }
}

/// Returns whether `part` lies within `whole`, or is empty.
inline bool is_within(Bytes part, Bytes whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

inline std::string_view text_of(Bytes bytes) {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

/// Returns TLS records of type handshake with `messages` in them, at most `most` bytes in each.
inline Buffer in_records(const Buffer& messages, std::size_t most) {
  using frames::operator+;
  Buffer stream;
  for (std::size_t at = 0; at < messages.size(); at += most) {
    const std::size_t size = std::min(most, messages.size() - at);
    const auto begin = messages.begin() + static_cast<std::ptrdiff_t>(at);
    stream = std::move(stream) + frames::hex("16 0301") + frames::u16(size) +
             Buffer(begin, begin + static_cast<std::ptrdiff_t>(size));
  }
  return stream;
}

/// Returns a handshake message.
inline Buffer handshake(std::size_t type, const Buffer& body) {
  using frames::operator+;
  return frames::u8(type) + frames::u8(body.size() >> 16) + frames::u16(body.size()) + body;
}

/// Returns an extension of a TLS hello.
inline Buffer extension(std::size_t number, const Buffer& value) {
  using frames::operator+;
  return frames::u16(number) + frames::u16(value.size()) + value;
}

}  // namespace netdumplings::streams
