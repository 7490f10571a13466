#include "network/device/device_table.hpp"

#include <algorithm>
#include <utility>

namespace netdumplings::chefs::network {
namespace {

bool is_same_name(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(one, other, {}, lower, lower);
}

// A device can have several names at once. One that it had lately isn't new, so that they don't change for ever.
bool add_name(Device& device, std::string_view name) {
  constexpr std::size_t most_names = 4, longest_name = 255;
  name = name.substr(0, longest_name);
  if (std::ranges::any_of(device.names, [&](const auto& each) { return is_same_name(each, name); })) return false;
  if (device.names.size() == most_names) device.names.erase(device.names.begin());
  device.names.emplace_back(name);
  return true;
}

}  // namespace

std::pair<const Device&, DeviceChanges> DeviceTable::see(const DeviceSighting& sighting, std::int64_t time_ns) {
  const auto [device, is_new] = devices_.touch_or_add(sighting.hardware);
  DeviceChanges changes{.is_new = is_new};
  if (is_new) device.first_ns = time_ns;
  for (const IpAddress& address : sighting.addresses()) {
    changes.has_new_address = add_address(device, sighting.hardware, address) || changes.has_new_address;
  }
  if (sighting.hostname) changes.has_new_name = add_name(device, *sighting.hostname);
  if (sighting.vendor_class) device.vendor_class = sighting.vendor_class;
  return {device, changes};
}

// Takes it from the device that had it. Returns whether it is new for this one.
bool DeviceTable::add_address(Device& device, const MacAddress& hardware, const IpAddress& address) {
  MacAddress& owner = owners_.touch(address);
  Device* const before = owner == hardware ? nullptr : devices_.find(owner);
  if (before != nullptr) std::erase(before->addresses, address);
  owner = hardware;
  const auto known = std::ranges::find(device.addresses, address);
  if (known != device.addresses.end()) {
    std::rotate(known, known + 1, device.addresses.end());
    return false;
  }
  if (device.addresses.size() == most_addresses_) device.addresses.erase(device.addresses.begin());
  device.addresses.push_back(address);
  return true;
}

}  // namespace netdumplings::chefs::network
