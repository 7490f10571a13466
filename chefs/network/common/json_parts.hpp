// Parts of the payloads that several network chefs write. Each appends JSON text to `out`.
#pragma once

#include <netdumplings/connection.hpp>
#include <netdumplings/flow.hpp>
#include <netdumplings/json_text.hpp>
#include <netdumplings/layers/address.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

/// Returns "tcp", "udp", "icmp", "icmpv6" or "sctp"; nothing for protocols that have no connections.
inline std::optional<std::string_view> name_of_protocol(std::uint8_t protocol) {
  switch (protocol) {
    case Flow::tcp:
      return "tcp";
    case Flow::udp:
      return "udp";
    case Flow::icmp:
      return "icmp";
    case Flow::icmpv6:
      return "icmpv6";
    case Flow::sctp:
      return "sctp";
    default:
      return std::nullopt;
  }
}

/// Appends an address as a string: "192.0.2.1".
inline void append_address(std::string& out, const IpAddress& address) {
  char text[2 + 39];
  text[0] = '"';
  char* end = address.write(text + 1);
  *end++ = '"';
  out.append(text, end);
}

/// Appends an address and a port, and leaves the object open: {"ip":"192.0.2.1","port":443
inline void append_end_open(std::string& out, const IpAddress& address, std::uint16_t port) {
  out += "{\"ip\":";
  append_address(out, address);
  out += ",\"port\":";
  append_json_number(out, port);
}

/// Appends an address and a port: {"ip":"192.0.2.1","port":443}
inline void append_end(std::string& out, const IpAddress& address, std::uint16_t port) {
  append_end_open(out, address, port);
  out += '}';
}

/// Appends a side of a connection: {"ip":"192.0.2.1","port":443}
inline void append_side(std::string& out, const Connection& connection, Side side) {
  append_end(out, connection.address(side), connection.port(side));
}

/// Appends both sides of a connection as members: "client":{"ip":..,"port":..},"server":{"ip":..,"port":..}
inline void append_sides(std::string& out, const Connection& connection) {
  out += "\"client\":";
  append_side(out, connection, Side::client);
  out += ",\"server\":";
  append_side(out, connection, Side::server);
}

/// Appends text as a string, or null if there is none.
inline void append_text_or_null(std::string& out, const std::optional<std::string_view>& text) {
  if (text) {
    append_json_string(out, *text);
  } else {
    out += "null";
  }
}

/// Appends a whole number, or null if there is none.
template <typename Number>
void append_number_or_null(std::string& out, const std::optional<Number>& number) {
  if (number) {
    append_json_number(out, *number);
  } else {
    out += "null";
  }
}

/// Appends a whole number as a member after others: ,"name":5
inline void append_member(std::string& out, std::string_view name, std::uint64_t number) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_number(out, number);
}

/// Appends nanoseconds as seconds, or null if there are none.
inline void append_seconds_or_null(std::string& out, const std::optional<std::int64_t>& nanoseconds) {
  if (nanoseconds) {
    append_json_seconds(out, *nanoseconds);
  } else {
    out += "null";
  }
}

}  // namespace netdumplings::chefs::network
