// Tells from the first bytes of a connection which protocol its sides speak. No I/O; keeps nothing.
#pragma once

#include <netdumplings/layer_kinds.h>
#include <netdumplings/layer.hpp>
#include <netdumplings/packet.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace netdumplings::chefs::network {

/// How many of a side's first bytes are looked at. More than these change nothing.
inline constexpr std::size_t service_sample_size = 64;

/// The first bytes that each side of a TCP connection sent, as far as they are known.
struct FirstBytes {
  Bytes client;
  Bytes server;
  std::uint16_t server_port = 0;
};

/// Returns the service's name, which is valid as long as the program: "http", "tls", "ssh" and so on; "" if these bytes
/// don't say it. With more bytes, the answer may change from "" to a name. The port only decides between services whose
/// bytes begin alike.
std::string_view tcp_service(const FirstBytes& first);

/// Returns the service of a UDP datagram in the same way: by its first bytes, where they say it, or else by its layers,
/// for which the dissector goes by ports.
std::string_view udp_service(const Packet& datagram);

}  // namespace netdumplings::chefs::network
