// The blocks that a segment store keeps dumplings in: each in memory, or in a file of a spool.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "common/defaults.hpp"
#include "kitchen/delivery/dumpling_block.hpp"

namespace netdumplings::kitchen {

class Segment {
 public:
  Segment() = default;
  virtual ~Segment() = default;
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  /// Returns the block, which is valid until rest(). Throws std::system_error if a file can't be mapped into memory.
  virtual DumplingBlock block() = 0;
  /// Gives back what block() needs, for a while in which nobody looks at the block.
  virtual void rest() {}
  /// Notes that the dumplings from `first` up to, but not including, `end` need not be delivered any more.
  virtual void done(std::uint32_t /*first*/, std::uint32_t /*end*/) {}
  /// Notes that the dumplings belong to another session from now on.
  virtual void note_session(const std::string& /*session*/) {}
  /// Removes what would be left of the segment after this process. None of its dumplings is needed any more.
  virtual void remove() {}
  /// Empties the segment so that it can be filled again. Returns false if this segment can't be used twice.
  virtual bool clear() { return false; }
  /// Whether the next run finds the dumplings of this segment. If so, only the segment as a whole gives its room back.
  [[nodiscard]] virtual bool outlives_process() const { return false; }

 private:
  friend class SegmentStore;
  std::uint32_t unfinished_ = 0;  // dumplings that the store was not yet told to be finished
  bool being_read_ = false;
};

class MemorySegment final : public Segment {
 public:
  /// Makes an empty segment with room for a dumpling of `dumpling` bytes: of defaults::outbox_segment bytes, or larger
  /// where that isn't enough.
  explicit MemorySegment(std::size_t dumpling)
      : size_(size_for(dumpling)),
        bytes_(std::make_unique_for_overwrite<std::uint64_t[]>(size_ / sizeof(std::uint64_t) + 1)) {
    DumplingBlock::make(data(), size_);
  }
  DumplingBlock block() override { return DumplingBlock(data()); }
  bool clear() override {
    if (size_ != defaults::outbox_segment) return false;
    DumplingBlock::make(data(), size_);
    return true;
  }

 private:
  static std::size_t size_for(std::size_t dumpling) {
    constexpr std::size_t unit = sizeof(std::uint32_t);  // a block's size is a multiple of it
    const auto needed = DumplingBlock::size_for(dumpling);
    return needed > defaults::outbox_segment ? (needed / unit + 1) * unit : defaults::outbox_segment;
  }
  [[nodiscard]] char* data() { return reinterpret_cast<char*>(bytes_.get()); }

  std::size_t size_;
  std::unique_ptr<std::uint64_t[]> bytes_;
};

}  // namespace netdumplings::kitchen
