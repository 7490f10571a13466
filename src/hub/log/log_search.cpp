#include "hub/log/log_search.hpp"

#include <algorithm>

namespace netdumplings::hub {
namespace {

using Position = DumplingLog::Position;

// Returns the last chunk for which `before` is true, or the oldest chunk if there is none. `before` must be true for
// all chunks up to some chunk and false for all after it. A chunk that is used again meanwhile counts as true.
template <class Before>
std::uint64_t last_chunk(const DumplingLog& log, Before before) {
  std::uint64_t low = log.oldest_chunk();
  std::uint64_t high = log.newest_chunk();
  while (low < high) {
    const std::uint64_t middle = low + (high - low + 1) / 2;
    const auto pin = log.pin(middle);
    if (!pin || before(pin)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

}  // namespace

LogPlace find_position(const DumplingLog& log, Position position) {
  while (true) {
    const std::uint64_t chunk = last_chunk(log, [&](const ChunkPin& c) { return c->first() <= position; });
    const auto pin = log.pin(chunk);
    if (!pin) continue;  // used again meanwhile
    const Position into = position <= pin->first() ? 0 : position - pin->first();
    return {chunk, static_cast<std::uint32_t>(std::min<Position>(into, pin->count()))};
  }
}

Position oldest_position(const DumplingLog& log) {
  auto oldest = log.pin(log.oldest_chunk());
  while (!oldest) oldest = log.pin(log.oldest_chunk());
  return oldest->first();
}

Position find_arrival(const DumplingLog& log, std::int64_t arrival_ms) {
  while (true) {
    const std::uint64_t chunk =
        last_chunk(log, [&](const ChunkPin& c) { return c->count() > 0 && c->entry(0).arrival_ms < arrival_ms; });
    const auto pin = log.pin(chunk);
    if (!pin) continue;
    std::uint32_t low = 0;
    std::uint32_t high = pin->count();
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (pin->entry(middle).arrival_ms < arrival_ms) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return pin->first() + low;
  }
}

std::optional<Stretch> stretch_from(const DumplingLog& log, Position position) {
  constexpr std::int64_t second = 1000;
  const LogPlace place = find_position(log, position);
  std::int64_t arrival_ms = 0;
  {
    const auto pin = log.pin(place.chunk);
    if (!pin || pin->first() + place.entry != position || place.entry >= pin->count()) return std::nullopt;
    arrival_ms = pin->entry(place.entry).arrival_ms;
  }
  return Stretch{arrival_ms, find_arrival(log, arrival_ms + second)};
}

LastEntries find_last(const DumplingLog& log, std::uint64_t count) {
  LastEntries found{log.head(), 0};
  for (std::uint64_t chunk = log.newest_chunk(); found.count < count; --chunk) {
    const auto pin = log.pin(chunk);
    if (!pin) break;  // older than the oldest, or used again meanwhile
    const auto some = static_cast<std::uint32_t>(std::min<std::uint64_t>(count - found.count, pin->count()));
    found = {pin->first() + pin->count() - some, found.count + some};
    if (chunk == 0) break;
  }
  return found;
}

LastSearch::LastSearch(const DumplingLog& log, std::uint64_t count)
    : log_(log), wanted_(count), missing_(count), chunk_(log.newest_chunk()), found_(log.head()) {}

bool LastSearch::step(const FramePicker& picker) {
  if (missing_ == 0) return true;
  const auto pin = log_.pin(chunk_);
  if (!pin) return true;  // older than the oldest, or used again meanwhile
  std::uint32_t i = pin->count();
  while (i > 0 && missing_ > 0) {
    if (picker.takes(*pin, --i)) --missing_;
  }
  found_ = pin->first() + i;
  return missing_ == 0 || chunk_-- == 0;
}

}  // namespace netdumplings::hub
