// The blocks that an outbox keeps its dumplings in, in memory or in a folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "kitchen/delivery/dumpling_block.hpp"

namespace netdumplings::kitchen {

class OutboxSegment {
 public:
  OutboxSegment() = default;
  virtual ~OutboxSegment() = default;
  OutboxSegment(const OutboxSegment&) = delete;
  OutboxSegment& operator=(const OutboxSegment&) = delete;

  /// Valid until rest().
  virtual DumplingBlock block() = 0;
  /// It won't be looked at for a while.
  virtual void rest() {}
  /// The dumplings from `first` up to `end` need not be delivered any more.
  virtual void done(std::uint32_t /*first*/, std::uint32_t /*end*/) {}
  /// None of them need.
  virtual void remove() {}
  [[nodiscard]] virtual bool outlives_us() const { return false; }
};

class MemorySegment final : public OutboxSegment {
 public:
  explicit MemorySegment(std::size_t size)
      : bytes_(std::make_unique_for_overwrite<std::uint64_t[]>(size / sizeof(std::uint64_t) + 1)), size_(size) {
    clear();
  }
  DumplingBlock block() override { return DumplingBlock(data()); }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Empties it, to be used again.
  void clear() { DumplingBlock::make(data(), size_); }

 private:
  [[nodiscard]] char* data() { return reinterpret_cast<char*>(bytes_.get()); }

  std::unique_ptr<std::uint64_t[]> bytes_;
  std::size_t size_;
};

}  // namespace netdumplings::kitchen
