// RecentMap bounds what a chef remembers. Its keys come off the network, where a sender can make up any number of them.
#pragma once

#include <netdumplings/random_hash.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace netdumplings {
inline namespace v1 {

/// A map that keeps its entries in the order in which they were added. When their costs add up to more than `max_cost`,
/// it removes the half of them that wasn't touched for the longest time. Keys are std::string, integers, addresses,
/// flows, or anything else with a std::hash and ==. Not for several threads.
///
///   RecentMap<IpAddress, std::uint64_t> sent{10'000};
///   sent.touch(ip->source()) += packet.wire_length();
template <typename Key, typename Value>
class RecentMap {
  static constexpr bool has_text_keys = std::is_same_v<Key, std::string>;

 public:
  struct Entry {
    Key key;
    Value value{};
    std::size_t cost = 0;
    std::uint64_t touched = 0;
  };
  /// Keys are looked up as this: a std::string as std::string_view.
  using LookUp = std::conditional_t<has_text_keys, std::string_view, Key>;

  /// `max_cost` has the unit of the costs that add() is given, such as bytes. By default each entry costs 1.
  explicit RecentMap(std::size_t max_cost) : max_cost_(max_cost) {}
  RecentMap(RecentMap&&) noexcept = default;
  RecentMap& operator=(RecentMap&&) noexcept = default;

  /// Returns the value at `key`. If there is none yet, adds one, at this cost. The reference is valid until the next
  /// call.
  Value& touch(const LookUp& key, std::size_t cost = 1) { return touch_or_add(key, cost).first; }

  /// Does the same, and says whether this call added it.
  std::pair<Value&, bool> touch_or_add(const LookUp& key, std::size_t cost = 1) {
    auto found = index_.find(key);
    const bool is_new = found == index_.end();
    if (is_new) {
      entries_.push_back({Key(key), {}, cost, clock_});
      found = index_.emplace(entries_.back().key, std::prev(entries_.end())).first;
      cost_ += cost;
    }
    found->second->touched = ++clock_;
    Value& value = found->second->value;
    if (cost_ > max_cost_) forget_half();
    return {value, is_new};
  }

  /// Returns the value at `key`, or null if there is none. That isn't a touch. The pointer is valid until the next one.
  Value* find(const LookUp& key) {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &found->second->value;
  }

  /// Returns all entries, in the order in which they were added. Valid until the next touch.
  const std::list<Entry>& entries() const { return entries_; }
  std::size_t size() const { return entries_.size(); }
  /// Forgets all entries.
  void clear() {
    index_.clear();
    entries_.clear();
    cost_ = 0;
  }

 private:
  using Hash = std::conditional_t<has_text_keys || std::is_integral_v<Key>, RandomHash, std::hash<Key>>;

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
  std::unordered_map<LookUp, typename std::list<Entry>::iterator, Hash> index_;  // keys of texts point into entries_
};

}  // namespace v1
}  // namespace netdumplings
