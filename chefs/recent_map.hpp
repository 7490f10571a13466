// What a chef remembers, bounded: names come off the network, and whoever sends can make up as many as they like.
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

/// A map that keeps the order in which keys came. When what its entries cost comes to more than `max_cost`, it forgets
/// the half that wasn't touched for longest.
template <typename Value>
class RecentMap {
 public:
  struct Entry {
    std::string key;
    Value value{};
    std::size_t cost = 0;
    std::uint64_t touched = 0;
  };

  explicit RecentMap(std::size_t max_cost) : max_cost_(max_cost) {}

  /// The value at `key` and whether it is new; it then costs `cost`. Valid until the next call.
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

  /// In the order in which the keys came first.
  const std::list<Entry>& entries() const { return entries_; }

 private:
  // The entry touched last is always in the half that stays.
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
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> index_;  // keys are the entries'
};

}  // namespace netdumplings::chefs
