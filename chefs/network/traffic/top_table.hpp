// Sums things up by keys that come off the network, and finds the greatest.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace netdumplings::chefs::network {

/// A table of at most `most` entries. When it is full, the half with the least weight is forgotten, so that what is
/// heavy stays, however many keys a sender makes up. A Value has weight(); keys have <. The same entries come out in
/// the same order in every run: equally heavy ones are ordered by their keys.
template <typename Key, typename Value, typename Hash = std::hash<Key>>
class TopTable {
 public:
  /// Keys and values in the table.
  using Entry = std::pair<const Key, Value>;

  /// `most` must be at least 2.
  explicit TopTable(std::size_t most) : most_(most) {}

  /// Returns the value at `key`; a new one if there is none. The reference is valid until the next call.
  Value& at(const Key& key) {
    const auto found = entries_.find(key);
    if (found != entries_.end()) return found->second;
    if (entries_.size() >= most_) forget_lighter_half();
    return entries_[key];
  }

  /// Returns the heaviest entries, at most `count`, the heaviest first. They are valid until the next call of at() or
  /// clear().
  std::vector<const Entry*> top(std::size_t count) const {
    std::vector<const Entry*> all = pointers();
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
    std::partial_sort(all.begin(), end, all.end(), is_before);
    all.erase(end, all.end());
    return all;
  }

  void clear() { entries_.clear(); }

 private:
  static bool is_before(const Entry* one, const Entry* other) {
    const std::uint64_t weight = one->second.weight();
    const std::uint64_t other_weight = other->second.weight();
    return weight != other_weight ? weight > other_weight : one->first < other->first;
  }
  std::vector<const Entry*> pointers() const {
    std::vector<const Entry*> all;
    all.reserve(entries_.size());
    for (const Entry& entry : entries_) all.push_back(&entry);
    return all;
  }
  void forget_lighter_half() {
    std::vector<const Entry*> all = pointers();
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end(), is_before);
    std::for_each(middle, all.end(), [this](const Entry* entry) { entries_.erase(entries_.find(entry->first)); });
  }

  std::size_t most_;
  std::unordered_map<Key, Value, Hash> entries_;
};

}  // namespace netdumplings::chefs::network
