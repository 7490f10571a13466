// Flow: the protocol, addresses and ports of a packet. Packet::flow() makes one.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/random_hash.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// The 5-tuple of a packet, in the packet's direction. A plain value that owns what it holds; it compares and sorts.
struct Flow {
  std::uint8_t protocol = 0;  ///< 6 is TCP, 17 is UDP (https://www.iana.org/assignments/protocol-numbers)
  IpAddress source;
  IpAddress destination;
  /// The ports of TCP, UDP and SCTP, in host byte order. They have no value for other protocols, when too little was
  /// captured, and in every fragment but the first.
  std::optional<std::uint16_t> source_port;
  std::optional<std::uint16_t> destination_port;
  /// The type and code of ICMP and ICMPv6. They have no value for other protocols, when too little was captured, and
  /// in every fragment but the first.
  std::optional<std::uint8_t> icmp_type;
  std::optional<std::uint8_t> icmp_code;

  auto operator<=>(const Flow&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs

  /// Returns the flow as one line: "TCP 192.0.2.1:40000 > 198.51.100.2:80", "UDP [2001:db8::1]:53 >
  /// [2001:db8::2]:40000", "ICMP 192.0.2.1 > 198.51.100.2", and "protocol 89 ..." for protocols without a name here.
  std::string to_string() const {
    return protocol_text() + ' ' + end_text(source, source_port) + " > " + end_text(destination, destination_port);
  }

  /// Returns the flow of the packets that go the other way. ICMP's type and code stay as they are: what answers an echo
  /// request has another type.
  Flow reversed() const { return {protocol, destination, source, destination_port, source_port, icmp_type, icmp_code}; }

  /// Values of `protocol`.
  static constexpr std::uint8_t icmp = 1, tcp = 6, udp = 17, icmpv6 = 58, sctp = 132;

 private:
  std::string protocol_text() const {
    switch (protocol) {
      case icmp:
        return "ICMP";
      case tcp:
        return "TCP";
      case udp:
        return "UDP";
      case icmpv6:
        return "ICMPv6";
      case sctp:
        return "SCTP";
      default:
        return "protocol " + std::to_string(protocol);
    }
  }

  static std::string end_text(const IpAddress& address, const std::optional<std::uint16_t>& port) {
    std::string text = address.to_string();
    if (!port) return text;
    return (address.is_ipv6() ? "[" + text + "]" : text) + ":" + std::to_string(*port);
  }
};

}  // namespace v1
}  // namespace netdumplings

/// Lets a flow be the key of an unordered container. The hash has a random key, so that nobody can foresee it.
template <>
struct std::hash<netdumplings::Flow> {
  std::size_t operator()(const netdumplings::Flow& flow) const {
    std::array<char, 64> text{};
    std::size_t size = 0;
    const auto add = [&](std::size_t byte) { text[size++] = static_cast<char>(byte); };
    const auto add_port = [&](std::uint16_t port) {
      add(port >> 8U);
      add(port & 255U);
    };
    for (const auto* address : {&flow.source, &flow.destination}) {
      add(address->bytes().size());
      for (const std::uint8_t byte : address->bytes()) add(byte);
    }
    add_port(flow.source_port.value_or(0));
    add_port(flow.destination_port.value_or(0));
    add(flow.icmp_type.value_or(0));
    add(flow.icmp_code.value_or(0));
    add(flow.protocol);
    return netdumplings::RandomHash{}(std::string_view(text.data(), size));
  }
};
