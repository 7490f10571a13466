// Reads a header field by field. Follows scapy's rule for packets that were cut off: a header may end between two
// fields, and the missing fields read as zero; it may not end inside a field of fixed size.
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

  // In little-endian byte order.
  std::uint16_t le16() { return take(2) ? static_cast<std::uint16_t>(bytes_[at_ - 2] | bytes_[at_ - 1] << 8) : 0; }
  std::uint32_t le32() {
    const std::uint32_t value = u32();
    return value << 24 | (value & 0xff00) << 8 | (value >> 8 & 0xff00) | value >> 24;
  }

  /// Steps over fields of these sizes.
  template <typename... Sizes>
  void skip(Sizes... sizes) {
    (take(static_cast<std::size_t>(sizes)), ...);
  }

  /// Steps over a field of `size` bytes, or over all bytes if fewer are left. A negative size, which a wrong length
  /// field gives, leaves that many bytes at the end, as a slice in Python does.
  void text(std::ptrdiff_t size) { at_ += clipped(size); }

  /// Like text(), and steps over zeros up to a multiple of four bytes.
  void padded_text(std::ptrdiff_t size) {
    const std::size_t taken = clipped(size);
    at_ += taken;
    at_ += std::min(left(), (4 - taken % 4) % 4);
  }

  /// Like text(), for a list of items of `item` bytes. An item that was cut breaks the header.
  void list(std::ptrdiff_t size, std::size_t item) {
    const std::size_t taken = clipped(size);
    broken_ = broken_ || taken % item != 0;
    at_ += taken;
  }

  /// Steps over `count` items of `item` bytes, or over all bytes if fewer are left.
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

  /// Returns the layer that was read; it carries what is left.
  Step step(LayerKind kind, Parser next) const {
    return broken_ ? not_this_layer : carries_rest(kind, bytes_, at_, next);
  }

  /// Returns the layer that was read; it carries nothing, and what is left is Padding.
  Step closed(LayerKind kind) const { return broken_ ? not_this_layer : carries(kind, bytes_, at_, 0, nullptr); }

  /// Returns the layer that was read; what is left is its own data.
  Step keeping_rest(LayerKind kind) const { return broken_ ? not_this_layer : keeps_rest(kind, bytes_, at_); }

  /// Returns the layer that was read, whose header has at most `header` bytes; what is left comes beside it, not in it.
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

/// Parses a header of fields of these sizes, which carries the rest.
template <LayerKind Kind, Parser Next, unsigned... Sizes>
Step fixed(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(Sizes...);
  return fields.step(Kind, Next);
}

}  // namespace netdumplings::packet
