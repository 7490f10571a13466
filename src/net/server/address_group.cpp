#include "net/server/address_group.hpp"

#include <arpa/inet.h>

#include <array>

namespace netdumplings::net {

std::string address_group(const std::string& address) {
  constexpr std::size_t network_bytes = 8;
  in6_addr six{};
  if (inet_pton(AF_INET6, address.c_str(), &six) != 1 || IN6_IS_ADDR_LINKLOCAL(&six)) return address;
  std::array<char, INET6_ADDRSTRLEN> text{};
  for (std::size_t i = network_bytes; i < sizeof six.s6_addr; ++i) six.s6_addr[i] = 0;
  inet_ntop(AF_INET6, &six, text.data(), text.size());
  return text.data();
}

}  // namespace netdumplings::net
