// Which kinds of layers a packet has, or a chef looks for.
#pragma once

#include <netdumplings/chef_abi.h>

#include <bitset>
#include <cstdint>

namespace netdumplings::kitchen {

/// Kinds that future headers have may share a place with others, so that a set can seem to have more than it has.
class LayerSet {
 public:
  void add(std::uint32_t kind) { kinds_.set(kind % places); }

  /// Returns the kinds of a packet's layers.
  static LayerSet of(const nd_packet& packet) {
    LayerSet set;
    const auto* at = static_cast<const std::uint8_t*>(static_cast<const void*>(packet.layers));
    for (std::uint32_t i = 0; i < packet.layer_count; ++i, at += packet.layer_stride) {
      set.add(static_cast<const nd_layer*>(static_cast<const void*>(at))->kind);
    }
    return set;
  }
  /// Returns the kinds that a chef's packet handler looks for. One that names none is taken to look for all.
  static LayerSet of(const nd_chef& chef) {
    LayerSet set;
    if (chef.layer_kinds == nullptr) set.has_all_ = true;
    for (std::uint32_t i = 0; chef.layer_kinds != nullptr && i < chef.layer_kind_count; ++i)
      set.add(chef.layer_kinds[i]);
    return set;
  }

  LayerSet operator|(const LayerSet& other) const {
    LayerSet both;
    both.kinds_ = kinds_ | other.kinds_;
    both.has_all_ = has_all_ || other.has_all_;
    return both;
  }
  [[nodiscard]] bool has_any_of(const LayerSet& other) const { return other.has_all_ || (kinds_ & other.kinds_).any(); }

 private:
  static constexpr std::uint32_t places = 256;
  std::bitset<places> kinds_;
  bool has_all_ = false;
};

}  // namespace netdumplings::kitchen
