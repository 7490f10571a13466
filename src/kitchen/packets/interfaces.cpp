#include "kitchen/packets/interfaces.hpp"

#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <map>
#include <memory>

namespace netdumplings::kitchen {
namespace {

std::map<std::string, unsigned> flags_by_name() {
  std::map<std::string, unsigned> flags;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return flags;
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next)
    flags[entry->ifa_name] |= entry->ifa_flags;
  freeifaddrs(list);
  return flags;
}

std::vector<std::string> pick(const std::vector<Interface>& interfaces, bool loopback) {
  std::vector<std::string> names;
  for (const auto& interface : interfaces) {
    if (interface.up && interface.loopback == loopback) names.push_back(interface.name);
  }
  return names;
}

}  // namespace

std::vector<Interface> list_interfaces() {
  const auto flags = flags_by_name();
  std::vector<Interface> interfaces;
  const std::unique_ptr<struct if_nameindex, void (*)(struct if_nameindex*)> index(::if_nameindex(),
                                                                                   ::if_freenameindex);
  for (const auto* entry = index.get(); entry != nullptr && entry->if_index != 0; ++entry) {
    const auto found = flags.find(entry->if_name);
    const unsigned is = found == flags.end() ? 0 : found->second;
    interfaces.push_back({entry->if_name, (is & IFF_UP) != 0, (is & IFF_LOOPBACK) != 0, entry->if_index});
  }
  return interfaces;
}

std::vector<std::string> all_of(const std::vector<Interface>& interfaces) {
  const bool only_loopback =
      std::all_of(interfaces.begin(), interfaces.end(), [](const auto& interface) { return interface.loopback; });
  return pick(interfaces, only_loopback);
}

std::string interface_listing(const std::vector<Interface>& interfaces) {
  std::size_t widest = 0;
  for (const auto& interface : interfaces) widest = std::max(widest, interface.name.size());
  std::string text;
  for (const auto& interface : interfaces) {
    text += interface.name + std::string(widest + 2 - interface.name.size(), ' ') + (interface.up ? "up" : "down") +
            (interface.loopback ? ", loopback\n" : "\n");
  }
  return text;
}

std::string names_of(const std::vector<Interface>& interfaces) {
  std::string names;
  for (const auto& interface : interfaces) names += (names.empty() ? "" : ", ") + interface.name;
  return names;
}

}  // namespace netdumplings::kitchen
