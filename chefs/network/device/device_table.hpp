// The devices that were seen.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/recent_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/device/device_sighting.hpp"

namespace netdumplings::chefs::network {

/// A device, which its hardware address stands for.
struct Device {
  std::vector<IpAddress> addresses;  ///< those that were seen last are at the end
  std::vector<std::string> names;    ///< the newest is at the end
  std::optional<std::string> vendor_class;
  std::int64_t first_ns = 0;
};

/// What a sighting has changed.
struct DeviceChanges {
  bool is_new = false;
  bool has_new_address = false;
  bool has_new_name = false;  ///< a name that it didn't have lately
};

/// Remembers a number of devices, and forgets those that weren't seen for the longest time.
class DeviceTable {
 public:
  DeviceTable(std::size_t most_devices, std::size_t most_addresses)
      : most_addresses_(most_addresses), devices_(most_devices), owners_(most_devices * 4) {}

  /// Takes note of a sighting. Returns the device, which is valid until the next call, and what has changed.
  std::pair<const Device&, DeviceChanges> see(const DeviceSighting& sighting, std::int64_t time_ns);

 private:
  bool add_address(Device& device, const MacAddress& hardware, const IpAddress& address);

  std::size_t most_addresses_;
  RecentMap<MacAddress, Device> devices_;
  RecentMap<IpAddress, MacAddress> owners_;  // who had the address last
};

}  // namespace netdumplings::chefs::network
