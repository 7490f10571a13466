// One layer of a packet, as chefs see it.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/layer_kinds.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

using Bytes = std::span<const std::uint8_t>;

/// One of ND_LAYER_... (layer_kinds.h). A number rather than the enumeration: a kitchen newer than this header may know
/// kinds that have no enumerator here.
using LayerKind = std::uint32_t;

/// A view: `name` lives as long as the process, the bytes as long as the packet, which is until the handler that was
/// given it returns.
struct Layer {
  LayerKind kind = ND_LAYER_NONE;
  std::string_view name;   ///< as scapy names it; for kinds that this header doesn't know, too
  std::size_t offset = 0;  ///< of the header, from the packet's first byte
  Bytes header;            ///< as much of it as was captured, options included
  Bytes payload;           ///< what the layer carries, as far as it was captured
  Bytes bytes;             ///< header and payload
};

}  // namespace v1
}  // namespace netdumplings
