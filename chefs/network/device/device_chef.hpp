// DeviceChef reports devices that are new in the network, and what changes of them.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "network/device/device_table.hpp"

namespace netdumplings::chefs::network {

class DeviceChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports devices that are new, and their new addresses and names";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;
  static constexpr const char* chef_filter = "";
  static constexpr std::uint32_t chef_layers[] = {ND_LAYER_ARP,
                                                  ND_LAYER_UDP,
                                                  ND_LAYER_ND_ROUTER_SOLICITATION,
                                                  ND_LAYER_ND_ROUTER_ADVERTISEMENT,
                                                  ND_LAYER_ND_NEIGHBOR_SOLICITATION,
                                                  ND_LAYER_ND_NEIGHBOR_ADVERTISEMENT};
  static constexpr ChefOption chef_options[] = {
      {"devices", "number", "10000", "how many devices to remember", 1, 1'000'000},
      {"addresses", "number", "32", "how many addresses of a device to remember", 1, 1000},
  };

  Payload packet_handler(const Packet& packet) override;

 private:
  void report(const DeviceSighting& sighting, const Device& device, std::string_view change, std::int64_t time_ns);

  DeviceTable table_{option<std::size_t>("devices"), option<std::size_t>("addresses")};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs::network
