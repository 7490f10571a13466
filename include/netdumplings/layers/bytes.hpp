// Reading numbers off the wire. For the views beside this file; offsets are the caller's to check.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstddef>
#include <cstdint>

namespace netdumplings {
inline namespace v1 {
namespace detail {

inline std::uint16_t be16(Bytes bytes, std::size_t offset) {
  return static_cast<std::uint16_t>(bytes[offset] << 8 | bytes[offset + 1]);
}

inline std::uint32_t be32(Bytes bytes, std::size_t offset) {
  return std::uint32_t{be16(bytes, offset)} << 16 | be16(bytes, offset + 2);
}

/// As much of [offset, offset + size) as there is.
inline Bytes clipped(Bytes bytes, std::size_t offset, std::size_t size) {
  if (offset >= bytes.size()) return {};
  return bytes.subspan(offset, size < bytes.size() - offset ? size : bytes.size() - offset);
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
