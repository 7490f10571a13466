// IcmpChef reports errors of ICMP and ICMPv6.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <string>

namespace netdumplings::chefs::network {

class IcmpChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports each ICMP error, and the connection that it is about";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr bool uses_connections = true;
  static constexpr const char* chef_filter = "";
  static constexpr std::uint32_t chef_layers[] = {ND_LAYER_ICMP, ND_LAYER_ICMPV6_DESTINATION_UNREACHABLE,
                                                  ND_LAYER_ICMPV6_PACKET_TOO_BIG, ND_LAYER_ICMPV6_TIME_EXCEEDED,
                                                  ND_LAYER_ICMPV6_PARAMETER_PROBLEM};

  Payload packet_handler(const Packet& packet) override;

 private:
  void append_flow(const Packet& packet, const Packet& datagram, std::size_t icmp);

  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
