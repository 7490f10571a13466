// Makes fragments as find_innermost() finds them.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "connection/innermost.hpp"
#include "packet/frames.hpp"

namespace netdumplings::connection {

/// A packet, and what it says about its connection. It can't be copied or moved.
struct FoundFrame {
  explicit FoundFrame(const frames::Buffer& bytes, std::size_t missing = 0)
      : frame(bytes, frames::ethernet_link, missing), what(find_innermost(frame.packet().raw()).value()) {}
  frames::Frame frame;
  Innermost what;
};

struct Piece {
  std::size_t offset = 0;
  frames::Buffer data;
  bool more = true;
  std::size_t id = 1;
};

inline frames::Buffer ipv4_piece(const Piece& piece) {
  using namespace frames;  // NOLINT(google-build-using-namespace)
  Buffer packet = ipv4(17, piece.data, {.fragment = piece.offset / 8 | (piece.more ? 0x2000u : 0u)});
  packet[4] = static_cast<std::uint8_t>(piece.id >> 8);
  packet[5] = static_cast<std::uint8_t>(piece.id);
  return ether(0x0800, packet);
}

inline frames::Buffer ipv6_piece(const Piece& piece) {
  using namespace frames;  // NOLINT(google-build-using-namespace)
  return ether(0x86dd, ipv6(44, hex("1100") + u16(piece.offset | (piece.more ? 1u : 0u)) + u32(piece.id) + piece.data));
}

/// Returns bytes that differ from place to place.
inline frames::Buffer pattern(std::size_t begin, std::size_t size) {
  frames::Buffer bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>((begin + i) * 31 + (begin + i) / 251);
  return bytes;
}

}  // namespace netdumplings::connection
