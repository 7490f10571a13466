// The network interfaces of this machine.
#pragma once

#include <string>
#include <vector>

namespace netdumplings::kitchen {

struct Interface {
  std::string name;
  bool up = false;
  bool loopback = false;
  unsigned index = 0;  // the kernel's
};

/// Returns all interfaces, in the kernel's order.
std::vector<Interface> list_interfaces();

/// Returns the names that `-i all` stands for: every interface that is up, without loopback, because a kitchen
/// shouldn't sniff its own dumplings. Loopback is returned only if the machine has no other interface, up or down.
std::vector<std::string> all_of(const std::vector<Interface>& interfaces);

/// Returns what --list-interfaces prints: a line for each interface, with its name and state.
std::string interface_listing(const std::vector<Interface>& interfaces);

/// Returns their names for a message: "eth0, lo".
std::string names_of(const std::vector<Interface>& interfaces);

}  // namespace netdumplings::kitchen
