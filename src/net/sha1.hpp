// SHA-1 (RFC 3174), for names of things that others hash with it too; it protects nothing.
#pragma once

#include <cstddef>
#include <cstdint>

namespace netdumplings::net {

/// Writes the digest of `size` bytes, which are 20 bytes, to `digest`. From any thread. Its signature is the chef
/// ABI's.
void sha1(const std::uint8_t* bytes, std::size_t size, std::uint8_t* digest) noexcept;

}  // namespace netdumplings::net
