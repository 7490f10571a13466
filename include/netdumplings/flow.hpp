// Flow: the protocol, addresses and ports of a packet. Packet::flow() makes one.
#pragma once

#include <netdumplings/layers/address.hpp>

#include <cstdint>
#include <optional>
#include <string>

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
    const std::string text = address.to_string();
    if (!port) return text;
    return (address.is_ipv6() ? "[" + text + "]" : text) + ":" + std::to_string(*port);
  }
};

}  // namespace v1
}  // namespace netdumplings
