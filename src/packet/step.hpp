// What a parser of one layer says of the bytes that it was given.
#pragma once

#include <netdumplings/layer_kinds.h>
#include <netdumplings/layer.hpp>

#include <cstddef>
#include <cstdint>

namespace netdumplings::packet {

struct Step;

/// Reads one layer off the front of `bytes`, which are all that the layer around it carries. Pure; bounded by the
/// bytes.
using Parser = Step (*)(Bytes bytes);

/// The same, of a layer that can't be read without a number that the layer around it holds.
using ToldParser = Step (*)(Bytes bytes, std::uint32_t told);

/// One layer, and what comes after it. In bytes: `lead` | `own`, of which `header` are the header | `carried` |
/// padding | `trailer`.
struct Step {
  LayerKind kind = ND_LAYER_NONE;  ///< ND_LAYER_NONE: these bytes are no such layer; they are shown as Raw
  std::uint32_t lead = 0;          ///< bytes before the layer that belong to no layer
  std::uint32_t header = 0;
  std::uint32_t own = 0;           ///< what this layer reads itself; >= header
  std::uint32_t carried = 0;       ///< what `next` is to read; what is left behind it is Padding
  std::uint32_t trailer = 0;       ///< bytes at the very end that are this layer's too: a checksum
  std::uint32_t told = 0;          ///< for `next_told`
  bool sibling = false;            ///< what follows stands beside this layer (a chunk, an option), not in it
  bool pads_nothing = false;       ///< it carries nothing, and yet Padding follows
  Parser next = nullptr;           ///< of what is carried; none: Raw
  ToldParser next_told = nullptr;  ///< instead of `next`: a parser that needs `told`
};

/// Not such a layer, after all.
inline constexpr Step not_this_layer{};

/// A header of `header` bytes (at most all) that carries all the rest.
inline Step carries_rest(LayerKind kind, Bytes bytes, std::size_t header, Parser next) {
  const auto own = static_cast<std::uint32_t>(header);
  return {
      .kind = kind, .header = own, .own = own, .carried = static_cast<std::uint32_t>(bytes.size()) - own, .next = next};
}

/// A header of `header` bytes (at most all) whose length field says that it carries `length` bytes; the rest is
/// Padding.
inline Step carries(LayerKind kind, Bytes bytes, std::size_t header, std::size_t length, Parser next) {
  Step step = carries_rest(kind, bytes, header, next);
  if (length < step.carried) step.carried = static_cast<std::uint32_t>(length);
  return step;
}

/// A header of `header` bytes; whatever comes after it is the layer's own data, that nothing here looks into.
inline Step keeps_rest(LayerKind kind, Bytes bytes, std::size_t header) {
  return {.kind = kind, .header = static_cast<std::uint32_t>(header), .own = static_cast<std::uint32_t>(bytes.size())};
}

/// Where the fields of a header end, as a set of byte counts (each < 64).
template <unsigned... Ends>
inline constexpr std::uint64_t field_ends = ((std::uint64_t{1} << Ends) | ...);

/// A header that was cut off before its end. As in scapy, it still counts when the cut is between two of its fields.
inline Step cut_short(LayerKind kind, Bytes bytes, std::uint64_t ends) {
  return (ends >> bytes.size() & 1) != 0 ? carries_rest(kind, bytes, bytes.size(), nullptr) : not_this_layer;
}

}  // namespace netdumplings::packet
