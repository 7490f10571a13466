// Bytes of one packet -> the list of its layers, as scapy would name them. No I/O, no allocation, linear in the
// packet's length whatever is in it.
#pragma once

#include <netdumplings/chef_abi.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace netdumplings::packet {

/// A packet with more layers than this ends with those that fit.
inline constexpr std::size_t max_layers = 256;

/// Not shared between threads; one a kitchen.
class Dissector {
 public:
  /// The layers of `captured`, outermost first; valid until the next call. `link_type` is a LINKTYPE_ value. A link
  /// type that isn't known gives one layer Raw; an empty packet may give none.
  std::span<const nd_layer> dissect(std::span<const std::uint8_t> captured, std::uint32_t wire_length, int link_type);

 private:
  std::array<nd_layer, max_layers> layers_;
};

}  // namespace netdumplings::packet
