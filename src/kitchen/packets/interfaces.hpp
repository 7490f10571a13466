// The network interfaces of this machine.
#pragma once

#include <string>
#include <vector>

namespace netdumplings::kitchen {

struct Interface {
  std::string name;
  bool up = false;
  bool loopback = false;
};

/// In the kernel's order.
std::vector<Interface> list_interfaces();

/// What `-i all` means: every interface that is up and not loopback; loopback only where it is alone, because a kitchen
/// shouldn't sniff its own dumplings.
std::vector<std::string> all_of(const std::vector<Interface>& interfaces);

/// What --list-interfaces prints: a line each, its name and its state.
std::string interface_listing(const std::vector<Interface>& interfaces);

/// Their names, for a message: "eth0, lo".
std::string names_of(const std::vector<Interface>& interfaces);

}  // namespace netdumplings::kitchen
