// Between whom a packet goes: addresses, protocol and ports.
#pragma once

#include <netdumplings/layers/address.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {

/// The 5-tuple of a packet, as a value: it owns what it holds.
struct Flow {
  std::uint8_t protocol = 0;  ///< 6 is TCP, 17 is UDP (https://www.iana.org/assignments/protocol-numbers)
  IpAddress source;
  IpAddress destination;
  /// Of TCP, UDP and SCTP, where they were captured; a fragment that isn't the first has none.
  std::optional<std::uint16_t> source_port;
  std::optional<std::uint16_t> destination_port;
  /// Of ICMP and ICMPv6, where they were captured.
  std::optional<std::uint8_t> icmp_type;
  std::optional<std::uint8_t> icmp_code;

  auto operator<=>(const Flow&) const = default;

  /// "TCP 192.0.2.1:40000 > 198.51.100.2:80", "UDP [2001:db8::1]:53 > ...", "ICMP 192.0.2.1 > ...", "protocol 89 ...".
  std::string to_string() const {
    return protocol_text() + ' ' + end_text(source, source_port) + " > " + end_text(destination, destination_port);
  }

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
