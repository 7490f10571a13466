// Says which chefs' packet handlers look at a packet: those that look for one of its layers, or at all packets.
#pragma once

#include <netdumplings/chef_abi.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace netdumplings::kitchen {

/// Kinds of layers that future headers have may share a place with others, so that a chef can be called too often.
class PacketAudience {
 public:
  /// Adds the next chef. It is numbered from 0.
  void add(const nd_chef& chef) {
    const std::size_t number = size_++;
    if (number % chefs_in_group == 0) groups_.emplace_back();
    if (chef.packet == nullptr) return;
    Group& group = groups_.back();
    const std::uint64_t bit = std::uint64_t{1} << number % chefs_in_group;
    if (chef.layer_kinds == nullptr) group.of_all |= bit;
    for (std::uint32_t i = 0; chef.layer_kinds != nullptr && i < chef.layer_kind_count; ++i) {
      group.by_kind[chef.layer_kinds[i] % places] |= bit;
    }
  }

  /// Calls `call` with the number of each chef that looks at the packet or, if it completes a datagram, at that. The
  /// numbers rise.
  template <typename Call>
  void for_each(const nd_packet& packet, Call call) const {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      std::uint64_t chefs = groups_[i].of_all | groups_[i].of_layers(packet);
      if (packet.whole != nullptr) chefs |= groups_[i].of_layers(*packet.whole);
      for (; chefs != 0; chefs &= chefs - 1) {
        call(i * chefs_in_group + static_cast<std::size_t>(std::countr_zero(chefs)));
      }
    }
  }

 private:
  static constexpr std::size_t chefs_in_group = 64;  // a bit each
  static constexpr std::size_t places = 256;

  struct Group {
    std::uint64_t of_all = 0;
    std::array<std::uint64_t, places> by_kind{};

    [[nodiscard]] std::uint64_t of_layers(const nd_packet& packet) const {
      std::uint64_t chefs = 0;
      const auto* at = static_cast<const std::uint8_t*>(static_cast<const void*>(packet.layers));
      for (std::uint32_t i = 0; i < packet.layer_count; ++i, at += packet.layer_stride) {
        chefs |= by_kind[static_cast<const nd_layer*>(static_cast<const void*>(at))->kind % places];
      }
      return chefs;
    }
  };

  std::vector<Group> groups_;
  std::size_t size_ = 0;
};

}  // namespace netdumplings::kitchen
