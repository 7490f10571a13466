// Elements of ASN.1's basic encoding rules, ITU-T X.690.
#pragma once

#include <cstddef>
#include <cstdint>

#include "packet/step.hpp"

namespace netdumplings::packet {

/// An element: a tag of one byte, a length, a value.
struct BerElement {
  std::uint8_t tag = 0;
  Bytes value;
  std::size_t size = 0;  ///< bytes of tag, length and value; 0 if the bytes hold no whole element
};

/// Reads the element at the front of `bytes`.
inline BerElement ber_element(Bytes bytes) {
  constexpr std::uint8_t long_form = 0x80;
  if (bytes.size() < 2) return {};
  std::size_t header = 2;
  std::size_t length = bytes[1];
  if ((length & long_form) != 0) {
    const std::size_t digits = length & 0x7fu;
    if (digits > 4 || bytes.size() < header + digits) return {};
    header += digits;
    length = 0;
    for (std::size_t i = 2; i < header; ++i) length = length << 8 | bytes[i];
  }
  if (bytes.size() - header < length) return {};
  return {bytes[0], bytes.subspan(header, length), header + length};
}

}  // namespace netdumplings::packet
