// One captured packet and its layers, as chefs see them.
//
//   for (const Layer& layer : packet.layers()) count[layer.name]++;
//   if (packet.has(ND_LAYER_ARP)) ...
//   if (auto dns = packet.layer<layers::Dns>()) ... dns->first_question() ...
//
// Everything here is a view on what the kitchen owns: valid until the handler that was given the packet returns.
// Nothing throws (but for a string that can't be allocated), nothing reads past the captured bytes. Made and used on
// the packet thread.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/layer_kinds.h>
#include <netdumplings/flow.hpp>
#include <netdumplings/layer.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// A packet's layers, outermost first: a forward range of Layer, made on the way.
class LayerRange {
 public:
  class Iterator {
   public:
    using value_type = Layer;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using pointer = void;
    using reference = Layer;

    Iterator() = default;
    Iterator(const nd_packet* packet, std::uint32_t index) : packet_(packet), index_(index) {}
    Layer operator*() const;
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++index_;
      return before;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const nd_packet* packet_ = nullptr;
    std::uint32_t index_ = 0;
  };

  explicit LayerRange(const nd_packet& packet) : packet_(&packet) {}
  Iterator begin() const { return {packet_, 0}; }
  Iterator end() const { return {packet_, packet_->layer_count}; }
  std::size_t size() const { return packet_->layer_count; }
  bool empty() const { return size() == 0; }
  /// `index` < size().
  Layer operator[](std::size_t index) const { return *Iterator(packet_, static_cast<std::uint32_t>(index)); }

 private:
  const nd_packet* packet_;
};

class Packet {
 public:
  /// `packet` must outlive this.
  explicit Packet(const nd_packet& packet) : packet_(&packet) {}

  /// What was captured of it.
  Bytes bytes() const { return {packet_->bytes, packet_->captured_length}; }
  std::size_t captured_length() const { return packet_->captured_length; }
  /// What it had on the wire.
  std::size_t wire_length() const { return packet_->wire_length; }

  /// When it was captured, in nanoseconds since 1970-01-01T00:00:00Z.
  std::int64_t time_ns() const { return packet_->time_ns; }
  /// The same in seconds; a double has room for microseconds, not for nanoseconds.
  double time() const {
    // In two parts, each exact or nearly so: 10^18 nanoseconds as one double are rounded before they are divided.
    constexpr std::int64_t second = 1'000'000'000;
    return static_cast<double>(packet_->time_ns / second) + static_cast<double>(packet_->time_ns % second) / 1e9;
  }

  /// LINKTYPE_ value (https://www.tcpdump.org/linktypes.html).
  int link_type() const { return packet_->link_type; }
  /// Which of the kitchen's interfaces (or the file's), from 0, and its name, "" where it isn't known.
  std::uint32_t interface_index() const { return packet_->interface_index; }
  std::string_view interface_name() const { return packet_->interface_name ? packet_->interface_name : ""; }

  /// Outermost first.
  LayerRange layers() const { return LayerRange(*packet_); }

  bool has(LayerKind kind) const { return first(kind).has_value(); }

  /// The outermost layer of a kind.
  std::optional<Layer> first(LayerKind kind) const;

  /// A typed view (layers/*.hpp) on the outermost layer of its kind; nothing when there is none, or when too little of
  /// it was captured. For a layer inside (the second IP of a tunnel, "UDP in ICMP"), give View::of() that layer.
  template <typename View>
  std::optional<View> layer() const;

  /// Between whom it goes: the 5-tuple of its outermost IP header. Nothing without one, or when it was cut off.
  std::optional<Flow> flow() const;

  /// The Community ID, version 1, of flow(): "1:" and 28 characters, the same in both directions, and in other tools
  /// that use the same seed. Returns nothing if there is no flow(), or if its protocol has ports or types but they
  /// weren't captured, as in a fragment that isn't the first.
  std::optional<std::string> community_id(std::uint16_t seed = 0) const;

  /// One line for people: "Ethernet / IP / UDP 10.0.0.1:5353 > 224.0.0.251:5353 / DNS query \"example.com\"".
  std::string summary() const;

  /// The plain C data underneath.
  const nd_packet& raw() const { return *packet_; }

 private:
  const nd_packet* packet_;
};

namespace detail {

/// The C data of a packet's layer. Layers stand `layer_stride` bytes apart: a newer kitchen's are longer than ours.
inline const nd_layer& raw_layer(const nd_packet& packet, std::size_t index) {
  const auto* first = static_cast<const std::uint8_t*>(packet.layers);
  return *static_cast<const nd_layer*>(static_cast<const void*>(first + index * packet.layer_stride));
}

}  // namespace detail

inline Layer LayerRange::Iterator::operator*() const {
  const nd_layer& raw = detail::raw_layer(*packet_, index_);
  const Bytes bytes(packet_->bytes + raw.offset, raw.length);
  return {
      raw.kind, {raw.name, raw.name_size}, raw.offset, bytes.first(raw.header_length), bytes.subspan(raw.header_length),
      bytes};
}

inline std::optional<Layer> Packet::first(LayerKind kind) const {
  for (std::uint32_t i = 0; i < packet_->layer_count; ++i) {
    if (detail::raw_layer(*packet_, i).kind == kind) return layers()[i];
  }
  return std::nullopt;
}

template <typename View>
std::optional<View> Packet::layer() const {
  for (std::uint32_t i = 0; i < packet_->layer_count; ++i) {
    if (!View::is(detail::raw_layer(*packet_, i).kind)) continue;
    if (auto view = View::of(layers()[i])) return view;
  }
  return std::nullopt;
}

}  // namespace v1
}  // namespace netdumplings

#include <netdumplings/detail/community_id.hpp>  // the bodies of Packet's last functions
#include <netdumplings/detail/packet_flow.hpp>
#include <netdumplings/layers/summary.hpp>
