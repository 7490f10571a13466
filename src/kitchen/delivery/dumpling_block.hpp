// A block of bytes that holds dumplings. Their texts lie one after the other at the front; an index of where each text
// ends grows from the back. The block is in memory, or is a file of the spool that is mapped into memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace netdumplings::kitchen {

/// The beginning of a block. A later run finds it in a file, so this layout never changes: another layout gets another
/// magic.
struct BlockHeader {
  std::array<char, 8> magic;
  std::array<char, 32> session;  // hexadecimal digits; in files only
  std::uint64_t number;          // of the first dumpling; in files only
  std::uint32_t size;            // of the whole block, in bytes
  std::uint32_t count;           // of dumplings
  std::uint32_t done;            // how many of them, from the first on, need not be delivered any more
  std::uint32_t unused;
};
static_assert(sizeof(BlockHeader) == 64);

/// A view of a block, which must outlive it. Only make() and append() write to the block.
class DumplingBlock {
 public:
  DumplingBlock() = default;
  explicit DumplingBlock(char* bytes) : bytes_(bytes) {}

  /// Returns how many bytes a block for one dumpling of this size must have.
  static std::size_t size_for(std::size_t dumpling) { return sizeof(BlockHeader) + dumpling + sizeof(std::uint32_t); }
  /// Makes an empty block of `size` bytes: a multiple of four, and large enough for a BlockHeader.
  static DumplingBlock make(char* bytes, std::size_t size);

  [[nodiscard]] BlockHeader& header() const { return *reinterpret_cast<BlockHeader*>(bytes_); }
  [[nodiscard]] std::uint32_t count() const { return header().count; }
  /// Whether there is room for a dumpling of `dumpling` bytes.
  [[nodiscard]] bool fits(std::size_t dumpling) const;
  /// Appends a dumpling, which must fit. A process that is killed in the middle leaves the block as it was before.
  void append(std::string_view dumpling) const;
  /// Returns the text of a dumpling, counted from 0.
  [[nodiscard]] std::string_view at(std::uint32_t i) const { return {bytes_ + start(i), end(i) - start(i)}; }
  /// Returns how many bytes the texts of the dumplings from `first` up to, but not including, `last` have.
  [[nodiscard]] std::size_t text_size(std::uint32_t first, std::uint32_t last) const {
    return start(last) - start(first);
  }
  /// Checks `size` bytes that may be a block. Returns how many dumplings, from the first on, lie within these bytes.
  [[nodiscard]] std::uint32_t count_sound(std::size_t size) const;

 private:
  [[nodiscard]] std::uint32_t* ends() const { return reinterpret_cast<std::uint32_t*>(bytes_ + header().size); }
  [[nodiscard]] std::uint32_t end(std::uint32_t i) const { return *(ends() - 1 - i); }
  [[nodiscard]] std::uint32_t start(std::uint32_t i) const {
    return i == 0 ? static_cast<std::uint32_t>(sizeof(BlockHeader)) : end(i - 1);
  }

  char* bytes_ = nullptr;
};

}  // namespace netdumplings::kitchen
