// Memory of a bounded size, in pages.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "connection/slab.hpp"

namespace netdumplings::connection {

/// Lends pages, up to a limit. Pages that come back are kept and lent again. Belongs to one thread.
class PagePool {
 public:
  static constexpr std::size_t page_size = 4096;

  /// `limit` is in bytes; less than a page is none.
  explicit PagePool(std::size_t limit) : most_pages_(limit / page_size) {}

  /// Returns the number of a page whose bytes have any values, or no_slot if the limit is reached.
  Slot take() { return pages_.size() < most_pages_ ? pages_.take_as_it_is() : no_slot; }
  void give_back(Slot page) { pages_.give_back(page); }
  std::uint8_t* operator[](Slot page) { return pages_[page].bytes.data(); }
  const std::uint8_t* operator[](Slot page) const { return pages_[page].bytes.data(); }

  std::size_t used_bytes() const { return pages_.size() * page_size; }
  std::size_t limit() const { return most_pages_ * page_size; }

 private:
  struct alignas(8) Page {
    std::array<std::uint8_t, page_size> bytes;
  };
  std::size_t most_pages_;
  Slab<Page, 64> pages_;
};

}  // namespace netdumplings::connection
