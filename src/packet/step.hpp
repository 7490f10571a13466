// The result of a parser: one layer, and how to go on after it.
#pragma once

#include <netdumplings/layer_kinds.h>
#include <netdumplings/layer.hpp>

#include <cstddef>
#include <cstdint>

namespace netdumplings::packet {

struct Step;

/// Reads one layer off the front of `bytes`, which are all bytes that the layer around it carries. Reads nothing
/// outside of them and keeps no state.
using Parser = Step (*)(Bytes bytes);

/// Like Parser, for a layer that can only be read with a number that the layer around it holds.
using ToldParser = Step (*)(Bytes bytes, std::uint32_t told);

/// One layer, and what comes after it. The bytes that a parser is given are, in this order: `lead`, `own` (of which the
/// first `header` are the header), `carried`, padding, `trailer`. All numbers are bytes.
struct Step {
  LayerKind kind = ND_LAYER_NONE;  ///< ND_LAYER_NONE if the bytes are no such layer; they are shown as Raw
  std::uint32_t lead = 0;          ///< belongs to no layer
  std::uint32_t header = 0;
  std::uint32_t own = 0;      ///< what this layer reads itself; >= header
  std::uint32_t carried = 0;  ///< what `next` reads; bytes after it are Padding
  std::uint32_t trailer = 0;  ///< at the very end, this layer's too: a checksum
  std::uint32_t told = 0;     ///< the number for `next_told`
  bool sibling = false;       ///< what follows is beside this layer, not in it, as chunks and options are
  bool pads_nothing = false;  ///< it carries nothing, but an empty Padding follows
  std::uint16_t kind_if_cut = ND_LAYER_NONE;  ///< instead of none if the capture cut these bytes off; keeps all of them
  Parser next = nullptr;                      ///< reads what is carried; null: it is Raw
  ToldParser next_told = nullptr;             ///< reads what is carried if `next` is null
};

/// The result for bytes that are no such layer.
inline constexpr Step not_this_layer{};

/// Returns a layer with a header of `header` bytes (at most all of `bytes`) that carries all the rest.
inline Step carries_rest(LayerKind kind, Bytes bytes, std::size_t header, Parser next) {
  const auto own = static_cast<std::uint32_t>(header);
  return {
      .kind = kind, .header = own, .own = own, .carried = static_cast<std::uint32_t>(bytes.size()) - own, .next = next};
}

/// Returns a layer with a header of `header` bytes (at most all of `bytes`) that carries `length` bytes, as its length
/// field says; the rest is Padding.
inline Step carries(LayerKind kind, Bytes bytes, std::size_t header, std::size_t length, Parser next) {
  Step step = carries_rest(kind, bytes, header, next);
  if (length < step.carried) step.carried = static_cast<std::uint32_t>(length);
  return step;
}

/// Returns a layer with a header of `header` bytes; all bytes after it are the layer's own data, which nobody reads.
inline Step keeps_rest(LayerKind kind, Bytes bytes, std::size_t header) {
  return {.kind = kind, .header = static_cast<std::uint32_t>(header), .own = static_cast<std::uint32_t>(bytes.size())};
}

/// A set of byte counts, each < 64: where the fields of a header end.
template <unsigned... Ends>
inline constexpr std::uint64_t field_ends = ((std::uint64_t{1} << Ends) | ...);

/// Returns the layer of a header that was cut off before its end. As in scapy, it counts if it ends between two fields.
inline Step cut_short(LayerKind kind, Bytes bytes, std::uint64_t ends) {
  return (ends >> bytes.size() & 1) != 0 ? carries_rest(kind, bytes, bytes.size(), nullptr) : not_this_layer;
}

}  // namespace netdumplings::packet
