// Layer: one layer of a packet.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/layer_kinds.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// A view of captured bytes; it doesn't own them. Unless its function says otherwise, it is valid as long as the
/// packet.
using Bytes = std::span<const std::uint8_t>;

/// One of ND_LAYER_... (layer_kinds.h). It is a number and not the enumeration, because a kitchen that is newer than
/// this header may know kinds that have no enumerator here.
using LayerKind = std::uint32_t;

/// A view of one layer; it owns nothing. The bytes are valid until the handler that got the packet returns. `name` is
/// valid until the process ends.
struct Layer {
  LayerKind kind = ND_LAYER_NONE;
  std::string_view name;   ///< scapy's name for the kind, also for kinds that this header doesn't know
  std::size_t offset = 0;  ///< where the header begins, in bytes from the packet's first byte
  Bytes header;            ///< the captured part of the header, with its options
  Bytes payload;           ///< the captured part of what the layer carries
  Bytes bytes;             ///< header and payload together
};

}  // namespace v1
}  // namespace netdumplings
