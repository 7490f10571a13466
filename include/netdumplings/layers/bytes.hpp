// Reads numbers in network byte order. For the views in this folder.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstddef>
#include <cstdint>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Returns the big-endian number at `offset`. The caller makes sure that all of it lies within `bytes`.
inline std::uint16_t be16(Bytes bytes, std::size_t offset) {
  return static_cast<std::uint16_t>(bytes[offset] << 8 | bytes[offset + 1]);
}

inline std::uint32_t be32(Bytes bytes, std::size_t offset) {
  return std::uint32_t{be16(bytes, offset)} << 16 | be16(bytes, offset + 2);
}

/// Returns the part of [offset, offset + size) that lies within `bytes`; it may be empty.
inline Bytes clipped(Bytes bytes, std::size_t offset, std::size_t size) {
  if (offset >= bytes.size()) return {};
  return bytes.subspan(offset, size < bytes.size() - offset ? size : bytes.size() - offset);
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
