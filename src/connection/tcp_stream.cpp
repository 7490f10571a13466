#include "connection/tcp_stream.hpp"

#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>

namespace netdumplings::connection {
namespace {

using netdumplings::detail::clipped;

// Returns a segment without its first bytes.
SegmentBytes without_first(const SegmentBytes& segment, std::uint32_t size) {
  return {.sequence = segment.sequence + size,
          .length = segment.length - size,
          .captured = clipped(segment.captured, size, segment.captured.size())};
}

}  // namespace

void TcpStream::begin_at(std::uint32_t sequence) {
  if (has_begun_ && (next_ != 0 || ahead_ != 0)) return;
  start_ = sequence;
  has_begun_ = true;
}

TcpStream::Recovery& TcpStream::recovery(PagePool& pool) const {
  return *std::launder(reinterpret_cast<Recovery*>(pool[recovery_]));
}

bool TcpStream::ensure_recovery(PagePool& pool) {
  if (recovery_ != no_slot) return true;
  recovery_ = pool.take();
  if (recovery_ == no_slot) return false;
  auto* const made = new (pool[recovery_]) Recovery;
  made->hole_count = 0;
  made->pages.fill(no_slot);
  return true;
}

void TcpStream::end_recovery(PagePool& pool) {
  if (recovery_ == no_slot) return;
  for (const Slot page : recovery(pool).pages) {
    if (page != no_slot) pool.give_back(page);
  }
  pool.give_back(recovery_);
  recovery_ = no_slot;
}

// Returns the pages, but keeps the holes.
void TcpStream::drop_pages(PagePool& pool) {
  if (recovery_ == no_slot) return;
  for (Slot& page : recovery(pool).pages) {
    if (page != no_slot) pool.give_back(page);
    page = no_slot;
  }
}

// Steps over bytes, and returns the pages that are over with them.
void TcpStream::advance(PagePool& pool, std::uint32_t size) {
  if (recovery_ != no_slot) {
    Recovery& own = recovery(pool);
    const std::uint64_t end = (next_ + size) / PagePool::page_size;
    for (std::uint64_t page = next_ / PagePool::page_size; page < end; ++page) {
      Slot& slot = own.pages[page % pages_in_window];
      if (slot != no_slot) pool.give_back(slot);
      slot = no_slot;
    }
  }
  next_ += size;
  ahead_ -= std::min(ahead_, size);
}

void TcpStream::deliver(Bytes bytes, StretchSink& sink) {
  if (!wants_more_ || bytes.empty()) return;
  wants_more_ = sink.take({.bytes = bytes, .offset = next_, .missing_before = next_ - told_});
  told_ = next_ + bytes.size();
}

void TcpStream::want_no_more(PagePool& pool) {
  wants_more_ = false;
  drop_pages(pool);
}

Brought TcpStream::add(PagePool& pool, const SegmentBytes& segment, StretchSink& sink) {
  if (!has_begun_) begin_at(segment.sequence);
  if (segment.length == 0) return Brought::nothing_new;
  const std::uint32_t distance = segment.sequence - next_sequence();
  const std::uint32_t behind = 0 - distance;
  if (distance == 0 && recovery_ == no_slot) {
    deliver(segment.captured, sink);
    missing_ += segment.length - segment.captured.size();
    next_ += segment.length;
    return Brought::next_bytes;
  }
  if (distance <= largest_sequence_step) return add_ahead(pool, segment, sink);
  if (behind > largest_sequence_step) return Brought::outside;
  retransmitted_ += std::min(behind, segment.length);
  if (behind >= segment.length) return Brought::nothing_new;
  return add(pool, without_first(segment, behind), sink);
}

// Takes a segment that begins at next_ or after it, if it isn't simply the next one.
Brought TcpStream::add_ahead(PagePool& pool, const SegmentBytes& segment, StretchSink& sink) {
  // Room may cost the bytes before the segment, which may be the next one then.
  if (!make_room(pool, segment, sink)) return add(pool, segment, sink);
  const std::uint32_t begin = segment.sequence - next_sequence();
  const std::uint32_t end = begin + segment.length;
  if (begin < ahead_) {
    const std::uint32_t known_end = std::min(end, ahead_);
    retransmitted_ += known_end - begin - bytes_in_holes(recovery(pool), begin, known_end);
  }
  const bool has_filled = fill_holes(pool, segment);
  const bool is_new = end > ahead_;
  if (is_new) append(pool, segment);
  if (has_filled) ++out_of_order_;
  deliver_buffered(pool, sink);
  settle(pool, sink);
  return has_filled ? Brought::out_of_order : is_new ? Brought::after_hole : Brought::nothing_new;
}

// Makes sure that the segment has a place. Returns false if next_ moved, or if there is no memory for holes.
bool TcpStream::make_room(PagePool& pool, const SegmentBytes& segment, StretchSink& sink) {
  constexpr std::uint32_t most_new_holes = 3;
  const std::uint32_t distance = segment.sequence - next_sequence();
  const bool is_too_far = distance + segment.length > window;
  if (is_too_far && recovery_ == no_slot) {
    missing_ += distance;
    next_ += distance;
    return false;
  }
  if (is_too_far) {
    give_up_first_hole(pool, window, sink);
    return false;
  }
  if (!ensure_recovery(pool)) {
    missing_ += distance;
    next_ += distance;
    return false;
  }
  if (recovery(pool).hole_count + most_new_holes > most_holes) {
    give_up_first_hole(pool, window, sink);
    return false;
  }
  if (wants_more_ && !reserve_pages(pool, distance, segment.captured.size())) {
    // What waits is given on, which returns all pages.
    missing_ += ahead_ == 0 ? distance : 0;
    next_ += ahead_ == 0 ? distance : 0;
    give_up_holes(pool, sink);
    return false;
  }
  return true;
}

// Makes sure that there are pages for `size` bytes.
bool TcpStream::reserve_pages(PagePool& pool, std::uint32_t distance, std::size_t size) {
  Recovery& own = recovery(pool);
  const std::uint64_t begin = (next_ + distance) / PagePool::page_size;
  const std::uint64_t end = (next_ + distance + size + PagePool::page_size - 1) / PagePool::page_size;
  for (std::uint64_t page = begin; page < end; ++page) {
    Slot& slot = own.pages[page % pages_in_window];
    if (slot == no_slot) slot = pool.take();
    if (slot == no_slot) return false;
  }
  return true;
}

// Returns how many of the bytes at these distances from next_ haven't come.
std::uint32_t TcpStream::bytes_in_holes(const Recovery& own, std::uint32_t begin, std::uint32_t end) const {
  const Hole* const last = own.holes.data() + own.hole_count;
  const Hole* hole =
      std::partition_point(own.holes.data(), last, [&](const Hole& each) { return ahead_of(each.end) <= begin; });
  std::uint32_t sum = 0;
  for (; hole != last && ahead_of(hole->begin) < end; ++hole) {
    sum += std::min(ahead_of(hole->end), end) - std::max(ahead_of(hole->begin), begin);
  }
  return sum;
}

// Puts the segment's bytes into the holes that they belong to. Returns whether there were some.
bool TcpStream::fill_holes(PagePool& pool, const SegmentBytes& segment) {
  Recovery& own = recovery(pool);
  const std::uint32_t begin = segment.sequence - next_sequence();
  const std::uint32_t end = begin + static_cast<std::uint32_t>(segment.captured.size());
  Hole* const last = own.holes.data() + own.hole_count;
  Hole* const first =
      std::partition_point(own.holes.data(), last, [&](const Hole& each) { return ahead_of(each.end) <= begin; });
  Hole* after = first;
  for (; after != last && ahead_of(after->begin) < end; ++after) {
    store(pool, segment, std::max(ahead_of(after->begin), begin), std::min(ahead_of(after->end), end));
  }
  if (first == after || begin == end) return false;
  // What is left of the first and of the last of them.
  std::array<Hole, 2> left{};
  std::uint32_t count = 0;
  const auto place = static_cast<std::uint32_t>(next_);
  if (ahead_of(first->begin) < begin) left[count++] = {first->begin, place + begin};
  if (ahead_of((after - 1)->end) > end) left[count++] = {place + end, (after - 1)->end};
  std::memmove(first + count, after, static_cast<std::size_t>(last - after) * sizeof(Hole));
  std::copy_n(left.begin(), count, first);
  own.hole_count += count - static_cast<std::uint32_t>(after - first);
  return true;
}

// Copies the part of the segment that belongs to these distances from next_. There are pages for it.
void TcpStream::store(PagePool& pool, const SegmentBytes& segment, std::uint32_t begin, std::uint32_t end) {
  if (!wants_more_) return;
  const Recovery& own = recovery(pool);
  const std::uint8_t* from = segment.captured.data() + (begin - (segment.sequence - next_sequence()));
  for (std::uint64_t at = next_ + begin; at < next_ + end;) {
    const std::size_t in_page = at % PagePool::page_size;
    const std::size_t size = std::min<std::size_t>(PagePool::page_size - in_page, next_ + end - at);
    std::memcpy(pool[own.pages[at / PagePool::page_size % pages_in_window]] + in_page, from, size);
    from += size;
    at += size;
  }
}

// Takes the part of the segment that is after all bytes that came. What is between them is a hole.
void TcpStream::append(PagePool& pool, const SegmentBytes& segment) {
  Recovery& own = recovery(pool);
  const std::uint32_t begin = segment.sequence - next_sequence();
  const std::uint32_t end = begin + segment.length;
  const std::uint32_t captured_end = begin + static_cast<std::uint32_t>(segment.captured.size());
  const auto place = static_cast<std::uint32_t>(next_);
  if (begin > ahead_) own.holes[own.hole_count++] = {place + ahead_, place + begin};
  const std::uint32_t new_begin = std::max(begin, ahead_);
  if (new_begin < captured_end) store(pool, segment, new_begin, captured_end);
  if (captured_end < end) own.holes[own.hole_count++] = {place + std::max(new_begin, captured_end), place + end};
  ahead_ = end;
}

// Gives on what is before the first hole.
void TcpStream::deliver_buffered(PagePool& pool, StretchSink& sink) {
  const std::uint64_t end = next_ + (recovery(pool).hole_count > 0 ? ahead_of(recovery(pool).holes[0].begin) : ahead_);
  while (next_ < end) {
    const std::size_t in_page = next_ % PagePool::page_size;
    const std::size_t size = std::min<std::size_t>(PagePool::page_size - in_page, end - next_);
    const Slot page = recovery(pool).pages[next_ / PagePool::page_size % pages_in_window];
    if (page != no_slot) deliver({pool[page] + in_page, size}, sink);
    advance(pool, static_cast<std::uint32_t>(size));
  }
  if (!wants_more_) drop_pages(pool);
  if (recovery(pool).hole_count == 0) end_recovery(pool);
}

// The first hole, as far as it isn't farther from next_ than `up_to`, will never be filled.
void TcpStream::give_up_first_hole(PagePool& pool, std::uint32_t up_to, StretchSink& sink) {
  Recovery& own = recovery(pool);
  assert(own.hole_count > 0 && ahead_of(own.holes[0].begin) == 0);
  const std::uint32_t whole = ahead_of(own.holes[0].end);
  const std::uint32_t size = std::min(whole, up_to);
  missing_ += size;
  advance(pool, size);
  own.holes[0].begin += size;
  if (size < whole) return;
  std::memmove(&own.holes[0], &own.holes[1], --own.hole_count * sizeof(Hole));
  deliver_buffered(pool, sink);
}

void TcpStream::give_up_holes(PagePool& pool, StretchSink& sink) {
  while (recovery_ != no_slot && recovery(pool).hole_count > 0) give_up_first_hole(pool, window, sink);
  end_recovery(pool);
}

// What the peer has will not come any more.
void TcpStream::settle(PagePool& pool, StretchSink& sink) {
  while (recovery_ != no_slot && has_acknowledged_) {
    const std::uint32_t acknowledged = acknowledged_ - next_sequence();
    if (acknowledged == 0 || acknowledged > largest_sequence_step) return;
    give_up_first_hole(pool, acknowledged, sink);
  }
}

void TcpStream::acknowledge(PagePool& pool, std::uint32_t sequence, StretchSink& sink) {
  if (!has_acknowledged_ || sequence - acknowledged_ <= largest_sequence_step) acknowledged_ = sequence;
  has_acknowledged_ = true;
  if (has_begun_) settle(pool, sink);
}

void TcpStream::finish(PagePool& pool, StretchSink& sink) { give_up_holes(pool, sink); }

}  // namespace netdumplings::connection
