#include "connection/fragments.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace netdumplings::connection {
namespace {

constexpr int link_type_ipv4 = 228;
constexpr int link_type_ipv6 = 229;

template <typename Number>
std::uint8_t* put(std::uint8_t* at, Number number) {
  std::memcpy(at, &number, sizeof number);
  return at + sizeof number;
}

void put_be16(std::uint8_t* at, std::size_t number) {
  at[0] = static_cast<std::uint8_t>(number >> 8);
  at[1] = static_cast<std::uint8_t>(number);
}

constexpr std::size_t units_of(std::size_t bytes) { return (bytes + 7) / 8; }

// Calls `work(begin, size)` for the parts of [begin, end) that lie in one page each.
template <typename Work>
void for_each_part(std::size_t begin, std::size_t end, Work work) {
  while (begin < end) {
    const std::size_t size = std::min(end - begin, PagePool::page_size - begin % PagePool::page_size);
    work(begin, size);
    begin += size;
  }
}

}  // namespace

Fragments::Fragments(const FragmentLimits& limits)
    : limits_(limits), pages_(limits.memory), index_(std::max<std::size_t>(limits.datagrams, 1)) {}

Fragments::Key Fragments::key_of(const Innermost& found, std::uint32_t interface_index) {
  Key key{};
  const bool is_ipv6 = found.ends.source.is_ipv6();
  std::uint8_t* at = put(key.data(), interface_index);
  at = put(at, found.network.id);
  at = put(at, found.fragment->id);
  at = put(at, found.network.kind);
  at = put(at, is_ipv6);
  at = put(at, is_ipv6 ? std::uint8_t{0} : found.fragment->protocol);
  at = std::copy_n(found.ends.source.bytes().begin(), found.ends.source.bytes().size(), at);
  std::copy_n(found.ends.destination.bytes().begin(), found.ends.destination.bytes().size(), at);
  return key;
}

bool Fragments::is_possible(const Innermost& found) {
  const Fragment& fragment = *found.fragment;
  const bool is_ipv6 = found.ends.source.is_ipv6();
  const std::size_t end = std::size_t{fragment.offset} + fragment.length;
  if (fragment.length == 0 || (fragment.more && fragment.length % unit != 0)) return false;
  // The header counts in IPv4's longest datagram, and IPv6's fixed header doesn't.
  const std::size_t counted_head = fragment.header.size() - (is_ipv6 ? 40 : 0);
  if (end + counted_head > longest || fragment.header.size() > longest_datagram_head) return false;
  return is_ipv6 || fragment.header.size() == std::max(fragment.header[0] % 16u * 4, 20u);
}

std::optional<Datagram> Fragments::add(const Innermost& found, std::uint32_t interface_index, std::int64_t now_ns) {
  expire(now_ns);
  ++counts_.fragments;
  if (!is_possible(found)) {
    ++counts_.invalid;
    return std::nullopt;
  }
  const Slot slot = find_or_open(key_of(found, interface_index));
  Open& open = datagrams_[slot];
  ++open.packets;
  open.ip_bytes += found.ip_bytes;
  if (open.is_dropped) {
    ++counts_.after_overlap;
    return std::nullopt;
  }
  if (!merge(slot, found) || !is_complete(open)) return std::nullopt;
  return take(slot, found.ends.source.is_ipv6());
}

Slot Fragments::find_or_open(const Key& key) {
  const auto hash = static_cast<std::uint32_t>(
      sip_hash(hash_key_, std::string_view(reinterpret_cast<const char*>(key.data()), key.size())));
  const Slot found = index_.find(datagrams_, hash, [&](const Open& open) { return open.key == key; });
  if (found != no_slot) return found;
  while (datagrams_.size() > 0 &&
         (datagrams_.size() >= limits_.datagrams || used_bytes() + sizeof(Open) > limits_.memory)) {
    evict_oldest();
  }
  const Slot slot = datagrams_.take();
  Open& open = datagrams_[slot];
  open.key = key;
  open.hash = hash;
  open.began = clock_.reading();
  index_.add(datagrams_, slot, hash);
  by_age_.push_back(datagrams_, slot);
  ++counts_.opened;
  return slot;
}

// Returns whether the fragment is now in the datagram.
bool Fragments::merge(Slot slot, const Innermost& found) {
  const Fragment& fragment = *found.fragment;
  Open& open = datagrams_[slot];
  const bool is_ipv6 = found.ends.source.is_ipv6();
  const std::uint32_t end = fragment.offset + fragment.length;
  const std::size_t first = fragment.offset / unit;
  const std::size_t last = units_of(end);
  const std::size_t known = open.came.count(first, last);
  const bool contradicts = (open.has_end && (end > open.length || (!fragment.more && end != open.length))) ||
                           (!fragment.more && end < open.farthest);
  if (!contradicts && known == last - first && holds(open, fragment)) {
    ++counts_.duplicates;
    return false;
  }
  if (is_ipv6 && (contradicts || known != 0)) {
    drop_data(open);  // RFC 5722: overlaps were made up on purpose
    return false;
  }
  if (contradicts) {
    ++counts_.invalid;
    return false;
  }
  if (known != 0) ++counts_.overlaps;
  if (!reserve_pages(slot, fragment)) return false;
  copy(open, fragment);
  open.units += static_cast<std::uint32_t>(last - first - known);
  open.farthest = std::max(open.farthest, end);
  if (fragment.data.size() < fragment.length) {
    open.captured = std::min(open.captured, fragment.offset + static_cast<std::uint32_t>(fragment.data.size()));
  }
  if (!fragment.more) {
    open.has_end = true;
    open.length = end;
  }
  if (fragment.offset == 0 && !open.has_head) copy_head(open, found);
  return true;
}

