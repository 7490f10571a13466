// RecentMap bounds what a chef remembers. Its keys come off the network, where a sender can make up any number of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace netdumplings::chefs {

/// A map that keeps its keys in the order in which they were added. When the costs of its entries add up to more than
/// `max_cost`, it removes the half of them that wasn't touched for the longest time.
template <typename Value>
class RecentMap {
 public:
  struct Entry {
    std::string key;
    Value value{};
    std::size_t cost = 0;
    std::uint64_t touched = 0;
  };

  /// `max_cost` has the unit of the costs that touch() is given, such as bytes or entries.
  explicit RecentMap(std::size_t max_cost) : max_cost_(max_cost) {}

  /// Returns the value at `key`, and whether this call added it, at this cost. The reference is valid until the next
  /// call.
  std::pair<Value&, bool> touch(std::string_view key, std::size_t cost) {
    auto found = index_.find(key);
    const bool is_new = found == index_.end();
    if (is_new) {
      entries_.push_back({std::string(key), {}, cost, clock_});
      found = index_.emplace(entries_.back().key, std::prev(entries_.end())).first;
      cost_ += cost;
    }
    found->second->touched = ++clock_;
    Value& value = found->second->value;
    if (cost_ > max_cost_) forget_half();
    return {value, is_new};
  }

  /// Returns all entries, in the order in which they were added. Valid until the next touch().
  const std::list<Entry>& entries() const { return entries_; }

 private:
  // Never removes the entry that was touched last.
  void forget_half() {
    std::vector<std::uint64_t> touched;
    for (const Entry& entry : entries_) touched.push_back(entry.touched);
    const auto middle = touched.begin() + static_cast<std::ptrdiff_t>(touched.size() / 2);
    std::nth_element(touched.begin(), middle, touched.end());
    for (auto entry = entries_.begin(); entry != entries_.end();) {
      if (entry->touched >= *middle) {
        ++entry;
        continue;
      }
      cost_ -= entry->cost;
      index_.erase(entry->key);
      entry = entries_.erase(entry);
    }
  }

  std::size_t max_cost_;
  std::size_t cost_ = 0;
  std::uint64_t clock_ = 0;
  std::list<Entry> entries_;
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> index_;  // its keys point into entries_
};

}  // namespace netdumplings::chefs
