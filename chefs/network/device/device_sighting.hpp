// What a packet says about the device that sent it. Only protocols count that say whose an address is: a packet that a
// router forwards has the router's hardware address, and another's IP address.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/packet.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

/// What was said about a device.
struct DeviceSighting {
  MacAddress hardware;
  std::string_view by;  ///< "arp", "nd", "dhcp" or "mdns"
  std::optional<std::string> hostname;
  std::optional<std::string> vendor_class;

  /// Returns the addresses that are the device's.
  std::span<const IpAddress> addresses() const { return std::span(addresses_).first(count_); }
  /// Adds an address, unless it stands for none or for many, or is there already, or there are eight.
  void add(const IpAddress& address);

 private:
  std::array<IpAddress, 8> addresses_;
  std::size_t count_ = 0;
};

/// Returns what a packet of ARP, neighbour discovery, DHCP or multicast DNS says about a device, or nothing.
std::optional<DeviceSighting> device_in(const Packet& packet);

}  // namespace netdumplings::chefs::network
