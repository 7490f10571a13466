// Packet: one captured packet and its layers.
//
//   for (const Layer& layer : packet.layers()) count[layer.name]++;
//   if (packet.has(ND_LAYER_ARP)) ...
//   if (auto dns = packet.layer<layers::Dns>()) ... dns->first_question() ...
//
// Packet, LayerRange, Layer and Bytes are views of memory that the kitchen owns. They are valid until the handler that
// got the packet returns, and are used on the packet thread only. What flow(), community_id() and summary() return is
// yours to keep. No function reads past the captured bytes, and none throws anything but std::bad_alloc.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/layer_kinds.h>
#include <netdumplings/connection.hpp>
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

/// The layers of a packet, outermost first: a range of Layer. Each Layer is made when it is read.
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
  /// Returns the range's ends, for a range-based for. The iterators are valid as long as the packet.
  Iterator begin() const { return {packet_, 0}; }
  Iterator end() const { return {packet_, packet_->layer_count}; }
  /// Returns how many layers there are.
  std::size_t size() const { return packet_->layer_count; }
  bool empty() const { return size() == 0; }
  /// Returns one layer; 0 is the outermost. `index` must be less than size(), which nothing checks.
  Layer operator[](std::size_t index) const { return *Iterator(packet_, static_cast<std::uint32_t>(index)); }

 private:
  const nd_packet* packet_;
};

/// One captured packet; a view, see above.
class Packet {
 public:
  /// Makes a view of `packet`, which must outlive it. Chefs get theirs from the kitchen.
  explicit Packet(const nd_packet& packet) : packet_(&packet) {}

  /// Returns the captured bytes, from the link layer's first byte on.
  Bytes bytes() const { return {packet_->bytes, packet_->captured_length}; }
  /// Returns how many bytes were captured. It is less than wire_length() when the capture cut the packet off.
  std::size_t captured_length() const { return packet_->captured_length; }
  /// Returns how many bytes the packet had on the wire.
  std::size_t wire_length() const { return packet_->wire_length; }

  /// Returns when the packet was captured, in nanoseconds since 1970-01-01 00:00 UTC.
  std::int64_t time_ns() const { return packet_->time_ns; }
  /// Returns the same in seconds. A double is exact to about a microsecond here, not to a nanosecond.
  double time() const {
    // In two parts, each exact or nearly so: 10^18 nanoseconds as one double are rounded before they are divided.
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t seconds = packet_->time_ns / second;
    return static_cast<double>(seconds) + static_cast<double>(packet_->time_ns % second) / 1e9;
  }

  /// Returns the LINKTYPE_ value of the packet's link layer (https://www.tcpdump.org/linktypes.html).
  int link_type() const { return packet_->link_type; }
  /// Returns the number of the interface that captured the packet, counted from 0 within the kitchen or the file.
  std::uint32_t interface_index() const { return packet_->interface_index; }
  /// Returns the name of that interface, or "" when it isn't known. It is valid as long as the packet.
  std::string_view interface_name() const { return packet_->interface_name ? packet_->interface_name : ""; }

  /// Returns the packet's layers, outermost first; at most 256. Options, chunks and padding are layers too, which come
  /// after the layer that they belong to.
  LayerRange layers() const { return LayerRange(*packet_); }

  /// Returns whether there is a layer of this kind (ND_LAYER_...).
  bool has(LayerKind kind) const { return first(kind).has_value(); }

  /// Returns the outermost layer of this kind (ND_LAYER_...), or nothing if there is none.
  std::optional<Layer> first(LayerKind kind) const;

  /// Returns a typed view (layers/*.hpp) of the outermost layer that it can read: `packet.layer<layers::Tcp>()`.
  /// Returns nothing if there is none, or if too little of it was captured. For an inner layer, such as the second IP
  /// header of a tunnel or a "UDP in ICMP", call View::of() with that layer.
  template <typename View>
  std::optional<View> layer() const;

  /// Returns the 5-tuple of the outermost IP header, as a value. Returns nothing if there is no IP header, or if it was
  /// cut off.
  std::optional<Flow> flow() const;

  /// Returns the Community ID, version 1 (https://github.com/corelight/community-id-spec), of flow(): "1:" and 28
  /// characters. Both directions have the same, and so do other tools that use the same seed. Returns nothing if there
  /// is no flow(), or if its ports or its ICMP type weren't captured, as in a fragment that isn't the first.
  std::optional<std::string> community_id(std::uint16_t seed = 0) const;

  // The following are for chefs that use connections; see DumplingChef::uses_connections.

  /// Returns the connection that the packet belongs to and is counted in, a view that is valid as long as the packet.
  /// Returns nothing if it belongs to none, or if the chef doesn't use connections.
  std::optional<Connection> connection() const {
    const bool has_one = knows_connections() && packet_->connection != nullptr;
    return has_one ? std::optional<Connection>(*packet_->connection) : std::nullopt;
  }
  /// Returns which side of connection() sent the packet; without one, Side::client.
  Side from() const { return knows_connections() ? static_cast<Side>(packet_->side) : Side::client; }
  /// Returns whether the packet is the first of connection().
  bool opens_connection() const { return has_flag(ND_PACKET_OPENS_CONNECTION); }
  /// Returns whether it is an ICMP error about connection(), and isn't counted in its packets.
  bool is_error_of_connection() const { return has_flag(ND_PACKET_IS_ERROR); }
  /// If this is the fragment that completes an IP datagram, returns the datagram, from its IP header on, with its
  /// layers: a view that is valid as long as the packet. Only this fragment has the datagram's connection.
  std::optional<Packet> whole() const {
    const bool has_one = knows_connections() && packet_->whole != nullptr;
    return has_one ? std::optional<Packet>(*packet_->whole) : std::nullopt;
  }

  /// Returns a short text for people, in UTF-8:
  /// "Ethernet / IP / UDP 10.0.0.1:5353 > 224.0.0.251:5353 / DNS query \"example.com\"". A name of DNS in it comes from
  /// the network and may hold control characters, also line ends.
  std::string summary() const;

  /// Returns the C struct (chef_abi.h) that this views.
  const nd_packet& raw() const { return *packet_; }

 private:
  // An older kitchen's struct ends before the connection.
  bool knows_connections() const { return packet_->struct_size >= offsetof(nd_packet, whole) + sizeof(nd_packet*); }
  bool has_flag(std::uint32_t flag) const { return knows_connections() && (packet_->connection_flags & flag) != 0; }

  const nd_packet* packet_;
};

namespace detail {

/// Returns the C struct of one layer. Layers are `layer_stride` bytes apart, as those of a newer kitchen may be longer.
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

#include <netdumplings/detail/packet_flow.hpp>  // these two define Packet's last functions
#include <netdumplings/layers/summary.hpp>
