#include "kitchen/packets/link_watch.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>

namespace netdumplings::kitchen {
namespace {

std::string name_in(nlmsghdr* message) {
  auto* link = static_cast<ifinfomsg*>(NLMSG_DATA(message));
  auto left = static_cast<unsigned>(IFLA_PAYLOAD(message));
  for (auto* part = IFLA_RTA(link); RTA_OK(part, left); part = RTA_NEXT(part, left)) {
    if (part->rta_type != IFLA_IFNAME) continue;
    const auto* name = static_cast<const char*>(RTA_DATA(part));
    return {name, strnlen(name, RTA_PAYLOAD(part))};
  }
  return {};
}

std::optional<LinkChange> change_in(nlmsghdr* message) {
  if (message->nlmsg_type != RTM_NEWLINK && message->nlmsg_type != RTM_DELLINK) return std::nullopt;
  if (message->nlmsg_len < NLMSG_LENGTH(sizeof(ifinfomsg))) return std::nullopt;
  const auto* link = static_cast<const ifinfomsg*>(NLMSG_DATA(message));
  // Bridges and others report about their ports in families of their own.
  if (link->ifi_family != AF_UNSPEC) return std::nullopt;
  return LinkChange{{.name = name_in(message),
                     .up = (link->ifi_flags & IFF_UP) != 0,
                     .loopback = (link->ifi_flags & IFF_LOOPBACK) != 0,
                     .index = static_cast<unsigned>(link->ifi_index)},
                    message->nlmsg_type == RTM_DELLINK};
}

}  // namespace

LinkWatch::LinkWatch() : fd_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE)) {
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = RTMGRP_LINK;
  if (fd_.valid() && ::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fd_ = FileDescriptor();
  }
}

std::vector<LinkChange> LinkWatch::take() {
  std::vector<LinkChange> changes;
  alignas(nlmsghdr) std::array<std::byte, 32768> buffer;
  while (fd_.valid()) {
    const ssize_t got = ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == ENOBUFS) {
      for (auto& interface : list_interfaces()) changes.push_back({std::move(interface), false});
      continue;
    }
    if (got <= 0) break;
    auto left = static_cast<unsigned>(got);
    for (auto* message = reinterpret_cast<nlmsghdr*>(buffer.data()); NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      if (auto change = change_in(message)) changes.push_back(std::move(*change));
    }
  }
  return changes;
}

}  // namespace netdumplings::kitchen
