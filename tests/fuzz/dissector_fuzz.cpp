// The dissector and every view, on any bytes as any link type. The first byte of the input says which link type.
#include <netdumplings/layers/arp.hpp>
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/layers/ethernet.hpp>
#include <netdumplings/layers/icmp.hpp>
#include <netdumplings/layers/icmpv6.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/ipv6.hpp>
#include <netdumplings/layers/tcp.hpp>
#include <netdumplings/layers/udp.hpp>
#include <netdumplings/layers/vlan.hpp>
#include <netdumplings/packet.hpp>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "packet/dissector.hpp"

namespace {

using namespace netdumplings;  // NOLINT(google-build-using-namespace): a fuzzer, not a library

constexpr std::array link_types = {1, 0, 101, 108, 113, 228, 229, 276, 9, 50, 105, 127, 192, 195, 230, 147};

void require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

void check_layer(const nd_packet& packet, const nd_layer& layer) {
  require(layer.kind > ND_LAYER_NONE && layer.kind < ND_LAYER_KIND_COUNT, "a kind is one that is known");
  require(layer.name_size > 0, "a layer has a name");
  require(layer.header_length <= layer.length, "a header is within its layer");
  require(std::size_t{layer.offset} + layer.length <= packet.captured_length, "a layer is within its packet");
}

/// What views read is summed up, so that no compiler leaves the reading out.
class Reader {
 public:
  template <typename... Values>
  void see(const Values&... values) {
    (take(values), ...);
  }
  std::size_t sum() const { return sum_; }

 private:
  void take(Bytes bytes) {  // both ends: what is between them is the packet's, too
    if (!bytes.empty()) sum_ += std::size_t{bytes.front()} + bytes.back();
  }
  void take(const std::string& text) {
    sum_ += text.size() + (text.empty() ? 0 : static_cast<unsigned char>(text.back()));
  }
  template <typename Number>
  requires std::is_integral_v<Number>
  void take(Number number) { sum_ += static_cast<std::size_t>(number); }
  template <typename Value>
  void take(const std::optional<Value>& value) {
    if (value) take(*value);
  }
  void take(const Ipv6Address& address) { take(address.to_string()); }

  std::size_t sum_ = 0;
};

void read(Reader& reader, const layers::Ethernet& view) {
  reader.see(view.source().to_string(), view.destination().to_string(), view.ether_type(), view.payload());
}
void read(Reader& reader, const layers::Vlan& view) {
  reader.see(view.id(), view.priority(), view.ether_type(), view.payload());
}
void read(Reader& reader, const layers::Arp& view) {
  reader.see(view.operation(), view.source_hardware_text(), view.source_protocol_text(), view.target_hardware_text(),
             view.target_protocol_text());
}
void read(Reader& reader, const layers::Ipv4& view) {
  reader.see(view.source().to_string(), view.destination().to_string(), view.fragment_offset(), view.options(),
             view.payload());
}
void read(Reader& reader, const layers::Ipv6& view) {
  reader.see(view.source().to_string(), view.destination().to_string(), view.flow_label(), view.payload());
}
void read(Reader& reader, const layers::Udp& view) {
  reader.see(view.source_port(), view.length(), view.checksum(), view.payload());
}
void read(Reader& reader, const layers::Tcp& view) {
  reader.see(view.flags_text(), view.sequence(), view.acknowledgement(), view.window(), view.payload());
  auto options = view.options();
  while (const auto option = options.next()) reader.see(option->kind, option->data);
}
void read(Reader& reader, const layers::Icmp& view) {
  reader.see(view.type(), view.code(), view.id(), view.sequence(), view.payload());
}
void read(Reader& reader, const layers::Icmpv6& view) {
  reader.see(view.type(), view.code(), view.id(), view.sequence(), view.target(), view.payload());
}
void read(Reader& reader, const layers::Dns& view) {
  reader.see(view.id(), view.opcode(), view.response_code(), view.question_count());
  const auto questions = view.questions();
  std::size_t said = 0;
  for (const auto& question : questions) said += question.name.size();
  require(said <= 32 * view.message().size() + 4096, "names are in proportion to the message");
  require(!view.first_question() || questions.empty() || view.first_question()->name == questions[0].name,
          "the first is the first");
}

/// Any view on any layer: a view may not rely on the layer being its own.
template <typename... Views>
void read_all(Reader& reader, const Layer& layer) {
  const auto one = [&](const auto& view) {
    if (view) read(reader, *view);
  };
  (one(Views::of(layer)), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const int link_type = link_types[data[0] % link_types.size()];
  const std::span<const std::uint8_t> bytes(data + 1, size - 1);
  static packet::Dissector dissector;
  const auto layers = dissector.dissect(bytes, static_cast<std::uint32_t>(bytes.size()), link_type);
  require(layers.size() <= packet::max_layers, "layers are bounded");
  require(bytes.empty() || !layers.empty(), "every byte belongs to something");

  nd_packet raw{};
  raw.struct_size = sizeof raw;
  raw.bytes = bytes.data();
  raw.captured_length = raw.wire_length = static_cast<std::uint32_t>(bytes.size());
  raw.link_type = link_type;
  raw.layers = layers.data();
  raw.layer_count = static_cast<std::uint32_t>(layers.size());
  raw.layer_stride = sizeof(nd_layer);
  for (const nd_layer& layer : layers) check_layer(raw, layer);

  Reader reader;
  const Packet packet(raw);
  reader.see(packet.summary());
  for (const Layer& layer : packet.layers()) {
    read_all<layers::Ethernet, layers::Vlan, layers::Arp, layers::Ipv4, layers::Ipv6, layers::Udp, layers::Tcp,
             layers::Icmp, layers::Icmpv6, layers::Dns>(reader, layer);
  }
  return reader.sum() == static_cast<std::size_t>(-1) ? 1 : 0;
}
