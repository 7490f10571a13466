// Where an outbox keeps its dumplings: in files of the spool, if there is one and it takes them, else in memory.
//
// Dumplings lie in segments, in the order in which they came. A segment is freed once all its dumplings are finished
// and it is neither filled nor read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kitchen/delivery/segment.hpp"
#include "kitchen/delivery/spool.hpp"
#include "kitchen/delivery/spool_health.hpp"

namespace netdumplings::kitchen {

/// The dumplings from `first` up to, but not including, `end` of one segment. Valid as long as none of them is
/// finished.
struct SegmentRun {
  Segment* segment = nullptr;
  std::uint32_t first = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t count() const { return end - first; }
  /// Whether the next run of nd-sniff finds these dumplings. If so, only a segment as a whole gives its room back.
  [[nodiscard]] bool outlives_process() const { return segment->outlives_process(); }
};

/// Used under one lock. Only the texts that read() gave may be read without it, until end_reading().
class SegmentStore {
 public:
  /// `most_in_memory` bounds what the dumplings in memory cost; the spool has a bound of its own.
  explicit SegmentStore(std::size_t most_in_memory, std::unique_ptr<Spool> spool = nullptr);

  /// Returns what a dumpling of `size` bytes costs: its bytes, and its entry in the segment's index.
  static constexpr std::size_t cost(std::size_t size) { return size + sizeof(std::uint32_t); }

  struct Found {
    SegmentRun run;
    std::uint64_t number = 0;  // of the first dumpling of the run
  };
  /// Returns what the spool holds from an earlier run, in order. Call it once, before anything is appended.
  std::vector<Found> take_found();

  /// Makes sure that there is room for a dumpling of `size` bytes; returns false if there is none. `number` is the
  /// dumpling's; a file of the spool notes the number of its first dumpling, and the others follow one by one.
  bool reserve(std::size_t size, std::uint64_t number);
  /// Stores a dumpling, and returns a run of this one. Without reserve() before it the dumpling goes to memory,
  /// whatever is there already.
  SegmentRun append(std::string_view dumpling);
  /// Lets the next dumpling begin a new segment.
  void end_segment();

  /// Appends the texts of a run to `texts`. They stay in memory, even when they are finished, until end_reading().
  void read(const SegmentRun& run, std::vector<std::string_view>& texts);
  void end_reading();

  /// Returns what the dumplings of a run cost.
  [[nodiscard]] std::size_t cost(const SegmentRun& run) const;
  /// Drops the dumplings of a run: they need not be delivered any more, by the next run of nd-sniff neither.
  void finish(const SegmentRun& run);
  /// Notes in the spool, if there is one, that all dumplings belong to another session from now on.
  void start_session(const std::string& session);
  /// Forgets all dumplings. Those in the spool stay there for the next run of nd-sniff.
  void clear();

  /// Returns why the spool took nothing the last time, or "".
  [[nodiscard]] const std::string& spool_trouble() const { return spool_health_.trouble(); }
  /// Returns what has changed and is worth a line in the log: why the spool takes no more, or "": it does again.
  std::optional<std::string> take_spool_news() { return spool_health_.take_news(); }

 private:
  bool new_file(std::size_t size, std::uint64_t number);
  std::unique_ptr<Segment> memory_segment(std::size_t size);
  Segment& keep(std::unique_ptr<Segment> segment);
  void fill(std::unique_ptr<Segment> segment);
  void settle(Segment& segment);

  const std::size_t most_in_memory_;
  std::unique_ptr<Spool> spool_;  // outlives the segments
  SpoolHealth spool_health_;
  std::unordered_map<const Segment*, std::unique_ptr<Segment>> segments_;
  std::vector<std::unique_ptr<Segment>> spare_;  // empty ones, in memory
  Segment* filling_ = nullptr;                   // where the next dumpling goes, if it fits
  std::vector<Segment*> reading_;
  std::size_t memory_cost_ = 0;  // of all dumplings in memory
};

}  // namespace netdumplings::kitchen
