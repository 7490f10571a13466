#include "kitchen/delivery/session_name.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace netdumplings::kitchen {

std::string new_session() {
  std::array<std::uint8_t, 16> bytes{};
  // The kernel gives so few bytes as a whole, or none of them.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  constexpr const char* digits = "0123456789abcdef";
  std::string name;
  for (const auto byte : bytes) {
    name += digits[byte >> 4U];
    name += digits[byte & 0xFU];
  }
  return name;
}

}  // namespace netdumplings::kitchen
