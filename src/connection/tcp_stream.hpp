// Puts the bytes of one direction of a TCP connection in order. No I/O. A segment takes time in proportion to its
// length and a constant, whatever came before.
#pragma once

#include <netdumplings/layer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "connection/limits.hpp"
#include "connection/page_pool.hpp"

namespace netdumplings::connection {

/// New bytes of a stream. The bytes are valid until the function that got them returns.
struct Stretch {
  Bytes bytes;
  std::uint64_t offset = 0;          ///< of the first byte, in the stream
  std::uint64_t missing_before = 0;  ///< how many bytes before the first one will never come
};

/// Takes the bytes of a stream.
class StretchSink {
 public:
  virtual ~StretchSink() = default;
  /// Returns whether it wants more of this direction. Must not use the stream.
  virtual bool take(const Stretch& stretch) = 0;
};

/// The bytes of one segment.
struct SegmentBytes {
  std::uint32_t sequence = 0;  ///< of the first byte
  std::uint32_t length = 0;    ///< on the wire
  Bytes captured;              ///< the first of them; at most `length`
};

/// What a segment brought.
enum class Brought : std::uint8_t {
  nothing_new,   ///< only bytes that came before, or none
  next_bytes,    ///< the bytes that were expected
  after_hole,    ///< bytes after others that didn't come yet
  out_of_order,  ///< bytes that were missed before
  outside,       ///< bytes that are too far away to belong to the stream; they were ignored
};

/// The first byte that comes for a place in the stream counts. What comes after a hole waits for it in pages, and is
/// given on when the hole is filled, or when the missing bytes will never come: when the peer has acknowledged them,
/// when bytes come that are `window` after the hole, when there are `most_holes`, when the pool has no page, and at the
/// end. Belongs to one thread. A small value, which must be finished before it is destroyed. Allocates pages of the
/// pool only.
class TcpStream {
 public:
  static constexpr std::uint32_t window = (std::uint32_t{1} << 20) - PagePool::page_size;
  static constexpr std::size_t most_holes = 383;

  /// Says the sequence number of the first byte. Without it, the first segment says it. May be called again as long as
  /// no bytes came.
  void begin_at(std::uint32_t sequence);
  bool has_begun() const { return has_begun_; }

  /// Takes a segment with at least one byte. Calls the sink for what is now in order.
  Brought add(PagePool& pool, const SegmentBytes& segment, StretchSink& sink);
  /// Takes what the peer acknowledged: it has all bytes before this sequence number.
  void acknowledge(PagePool& pool, std::uint32_t sequence, StretchSink& sink);
  /// Gives on all that waits, and returns all pages.
  void finish(PagePool& pool, StretchSink& sink);
  /// No sink is called any more, and no bytes wait. What the functions below return goes on.
  void want_no_more(PagePool& pool);

  bool wants_more() const { return wants_more_; }
  /// Returns the sequence number after the last byte that came.
  std::uint32_t end_sequence() const { return sequence_at(next_) + ahead_; }
  /// Returns the sequence number of the byte that is expected.
  std::uint32_t next_sequence() const { return sequence_at(next_); }
  /// Returns the sequence number up to which the peer has the stream, if it has acknowledged anything.
  std::optional<std::uint32_t> acknowledged() const {
    return has_acknowledged_ ? std::optional(acknowledged_) : std::nullopt;
  }
  /// Returns how many bytes of the stream came in order, or will never come.
  std::uint64_t offset() const { return next_; }
  /// Returns how many bytes came that had come before.
  std::uint64_t retransmitted_bytes() const { return retransmitted_; }
  /// Returns how many bytes will never come.
  std::uint64_t missing_bytes() const { return missing_; }
  /// Returns how many segments came after later ones.
  std::uint32_t out_of_order_segments() const { return out_of_order_; }
  /// Counts one more, of which the bytes alone don't say it.
  void count_out_of_order() { ++out_of_order_; }

 private:
  // All numbers are relative to the stream's begin, and wrap; they are compared by their distance from next_.
  struct Hole {
    std::uint32_t begin;
    std::uint32_t end;
  };
  static constexpr std::size_t pages_in_window = 256;
  // What a stream with holes has, in a page of the pool.
  struct Recovery {
    std::uint32_t hole_count;
    std::array<Slot, pages_in_window> pages;
    std::array<Hole, most_holes> holes;  // in order; the first one begins at next_
  };
  static_assert(sizeof(Recovery) <= PagePool::page_size);

  std::uint32_t sequence_at(std::uint64_t offset) const { return start_ + static_cast<std::uint32_t>(offset); }
  std::uint32_t ahead_of(std::uint32_t place) const { return place - static_cast<std::uint32_t>(next_); }
  Recovery& recovery(PagePool& pool) const;
  bool ensure_recovery(PagePool& pool);
  void end_recovery(PagePool& pool);
  void drop_pages(PagePool& pool);
  Brought add_ahead(PagePool& pool, const SegmentBytes& segment, StretchSink& sink);
  bool make_room(PagePool& pool, const SegmentBytes& segment, StretchSink& sink);
  bool reserve_pages(PagePool& pool, std::uint32_t distance, std::size_t size);
  std::uint32_t bytes_in_holes(const Recovery& recovery, std::uint32_t begin, std::uint32_t end) const;
  bool fill_holes(PagePool& pool, const SegmentBytes& segment);
  void store(PagePool& pool, const SegmentBytes& segment, std::uint32_t begin, std::uint32_t end);
  void append(PagePool& pool, const SegmentBytes& segment);
  void give_up_first_hole(PagePool& pool, std::uint32_t up_to, StretchSink& sink);
  void give_up_holes(PagePool& pool, StretchSink& sink);
  void settle(PagePool& pool, StretchSink& sink);
  void deliver_buffered(PagePool& pool, StretchSink& sink);
  void deliver(Bytes bytes, StretchSink& sink);
  void advance(PagePool& pool, std::uint32_t size);

  std::uint64_t next_ = 0;  // the offset of the byte that is expected
  std::uint64_t told_ = 0;  // where the last stretch ended
  std::uint64_t missing_ = 0;
  std::uint64_t retransmitted_ = 0;
  std::uint32_t start_ = 0;  // the sequence number of offset 0
  std::uint32_t ahead_ = 0;  // how far after next_ bytes came
  std::uint32_t acknowledged_ = 0;
  std::uint32_t out_of_order_ = 0;
  Slot recovery_ = no_slot;
  bool has_begun_ = false;
  bool has_acknowledged_ = false;
  bool wants_more_ = true;
};

}  // namespace netdumplings::connection
