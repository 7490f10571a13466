// The dissector on any bytes as any link type: it ends, and what it says holds together.
#include <netdumplings/layer_kinds.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "packet_input.hpp"

namespace {

using netdumplings::fuzz::require;

void check_layer(const nd_packet& packet, const nd_layer& layer) {
  require(layer.kind > ND_LAYER_NONE && layer.kind < ND_LAYER_KIND_COUNT, "a kind is one that is known");
  require(layer.name_size > 0 && layer.name_size == std::strlen(layer.name), "a layer has a name");
  require(layer.header_length <= layer.length, "a header is within its layer");
  require(std::size_t{layer.offset} + layer.length <= packet.captured_length, "a layer is within its packet");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static netdumplings::packet::Dissector dissector;
  const nd_packet packet = netdumplings::fuzz::packet_of(dissector, data, size);
  require(packet.layer_count <= netdumplings::packet::max_layers, "layers are bounded");
  require(packet.captured_length == 0 || packet.layer_count > 0, "every byte belongs to something");
  for (const nd_layer& layer : std::span(static_cast<const nd_layer*>(packet.layers), packet.layer_count)) {
    check_layer(packet, layer);
  }
  return 0;
}
