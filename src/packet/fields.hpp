// Reads a header field by field, with scapy's rule for captures that were cut off: a header may end between two fields
// (those missing read as zero), but not within one of fixed size.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "packet/step.hpp"

namespace netdumplings::packet {

class Fields {
 public:
  explicit Fields(Bytes bytes) : bytes_(bytes) {}

  std::uint8_t u8() { return take(1) ? bytes_[at_ - 1] : 0; }
  std::uint16_t u16() { return take(2) ? detail::be16(bytes_, at_ - 2) : 0; }
  std::uint32_t u32() { return take(4) ? detail::be32(bytes_, at_ - 4) : 0; }

  /// Little-endian.
  std::uint16_t le16() { return take(2) ? static_cast<std::uint16_t>(bytes_[at_ - 2] | bytes_[at_ - 1] << 8) : 0; }
  std::uint32_t le32() {
    const std::uint32_t value = u32();
    return value << 24 | (value & 0xff00) << 8 | (value >> 8 & 0xff00) | value >> 24;
  }

  /// Fields of these sizes, whose values don't matter.
  template <typename... Sizes>
  void skip(Sizes... sizes) {
    (take(static_cast<std::size_t>(sizes)), ...);
  }

  /// A field of `size` bytes, or of as many as there are. A negative size (from a length field that lies) leaves that
  /// many bytes over, as a slice in Python does.
  void text(std::ptrdiff_t size) { at_ += clipped(size); }

  /// The same, and zeros up to a multiple of four.
  void padded_text(std::ptrdiff_t size) {
    const std::size_t taken = clipped(size);
    at_ += taken;
    at_ += std::min(left(), (4 - taken % 4) % 4);
  }

  /// A list of `size` bytes (as in text) made of whole items.
  void list(std::ptrdiff_t size, std::size_t item) {
    const std::size_t taken = clipped(size);
    broken_ = broken_ || taken % item != 0;
    at_ += taken;
  }

  /// A list of `count` items, or of as many as there are.
  void items(std::size_t count, std::size_t item) {
    if (count < left() / item) {
      at_ += count * item;
    } else {
      list(static_cast<std::ptrdiff_t>(std::min(left(), count * item)), item);
    }
  }

  bool broken() const { return broken_; }
  bool at_end() const { return left() == 0; }
  std::size_t at() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }
  Bytes rest() const { return bytes_.subspan(at_); }

  /// The layer that was read, carrying what is left.
  Step step(LayerKind kind, Parser next) const {
    return broken_ ? not_this_layer : carries_rest(kind, bytes_, at_, next);
  }

  /// The layer that was read, which carries nothing: what is left is Padding.
  Step closed(LayerKind kind) const { return broken_ ? not_this_layer : carries(kind, bytes_, at_, 0, nullptr); }

  /// The layer that was read; all that is left is its own data.
  Step keeping_rest(LayerKind kind) const { return broken_ ? not_this_layer : keeps_rest(kind, bytes_, at_); }

  /// The layer that was read, with a header of `header` bytes at most; what is left stands beside it.
  Step sibling(LayerKind kind, std::size_t header, Parser next) const {
    Step read = step(kind, next);
    read.header = static_cast<std::uint32_t>(std::min(header, at_));
    read.sibling = true;
    return read;
  }

 private:
  bool take(std::size_t size) {
    if (broken_ || at_end()) return false;
    broken_ = left() < size;
    if (!broken_) at_ += size;
    return !broken_;
  }

  std::size_t clipped(std::ptrdiff_t size) const {
    if (broken_) return 0;
    if (size >= 0) return std::min(left(), static_cast<std::size_t>(size));
    return left() - std::min(left(), static_cast<std::size_t>(-size));
  }

  Bytes bytes_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

/// A parser of a header of fields of these sizes, that carries the rest.
template <LayerKind Kind, Parser Next, unsigned... Sizes>
Step fixed(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(Sizes...);
  return fields.step(Kind, Next);
}

}  // namespace netdumplings::packet
