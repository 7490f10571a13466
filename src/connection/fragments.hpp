// Puts the fragments of IPv4 and IPv6 datagrams together (RFC 791, 815, 8200, 5722). No I/O. A fragment takes time in
// proportion to its own length, whatever came before.
#pragma once

#include <netdumplings/sip_hash.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "connection/elapsed_clock.hpp"
#include "connection/innermost.hpp"
#include "connection/limits.hpp"
#include "connection/page_pool.hpp"
#include "connection/slab.hpp"
#include "connection/unit_set.hpp"

namespace netdumplings::connection {

/// A datagram that was put together.
struct Datagram {
  Bytes bytes;  ///< from its IP header on, which has no sign of fragments any more; its checksum is old
  std::uint32_t wire_length = 0;  ///< its length; more than bytes.size() if the capture cut a fragment off
  int link_type = 0;              ///< to dissect `bytes`: LINKTYPE_IPV4 or LINKTYPE_IPV6
  std::uint32_t packets = 0;      ///< how many fragments it came in, duplicates included
  std::uint64_t ip_bytes = 0;     ///< the sum of their lengths on the wire, from their IP headers on
};

/// What became of fragments. `opened` datagrams = `completed` + `timed_out` + `evicted` + `overlapping` + open ones.
struct FragmentCounts {
  std::uint64_t fragments = 0;      ///< all that came
  std::uint64_t opened = 0;         ///< datagrams of which a fragment came
  std::uint64_t completed = 0;      ///< datagrams that were put together
  std::uint64_t timed_out = 0;      ///< datagrams of which a fragment was missing
  std::uint64_t evicted = 0;        ///< datagrams that were dropped for newer ones, as the memory was used up
  std::uint64_t overlapping = 0;    ///< IPv6 datagrams that were dropped, as fragments overlapped
  std::uint64_t duplicates = 0;     ///< fragments that brought nothing new, and nothing that differs
  std::uint64_t overlaps = 0;       ///< IPv4 fragments that overlapped with earlier ones, whose bytes were kept
  std::uint64_t invalid = 0;        ///< fragments that can't be: past the longest datagram, past the end, of odd length
  std::uint64_t after_overlap = 0;  ///< fragments of IPv6 datagrams that had been dropped
};

struct FragmentLimits {
  std::size_t memory = fragment_memory;
  std::size_t datagrams = most_datagrams;
  std::chrono::milliseconds timeout = fragment_timeout;
};

/// Belongs to one thread. When memory or slots are used up, the datagram whose first fragment is the oldest is dropped.
class Fragments {
 public:
  explicit Fragments(const FragmentLimits& limits = {});

  /// Takes a fragment: `found.fragment` must be set. `now_ns` is the kitchen's clock. Returns the datagram if this
  /// fragment completes it; its bytes are valid until the next call.
  /// Datagrams are kept apart by interface, network, addresses, identification, and in IPv4 protocol (not by VLAN).
  /// Throws std::bad_alloc; then the fragment is lost.
  std::optional<Datagram> add(const Innermost& found, std::uint32_t interface_index, std::int64_t now_ns);

  /// Drops datagrams that have timed out. add() does so, too.
  void expire(std::int64_t now_ns);

  const FragmentCounts& counts() const { return counts_; }
  /// Returns how many datagrams aren't whole yet.
  std::size_t open() const { return datagrams_.size() - dropped_; }
  /// Returns how much memory they take, in bytes; at most the limit.
  std::size_t used_bytes() const { return datagrams_.size() * sizeof(Open) + pages_.used_bytes(); }

 private:
  static constexpr std::size_t longest = 65535;
  static constexpr std::size_t unit = 8;  // offsets count these
  static constexpr std::size_t most_units = (longest + unit - 1) / unit;
  static constexpr std::size_t most_pages = (longest + PagePool::page_size - 1) / PagePool::page_size;
  using Key = std::array<std::uint8_t, 48>;

  // A datagram that isn't whole yet, or one that was dropped and whose further fragments are dropped, too.
  struct Open {
    Key key{};
    std::uint32_t hash = 0;
    Slot next_in_index = no_slot;
    Links by_age;
    std::uint32_t began = 0;  // a reading of the clock
    bool is_dropped = false;
    bool has_head = false;
    bool has_end = false;
    std::uint16_t head_size = 0;
    std::uint16_t next_header_at = 0;
    std::uint8_t protocol = 0;
    std::uint32_t length = 0;          // if has_end: the data's length
    std::uint32_t farthest = 0;        // where the data that came ends
    std::uint32_t captured = longest;  // from here on, a fragment was cut off
    std::uint32_t units = 0;           // how many came
    std::uint32_t packets = 0;
    std::uint64_t ip_bytes = 0;
    UnitSet<most_units> came;
    std::array<Slot, most_pages> pages;
    std::array<std::uint8_t, longest_datagram_head> head{};

    Open() { pages.fill(no_slot); }
  };

  static Key key_of(const Innermost& found, std::uint32_t interface_index);
  static bool is_possible(const Innermost& found);
  Slot find_or_open(const Key& key);
  bool merge(Slot slot, const Innermost& found);
  bool reserve_pages(Slot slot, const Fragment& fragment);
  bool holds(const Open& open, const Fragment& fragment) const;
  void copy(Open& open, const Fragment& fragment);
  static void copy_head(Open& open, const Innermost& found);
  bool is_complete(const Open& open) const;
  std::optional<Datagram> take(Slot slot, bool is_ipv6);
  void drop_data(Open& open);
  void close(Slot slot);
  void evict_oldest();

  FragmentLimits limits_;
  SipKey hash_key_ = random_sip_key();
  ElapsedClock clock_;
  PagePool pages_;
  Slab<Open, 16> datagrams_;
  SlotIndex<Open> index_;
  SlotList<Open, &Open::by_age> by_age_;
  std::size_t dropped_ = 0;
  std::vector<std::uint8_t> whole_;
  FragmentCounts counts_;
};

}  // namespace netdumplings::connection
