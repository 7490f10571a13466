// Slots: their items, lists, index, and pages.
#include "connection/slab.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <random>

#include "connection/page_pool.hpp"

namespace netdumplings::connection {
namespace {

struct Item {
  int value = 7;
  Slot next_in_index = no_slot;
  Links links;
};

TEST(Slab, TakesFreedSlotsAgainAndItsItemsStay) {
  Slab<Item, 4> slab;
  std::vector<Slot> slots;
  for (int i = 0; i < 10; ++i) slots.push_back(slab.take());
  Item* const third = &slab[slots[2]];
  third->value = 3;
  for (int i = 0; i < 100; ++i) slab.take();
  EXPECT_EQ(third, &slab[slots[2]]);
  EXPECT_EQ(slab.size(), 110u);
  slab.give_back(slots[2]);
  const Slot again = slab.take();
  EXPECT_EQ(again, slots[2]);
  EXPECT_EQ(slab[again].value, 7) << "it is new";
}

TEST(SlotList, KeepsAnOrderLikeAList) {
  Slab<Item> slab;
  SlotList<Item, &Item::links> list;
  std::list<Slot> plain;
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same numbers in each run
  for (int i = 0; i < 1000; ++i) {
    if (plain.empty() || random() % 2 == 0) {
      plain.push_back(slab.take());
      list.push_back(slab, plain.back());
    } else {
      const auto at = std::next(plain.begin(), static_cast<std::ptrdiff_t>(random() % plain.size()));
      list.remove(slab, *at);
      slab.give_back(*at);
      plain.erase(at);
    }
    std::vector<Slot> forwards;
    for (Slot slot = list.front(); slot != no_slot; slot = slab[slot].links.after) forwards.push_back(slot);
    ASSERT_TRUE(std::equal(forwards.begin(), forwards.end(), plain.begin(), plain.end()));
    ASSERT_EQ(list.back(), plain.empty() ? no_slot : plain.back());
  }
}

TEST(SlotIndex, FindsItemsThatShareAHash) {
  Slab<Item> slab;
  SlotIndex<Item> index(4);
  std::vector<Slot> slots;
  for (int i = 0; i < 20; ++i) {
    slots.push_back(slab.take());
    slab[slots.back()].value = i;
    index.add(slab, slots.back(), static_cast<std::uint32_t>(i % 2));
  }
  const auto find = [&](int value) {
    return index.find(slab, static_cast<std::uint32_t>(value % 2),
                      [&](const Item& item) { return item.value == value; });
  };
  for (int i = 0; i < 20; ++i) EXPECT_EQ(find(i), slots[i]);
  for (int i = 0; i < 20; i += 3) index.remove(slab, slots[i], static_cast<std::uint32_t>(i % 2));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(find(i), i % 3 == 0 ? no_slot : slots[i]);
}

TEST(PagePool, LendsNoMoreThanItsLimit) {
  PagePool pool(3 * PagePool::page_size + 5);
  const Slot first = pool.take();
  pool.take();
  pool.take();
  EXPECT_EQ(pool.take(), no_slot);
  EXPECT_EQ(pool.used_bytes(), 3 * PagePool::page_size);
  pool.give_back(first);
  EXPECT_EQ(pool.take(), first);
}

}  // namespace
}  // namespace netdumplings::connection
