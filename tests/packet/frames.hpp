// Makes packets byte by byte, for the tests of this folder.
#pragma once

#include <netdumplings/packet.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "packet/dissector.hpp"

namespace netdumplings::frames {

using Buffer = std::vector<std::uint8_t>;

inline constexpr int ethernet_link = 1;

/// Reads pairs of hex digits, as in "0a 0b0c". Ignores blanks.
inline Buffer hex(std::string_view digits) {
  const auto value = [](char digit) { return digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10; };
  Buffer bytes;
  std::string pairs;
  for (const char c : digits) {
    if (c != ' ') pairs += c;
  }
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(value(pairs[i]) * 16 + value(pairs[i + 1])));
  }
  return bytes;
}

inline Buffer buffer(Bytes bytes) { return {bytes.begin(), bytes.end()}; }
inline Buffer text(std::string_view characters) { return {characters.begin(), characters.end()}; }
inline Buffer filler(std::size_t size) { return Buffer(size, 'x'); }
inline Buffer zeros(std::size_t size) { return Buffer(size, 0); }
inline Buffer operator+(Buffer first, const Buffer& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}
inline Buffer cut(Buffer bytes, std::size_t size) {
  bytes.resize(size);
  return bytes;
}

inline Buffer u8(std::size_t value) { return {static_cast<std::uint8_t>(value)}; }
inline Buffer u16(std::size_t value) { return u8(value >> 8) + u8(value); }
inline Buffer u32(std::size_t value) { return u16(value >> 16) + u16(value); }
/// Writes a number in little-endian byte order.
inline Buffer le16(std::size_t value) { return u8(value) + u8(value >> 8); }
inline Buffer le32(std::size_t value) { return le16(value) + le16(value >> 16); }

inline Buffer ether(std::size_t type, const Buffer& payload) {
  return hex("020000000002 020000000001") + u16(type) + payload;
}

struct Ipv4Fields {
  std::size_t header_words = 5;
  std::optional<std::size_t> total_length = std::nullopt;
  std::size_t fragment = 0;  // flags and offset, as in the header
  Buffer options = {};
  std::size_t version = 4;
};
inline Buffer ipv4(std::size_t protocol, const Buffer& payload, const Ipv4Fields& fields = {}) {
  const std::size_t length = fields.total_length.value_or(20 + fields.options.size() + payload.size());
  return u8(fields.version << 4 | fields.header_words) + hex("00") + u16(length) + hex("0001") + u16(fields.fragment) +
         hex("40") + u8(protocol) + hex("0000 c0000201 c6336402") + fields.options + payload;
}

inline Buffer ipv6(std::size_t next_header, const Buffer& payload, std::optional<std::size_t> length = std::nullopt) {
  return hex("60000000") + u16(length.value_or(payload.size())) + u8(next_header) + hex("40") +
         hex("20010db8 00000000 00000000 00000001  20010db8 00000000 00000000 00000002") + payload;
}

inline Buffer udp(std::size_t source, std::size_t destination, const Buffer& payload,
                  std::optional<std::size_t> length = std::nullopt) {
  return u16(source) + u16(destination) + u16(length.value_or(8 + payload.size())) + hex("0000") + payload;
}

inline Buffer tcp(std::size_t source, std::size_t destination, const Buffer& payload, std::size_t header_words = 5) {
  return u16(source) + u16(destination) + hex("00000001 00000002") + u8(header_words << 4) + hex("12 2000 0000 0000") +
         payload;
}

struct DnsCounts {
  std::size_t questions = 1;
  std::size_t answers = 0;
  std::size_t authorities = 0;
  std::size_t additionals = 0;
};
inline Buffer dns(const Buffer& body, const DnsCounts& counts = {}) {
  return hex("1234 0100") + u16(counts.questions) + u16(counts.answers) + u16(counts.authorities) +
         u16(counts.additionals) + body;
}
/// Asks for Example.COM, type A, class IN.
inline Buffer example_question() { return hex("07") + text("Example") + hex("03") + text("COM") + hex("00 0001 0001"); }
inline Buffer example_query() { return dns(example_question()); }

inline Buffer arp(std::size_t operation) {
  return hex("0001 0800 06 04") + u16(operation) + hex("020000000001 01020304 020000000002 01020305");
}

/// A frame as a chef gets it: bytes, layers, Packet. It can't be copied or moved.
class Frame {
 public:
  /// `missing` is how many bytes of the packet weren't captured.
  explicit Frame(Buffer bytes, int link_type = ethernet_link, std::size_t missing = 0) : bytes_(std::move(bytes)) {
    const auto layers = dissector_.dissect(bytes_, link_type, missing > 0);
    raw_.struct_size = sizeof raw_;
    raw_.bytes = bytes_.data();
    raw_.captured_length = static_cast<std::uint32_t>(bytes_.size());
    raw_.wire_length = raw_.captured_length + static_cast<std::uint32_t>(missing);
    raw_.time_ns = 1'500'000'000'250'000'000;
    raw_.link_type = link_type;
    raw_.interface_name = "eth0";
    raw_.layers = layers.data();
    raw_.layer_count = static_cast<std::uint32_t>(layers.size());
    raw_.layer_stride = sizeof(nd_layer);
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  Packet packet() const { return Packet(raw_); }
  std::string chain() const {
    std::string names;
    for (const Layer& layer : packet().layers()) {
      if (!names.empty()) names += '|';
      names += layer.name;
    }
    return names;
  }

 private:
  Buffer bytes_;
  packet::Dissector dissector_;
  nd_packet raw_{};
};

/// A view, if there is one, and the frame that it points into.
template <typename View>
struct Seen {
  explicit Seen(const Buffer& bytes) : frame(bytes), view(frame.packet().template layer<View>()) {}
  Frame frame;
  std::optional<View> view;
};

inline std::string chain(const Buffer& bytes, int link_type = ethernet_link) { return Frame(bytes, link_type).chain(); }

/// Returns the layers of the first `size` bytes of a frame, when the others weren't captured.
inline std::string chain_if_captured(const Buffer& bytes, std::size_t size) {
  return Frame(cut(bytes, size), ethernet_link, bytes.size() - size).chain();
}

/// Returns a frame's layers after "Ethernet|", or after "Ethernet|IP|" and so on.
inline std::string in_ether(std::size_t type, const Buffer& payload) { return chain(ether(type, payload)); }
inline std::string in_ipv4(std::size_t protocol, const Buffer& payload, const Ipv4Fields& fields = {}) {
  return in_ether(0x0800, ipv4(protocol, payload, fields));
}
inline std::string in_ipv6(std::size_t next_header, const Buffer& payload) {
  return in_ether(0x86dd, ipv6(next_header, payload));
}
inline std::string in_udp(std::size_t source, std::size_t destination, const Buffer& payload) {
  return in_ipv4(17, udp(source, destination, payload));
}
/// Makes a packet from some port to this one.
inline std::string in_tcp(std::size_t port, const Buffer& payload) { return in_ipv4(6, tcp(40000, port, payload)); }

}  // namespace netdumplings::frames
