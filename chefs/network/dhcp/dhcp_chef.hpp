// DhcpChef reports messages of DHCP for IPv4, and of BOOTP.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/dhcp.hpp>
#include <netdumplings/version.hpp>

#include <cstdint>
#include <string>

namespace netdumplings::chefs::network {

class DhcpChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports each DHCP message";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr const char* chef_filter = "";
  static constexpr std::uint32_t chef_layers[] = {ND_LAYER_UDP};

  Payload packet_handler(const Packet& packet) override;

 private:
  void write(const layers::Dhcp& dhcp, std::int64_t time_ns);

  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
