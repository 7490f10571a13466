#include "common/json/utf8.hpp"

#include <netdumplings/detail/utf8.hpp>

#include <cstdint>

namespace netdumplings::utf8 {

Character first(std::string_view text) {
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  const std::size_t size = detail::utf8_size(bytes, 0);
  if (size == 0) return {};
  char32_t point =
      size == 1 ? bytes[0] : bytes[0] & (0xFFU >> (size + 1));  // each further byte takes a bit of the first one
  for (const std::uint8_t byte : bytes.subspan(1, size - 1)) point = point << 6U | (byte & 0x3FU);
  return {point, size, true};
}

}  // namespace netdumplings::utf8
