// Turns the bytes of one packet into the list of its layers, with scapy's names. Does no I/O and allocates nothing. The
// time is linear in the packet's length, whatever the packet holds.
#pragma once

#include <netdumplings/chef_abi.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace netdumplings::packet {

/// Layers of a packet past this number are left out.
inline constexpr std::size_t max_layers = 256;

/// Belongs to one thread. A kitchen has one.
class Dissector {
 public:
  /// Returns the layers of `captured`, outermost first. They are valid until the next call and keep no pointer to
  /// `captured`. `link_type` is a LINKTYPE_ value; if it isn't known, all bytes are one Raw layer. `is_cut_off` says
  /// whether the packet had more bytes than were captured. The result may be empty only if `captured` is.
  std::span<const nd_layer> dissect(std::span<const std::uint8_t> captured, int link_type, bool is_cut_off = false);

 private:
  std::array<nd_layer, max_layers> layers_;
};

}  // namespace netdumplings::packet
