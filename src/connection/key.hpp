// What says which connection a packet belongs to.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "connection/innermost.hpp"

namespace netdumplings::connection {

/// Both directions of a connection have the same key: the end that is first has the lower address, or at the same
/// address the lower port. A plain value without gaps, so that its bytes can be hashed.
struct Key {
  struct End {
    std::array<std::uint8_t, 16> address{};  ///< an IPv4 address has the first four bytes
  };
  std::array<End, 2> ends;
  std::array<std::uint16_t, 2> ports{};  ///< of ICMP: the identifier, twice
  std::uint32_t interface_index = 0;
  std::uint32_t network_id = 0;  ///< see Network
  TunnelKind network_kind = TunnelKind::none;
  std::uint8_t protocol = 0;
  std::uint8_t icmp_type = 0;  ///< of a pair of types, that of the request
  bool is_ipv6 = false;

  /// The key as six words, which are quicker to compare and to hash than its members.
  using Words = std::array<std::uint64_t, 6>;
  Words words() const;
  bool operator==(const Key& other) const { return words() == other.words(); }
};
static_assert(std::has_unique_object_representations_v<Key>);

inline Key::Words Key::words() const { return std::bit_cast<Words>(*this); }

/// A key, and the packet's direction.
struct DirectedKey {
  Key key;
  bool is_from_second = false;  ///< whether the packet comes from the key's second end
};

/// Returns the key of a packet, or nothing if no connection has packets like it: other protocols than TCP, UDP, SCTP
/// and ICMP, fragments, and packets whose ports weren't captured.
std::optional<DirectedKey> key_of(const Innermost& found, std::uint32_t interface_index);

/// Returns the key of the packet that an ICMP error is about, in that packet's direction. `found` is the error.
std::optional<DirectedKey> key_of_quoted(const Innermost& found, std::uint32_t interface_index);

/// Returns whether this ICMP type answers another.
bool is_icmp_answer(std::uint8_t protocol, std::uint8_t type);

}  // namespace netdumplings::connection
