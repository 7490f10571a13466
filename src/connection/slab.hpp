// Slots: items in fixed places that have numbers, lists of them in an order, and an index of them by a hash. Links are
// numbers of slots, which take half of a pointer.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace netdumplings::connection {

/// The number of a slot.
using Slot = std::uint32_t;
inline constexpr Slot no_slot = 0xffffffff;

/// Owns the items. It allocates a chunk of slots at a time and keeps it, so that an item that takes the slot of an
/// earlier one allocates nothing. An item never moves.
template <typename Item, std::size_t ChunkSize = 256>
class Slab {
 public:
  /// Puts a new item into a free slot, and returns the slot. Throws std::bad_alloc, and then has changed nothing.
  Slot take() {
    const Slot slot = take_as_it_is();
    (*this)[slot] = Item{};
    return slot;
  }
  /// The same, but the item is what the slot's last one was, or any if it is of a kind without a constructor.
  Slot take_as_it_is() {
    if (free_.empty()) add_chunk();
    const Slot slot = free_.back();
    free_.pop_back();
    ++size_;
    return slot;
  }
  /// Frees the slot. Its item stays as it is until the slot is taken again.
  void give_back(Slot slot) {
    free_.push_back(slot);  // there is room: see add_chunk
    --size_;
  }
  Item& operator[](Slot slot) { return chunks_[slot / ChunkSize][slot % ChunkSize]; }
  const Item& operator[](Slot slot) const { return chunks_[slot / ChunkSize][slot % ChunkSize]; }
  /// Returns how many slots are taken.
  std::size_t size() const { return size_; }

 private:
  void add_chunk() {
    free_.reserve((chunks_.size() + 1) * ChunkSize);
    auto chunk = std::make_unique_for_overwrite<Item[]>(ChunkSize);  // pages needn't be zeroed
    const auto first = static_cast<Slot>(chunks_.size() * ChunkSize);
    chunks_.push_back(std::move(chunk));
    for (std::size_t i = ChunkSize; i > 0; --i) free_.push_back(first + static_cast<Slot>(i - 1));
  }

  std::vector<std::unique_ptr<Item[]>> chunks_;
  std::vector<Slot> free_;
  std::size_t size_ = 0;
};

/// What an item needs to be in a SlotList.
struct Links {
  Slot before = no_slot;
  Slot after = no_slot;
};

/// An order of items of a slab. It owns nothing. `Member` says which links of the item are this list's.
template <typename Item, Links Item::*Member>
class SlotList {
 public:
  Slot front() const { return front_; }
  Slot back() const { return back_; }

  template <typename Items>
  void push_back(Items& items, Slot slot) {
    items[slot].*Member = {back_, no_slot};
    (back_ == no_slot ? front_ : (items[back_].*Member).after) = slot;
    back_ = slot;
  }
  /// Takes an item that is in this list out of it.
  template <typename Items>
  void remove(Items& items, Slot slot) {
    const Links links = items[slot].*Member;
    (links.before == no_slot ? front_ : (items[links.before].*Member).after) = links.after;
    (links.after == no_slot ? back_ : (items[links.after].*Member).before) = links.before;
  }

 private:
  Slot front_ = no_slot;
  Slot back_ = no_slot;
};

/// Finds items by their hash. An item has a `next_in_index`, which is the index's. The index has a fixed size; the hash
/// must have a random key, so that nobody can make up items that share it.
template <typename Item>
class SlotIndex {
 public:
  /// Makes an index for up to `most` items. Throws std::bad_alloc.
  explicit SlotIndex(std::size_t most) : heads_(std::bit_ceil(most < 1 ? std::size_t{1} : most), no_slot) {}

  /// Returns the slot of the item with this hash of which `is_it` says that it is the one, or no_slot.
  template <typename Items, typename IsIt>
  Slot find(const Items& items, std::uint32_t hash, IsIt is_it) const {
    Slot slot = heads_[hash & (heads_.size() - 1)];
    while (slot != no_slot && !is_it(items[slot])) slot = items[slot].next_in_index;
    return slot;
  }
  template <typename Items>
  void add(Items& items, Slot slot, std::uint32_t hash) {
    Slot& head = heads_[hash & (heads_.size() - 1)];
    items[slot].next_in_index = head;
    head = slot;
  }
  /// Takes an item that is in the index out of it.
  template <typename Items>
  void remove(Items& items, Slot slot, std::uint32_t hash) {
    Slot* link = &heads_[hash & (heads_.size() - 1)];
    while (*link != slot) link = &items[*link].next_in_index;
    *link = items[slot].next_in_index;
  }

  /// Returns how many bytes the index takes for each of the items that it is for, at most.
  static constexpr std::size_t bytes_per_item = 2 * sizeof(Slot);

 private:
  std::vector<Slot> heads_;
};

}  // namespace netdumplings::connection