// Returns false if the datagram itself had to go, as it is the oldest one and there is no memory.
bool Fragments::reserve_pages(Slot slot, const Fragment& fragment) {
  if (fragment.data.empty()) return true;
  const std::size_t last = (fragment.offset + fragment.data.size() - 1) / PagePool::page_size;
  for (std::size_t page = fragment.offset / PagePool::page_size; page <= last; ++page) {
    if (datagrams_[slot].pages[page] != no_slot) continue;
    while (used_bytes() + PagePool::page_size > limits_.memory) {
      const bool is_own = by_age_.front() == slot;
      evict_oldest();
      if (is_own) return false;
    }
    datagrams_[slot].pages[page] = pages_.take();
  }
  return true;
}

// Returns whether all bytes of the fragment came before, and were the same.
bool Fragments::holds(const Open& open, const Fragment& fragment) const {
  bool is_same = true;
  for_each_part(fragment.offset, fragment.offset + fragment.data.size(), [&](std::size_t at, std::size_t size) {
    const Slot page = open.pages[at / PagePool::page_size];
    is_same = is_same && page != no_slot &&
              std::memcmp(pages_[page] + at % PagePool::page_size, &fragment.data[at - fragment.offset], size) == 0;
  });
  return is_same;
}

void Fragments::copy(Open& open, const Fragment& fragment) {
  const std::size_t first = fragment.offset / unit;
  const std::size_t last = units_of(fragment.offset + fragment.length);
  const std::size_t captured_end = fragment.offset + fragment.data.size();
  open.came.for_each_gap(first, last, [&](std::size_t begin, std::size_t end) {
    for_each_part(begin * unit, std::min(end * unit, captured_end), [&](std::size_t at, std::size_t size) {
      std::memcpy(pages_[open.pages[at / PagePool::page_size]] + at % PagePool::page_size,
                  &fragment.data[at - fragment.offset], size);
    });
  });
  open.came.add(first, last);
}

void Fragments::copy_head(Open& open, const Innermost& found) {
  const Fragment& fragment = *found.fragment;
  open.has_head = true;
  open.head_size = static_cast<std::uint16_t>(fragment.header.size());
  open.next_header_at = static_cast<std::uint16_t>(fragment.next_header_at);
  open.protocol = fragment.protocol;
  std::copy(fragment.header.begin(), fragment.header.end(), open.head.begin());
}

bool Fragments::is_complete(const Open& open) const {
  return open.has_head && open.has_end && open.units == units_of(open.length);
}

// The datagram's head is that of its first fragment; it may be longer than those that were looked at before.
std::optional<Datagram> Fragments::take(Slot slot, bool is_ipv6) {
  const Open& open = datagrams_[slot];
  const std::size_t length = std::size_t{open.head_size} + open.length;
  const std::size_t captured = std::min(open.length, open.captured);
  if (length - (is_ipv6 ? 40 : 0) > longest) {
    ++counts_.invalid;
    ++counts_.evicted;
    close(slot);
    return std::nullopt;
  }
  whole_.assign(open.head.begin(), open.head.begin() + open.head_size);
  for_each_part(0, captured, [&](std::size_t at, std::size_t size) {
    const std::uint8_t* const from = pages_[open.pages[at / PagePool::page_size]];
    whole_.insert(whole_.end(), from, from + size);
  });
  if (is_ipv6) {
    put_be16(&whole_[4], length - 40);
    whole_[open.next_header_at] = open.protocol;
  } else {
    constexpr std::size_t dont_fragment = 0x40;
    put_be16(&whole_[2], length);
    put_be16(&whole_[6], (whole_[6] & dont_fragment) << 8);
  }
  const Datagram datagram{.bytes = whole_,
                          .wire_length = static_cast<std::uint32_t>(length),
                          .link_type = is_ipv6 ? link_type_ipv6 : link_type_ipv4,
                          .packets = open.packets,
                          .ip_bytes = open.ip_bytes};
  ++counts_.completed;
  close(slot);
  return datagram;
}

// Its slot stays until it times out, so that its further fragments are known.
void Fragments::drop_data(Open& open) {
  for (Slot& page : open.pages) {
    if (page != no_slot) pages_.give_back(page);
    page = no_slot;
  }
  open.is_dropped = true;
  ++dropped_;
  ++counts_.overlapping;
}

void Fragments::close(Slot slot) {
  Open& open = datagrams_[slot];
  for (const Slot page : open.pages) {
    if (page != no_slot) pages_.give_back(page);
  }
  if (open.is_dropped) --dropped_;
  index_.remove(datagrams_, slot, open.hash);
  by_age_.remove(datagrams_, slot);
  datagrams_.give_back(slot);
}

void Fragments::evict_oldest() {
  const Slot slot = by_age_.front();
  if (!datagrams_[slot].is_dropped) ++counts_.evicted;
  close(slot);
}

void Fragments::expire(std::int64_t now_ns) {
  clock_.advance(now_ns);
  for (Slot slot = by_age_.front(); slot != no_slot; slot = by_age_.front()) {
    if (!clock_.is_over(datagrams_[slot].began, limits_.timeout)) break;
    if (!datagrams_[slot].is_dropped) ++counts_.timed_out;
    close(slot);
  }
}

}  // namespace netdumplings::connection
