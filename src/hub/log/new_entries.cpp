#include "hub/log/new_entries.hpp"

namespace netdumplings::hub {

void NewEntries::restart() {
  auto newest = log_.pin(place_.chunk = log_.newest_chunk());
  while (!newest) newest = log_.pin(place_.chunk = log_.newest_chunk());
  place_.entry = newest->count();
  begin_ = end_ = newest->first() + place_.entry;
}

// If the writer has overtaken it, or if there is a hole in the numbering, nothing is known of what came meanwhile.
void NewEntries::look() {
  forget_origins();
  begin_ = end_;
  while (true) {
    const std::uint64_t newest = log_.newest_chunk();
    const auto pin = log_.pin(place_.chunk);
    if (!pin || pin->first() + place_.entry != end_) return restart();
    const std::uint32_t count = pin->count();
    end_ += count - place_.entry;
    for (; place_.entry < count; ++place_.entry) add(pin->entry(place_.entry).origin());
    if (place_.chunk == newest) return;
    place_ = {place_.chunk + 1, 0};
  }
}

void NewEntries::forget_origins() {
  if (!origins_.empty()) places_.fill(0);
  origins_.clear();
  too_many_ = false;
}

void NewEntries::add(const OriginHash& origin) {
  if (too_many_ || (!origins_.empty() && origins_.back() == origin)) return;
  std::size_t place = (origin.chef ^ origin.kitchen ^ origin.driver) % places_.size();
  while (places_[place] != 0) {
    if (origins_[places_[place] - 1] == origin) return;
    place = (place + 1) % places_.size();
  }
  too_many_ = origins_.size() == defaults::most_new_origins;
  if (too_many_) return;
  origins_.push_back(origin);
  places_[place] = static_cast<std::uint16_t>(origins_.size());
}

}  // namespace netdumplings::hub
