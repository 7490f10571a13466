// A block of bytes that dumplings are written to, one behind the other: their text from the front, where each ends from
// the back. In memory, or in a file of the spool that is mapped into memory: what is in it outlives this process.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace netdumplings::kitchen {

/// What a block begins with. In a file it is what a later run finds, so its layout never changes: a new one gets
/// another magic.
struct BlockHeader {
  std::array<char, 8> magic;
  std::array<char, 32> session;  // hexadecimal digits
  std::uint64_t number;          // of the first dumpling; 0: they have no numbers
  std::uint32_t size;            // of the whole block
  std::uint32_t count;           // of dumplings
  std::uint32_t done;            // as many of them, from the first on, need not be delivered any more
  std::uint32_t unused;
};
static_assert(sizeof(BlockHeader) == 64);

/// A view: the block must outlive it. Only append() writes.
class DumplingBlock {
 public:
  DumplingBlock() = default;
  explicit DumplingBlock(char* bytes) : bytes_(bytes) {}

  /// How large a block must be for one dumpling of this size.
  static std::size_t size_for(std::size_t dumpling) { return sizeof(BlockHeader) + dumpling + sizeof(std::uint32_t); }
  /// Makes an empty block of `size` bytes, four at least, a multiple of them.
  static DumplingBlock make(char* bytes, std::size_t size);

  [[nodiscard]] BlockHeader& header() const { return *reinterpret_cast<BlockHeader*>(bytes_); }
  [[nodiscard]] std::uint32_t count() const { return header().count; }
  [[nodiscard]] bool fits(std::size_t dumpling) const;
  /// It must fit. A process that is killed in the middle leaves the block as it was before.
  void append(std::string_view dumpling) const;
  [[nodiscard]] std::string_view at(std::uint32_t i) const { return {bytes_ + start(i), end(i) - start(i)}; }
  /// Bytes of text in the dumplings from `first` up to `last`.
  [[nodiscard]] std::size_t text_size(std::uint32_t first, std::uint32_t last) const {
    return start(last) - start(first);
  }
  /// How many dumplings from the first on lie where they can, if the block is one at all.
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
