// A fuzzer's input as a packet: the first byte chooses the link type, the rest are the packet's bytes. And what must
// hold of any packet's layers.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/layer_kinds.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "packet/dissector.hpp"
#include "require.hpp"

namespace netdumplings::fuzz {

/// Append only: the corpus stands on it.
inline constexpr std::array link_types = {1,   0,   101, 108, 113, 228, 229, 276, 9,  50, 105,
                                          127, 192, 195, 230, 147, 51,  119, 204, 12, 104};

/// Fills in the layers, valid as long as the packet's bytes and until the dissector's next packet.
inline void dissect(packet::Dissector& dissector, nd_packet& packet) {
  const std::span<const nd_layer> layers = dissector.dissect({packet.bytes, packet.captured_length}, packet.link_type,
                                                             packet.captured_length < packet.wire_length);
  packet.layers = layers.data();
  packet.layer_count = static_cast<std::uint32_t>(layers.size());
  packet.layer_stride = sizeof(nd_layer);
}

/// Whether what the dissector says holds together.
inline void check_layers(const nd_packet& packet) {
  require(packet.layer_count <= packet::max_layers, "layers are bounded");
  require(packet.captured_length == 0 || packet.layer_count > 0, "every byte belongs to something");
  for (const nd_layer& layer : std::span(static_cast<const nd_layer*>(packet.layers), packet.layer_count)) {
    require(layer.kind > ND_LAYER_NONE && layer.kind < ND_LAYER_KIND_COUNT, "a kind is one that is known");
    require(layer.name_size > 0 && layer.name_size == std::strlen(layer.name), "a layer has a name");
    require(layer.header_length <= layer.length, "a header is within its layer");
    require(std::size_t{layer.offset} + layer.length <= packet.captured_length, "a layer is within its packet");
  }
}

/// The input as a packet, with its layers. Valid as long as the input, and until the dissector's next packet. `size` is
/// at least 1. A first byte with its highest bit set makes a packet that was cut off.
inline nd_packet packet_of(packet::Dissector& dissector, const std::uint8_t* data, std::size_t size) {
  nd_packet raw{};
  raw.struct_size = sizeof raw;
  raw.bytes = data + 1;
  raw.captured_length = static_cast<std::uint32_t>(size - 1);
  raw.wire_length = raw.captured_length + (data[0] >> 7);
  raw.link_type = link_types[data[0] % link_types.size()];
  dissect(dissector, raw);
  return raw;
}

}  // namespace netdumplings::fuzz
