// The dissector on any bytes as any link type: it ends, and what it says holds together.
#include <cstddef>
#include <cstdint>

#include "packet_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static netdumplings::packet::Dissector dissector;
  netdumplings::fuzz::check_layers(netdumplings::fuzz::packet_of(dissector, data, size));
  return 0;
}
