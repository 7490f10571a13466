#include "hub/log_cursor.hpp"

namespace netdumplings::hub {

// Where the newest chunk ends at one moment: its own numbering tells the position.
LogCursor::LogCursor(const DumplingLog& log) : log_(log) {
  auto newest = log_.pin(chunk_ = log_.newest_chunk());
  while (!newest) newest = log_.pin(chunk_ = log_.newest_chunk());
  entry_ = newest->count();
  position_ = newest->first() + entry_;
}

std::string_view LogCursor::next() {
  while (true) {
    const std::uint64_t newest = log_.newest_chunk();
    pin_ = log_.pin(chunk_);
    if (!pin_) {
      skip_to_oldest();
      continue;
    }
    const std::uint32_t count = pin_->count();
    if (entry_ < count) return pin_->bytes(pin_->begin_of(entry_), pin_->end_of(count - 1));
    if (chunk_ == newest) break;
    ++chunk_;
    entry_ = 0;
  }
  pin_ = {};
  return {};
}

void LogCursor::skip_to_oldest() {
  chunk_ = log_.oldest_chunk();
  const auto oldest = log_.pin(chunk_);
  if (!oldest) return;  // overtaken again: the caller tries again
  skipped_ += oldest->first() - position_;
  position_ = oldest->first();
  entry_ = 0;
}

std::uint64_t LogCursor::taken(std::size_t bytes, std::string& rest) {
  const auto pin = std::move(pin_);
  if (!pin || bytes == 0) return 0;
  const std::size_t end = pin->begin_of(entry_) + bytes;
  const std::uint32_t last = pin->entry_at(end - 1);
  const bool cut = pin->end_of(last) > end;
  if (cut) rest = pin->bytes(end, pin->end_of(last));
  const std::uint64_t touched = last + 1 - entry_;
  entry_ = last + 1;
  position_ += touched;
  return touched - (cut ? 1 : 0);
}

}  // namespace netdumplings::hub
