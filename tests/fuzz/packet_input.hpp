// A fuzzer's input as a packet: the first byte chooses the link type, the rest are the packet's bytes.
#pragma once

#include <netdumplings/chef_abi.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string_view>

#include "packet/dissector.hpp"

namespace netdumplings::fuzz {

/// Append only: the corpus stands on it.
inline constexpr std::array link_types = {1,   0,   101, 108, 113, 228, 229, 276, 9,   50,
                                          105, 127, 192, 195, 230, 147, 51,  119, 204, 12};

inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

/// Valid as long as the input and the dissector's layers. `size` is at least 1.
inline nd_packet packet_of(packet::Dissector& dissector, const std::uint8_t* data, std::size_t size) {
  nd_packet raw{};
  raw.struct_size = sizeof raw;
  raw.bytes = data + 1;
  raw.captured_length = raw.wire_length = static_cast<std::uint32_t>(size - 1);
  raw.link_type = link_types[data[0] % link_types.size()];
  const std::span<const nd_layer> layers =
      dissector.dissect({raw.bytes, raw.captured_length}, raw.wire_length, raw.link_type);
  raw.layers = layers.data();
  raw.layer_count = static_cast<std::uint32_t>(layers.size());
  raw.layer_stride = sizeof(nd_layer);
  return raw;
}

}  // namespace netdumplings::fuzz
