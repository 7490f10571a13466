#include "net/loop/machine_address.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <array>
#include <memory>

namespace netdumplings::net {
namespace {

// "" for an address of another family, and for one that means nothing on another machine.
std::string usable_address(const ifaddrs& entry, int family) {
  if (entry.ifa_addr == nullptr || entry.ifa_addr->sa_family != family) return {};
  if ((entry.ifa_flags & IFF_UP) == 0 || (entry.ifa_flags & IFF_LOOPBACK) != 0) return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (family == AF_INET) {
    const auto* const four = reinterpret_cast<const sockaddr_in*>(entry.ifa_addr);
    return inet_ntop(family, &four->sin_addr, text.data(), text.size());
  }
  const auto* const six = reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr);
  if (IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr)) return {};
  return inet_ntop(family, &six->sin6_addr, text.data(), text.size());
}

std::string first_address(const ifaddrs* list, int family) {
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if (std::string address = usable_address(*entry, family); !address.empty()) return address;
  }
  return {};
}

}  // namespace

std::string address_for_others(std::string_view wildcard) {
  ifaddrs* found = nullptr;
  if (::getifaddrs(&found) != 0) return "localhost";
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(found, &::freeifaddrs);
  std::string address;
  if (wildcard != "::") address = first_address(list.get(), AF_INET);
  if (address.empty() && wildcard != "0.0.0.0") address = first_address(list.get(), AF_INET6);
  return address.empty() ? "localhost" : address;
}

}  // namespace netdumplings::net
