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
  for (const Topics::Id topic : topics_) listed_[topic] = 0;
  topics_.clear();
  begin_ = end_;
  while (true) {
    const std::uint64_t newest = log_.newest_chunk();
    const auto pin = log_.pin(place_.chunk);
    if (!pin || pin->first() + place_.entry != end_) return restart();
    const std::uint32_t count = pin->count();
    end_ += count - place_.entry;
    for (; place_.entry < count; ++place_.entry) add(pin->entry(place_.entry).topic);
    if (place_.chunk == newest) return;
    place_ = {place_.chunk + 1, 0};
  }
}

void NewEntries::add(Topics::Id topic) {
  if (topic >= listed_.size()) listed_.resize(topic + 1);
  if (listed_[topic] != 0) return;
  listed_[topic] = 1;
  topics_.push_back(topic);
}

}  // namespace netdumplings::hub
