#include "network/flow/flow_json.hpp"

#include "network/common/json_parts.hpp"

#include <netdumplings/flow.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>

namespace netdumplings::chefs::network {
namespace {

std::string_view name_of_outcome(Outcome outcome) {
  constexpr std::array<std::string_view, 8> names = {"open",      "closed",  "reset",   "refused",
                                                     "no_answer", "timeout", "evicted", "unfinished"};
  const auto index = static_cast<std::size_t>(outcome);
  return index < names.size() ? names[index] : "open";
}

std::optional<std::string_view> name_of_tunnel(TunnelKind kind) {
  constexpr std::array<std::string_view, 12> names = {"",       "ip_in_ip", "six_in_four", "gre",  "erspan", "vxlan",
                                                      "geneve", "gtp_u",    "mpls",        "l2tp", "pppoe",  "etherip"};
  const auto index = static_cast<std::size_t>(kind);
  return index < names.size() ? std::optional(names[index]) : std::nullopt;
}

std::optional<std::string_view> known_text(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// Appends a side with its counts.
void append_flow_side(std::string& out, const Connection& connection, Side side) {
  append_end_open(out, connection.address(side), connection.port(side));
  append_member(out, "packets", connection.packets(side));
  append_member(out, "bytes", connection.ip_bytes(side));
  out += '}';
}

void append_times(std::string& out, const Connection& connection) {
  out += ",\"start\":";
  append_json_seconds(out, connection.first_ns());
  out += ",\"end\":";
  append_json_seconds(out, connection.last_ns());
  out += ",\"duration\":";
  // Times of a capture file may be any; the difference must not overflow.
  const auto first = static_cast<std::uint64_t>(connection.first_ns());
  const auto last = static_cast<std::uint64_t>(connection.last_ns());
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  append_json_seconds(out, static_cast<std::int64_t>(std::min(last - first, most)));
}

// TCP's history comes from the kitchen. Zeek's of UDP says who sent something, and "^" if the first packet that was
// captured is the server's; others have none.
std::optional<std::string_view> history_of(const Connection& connection) {
  if (connection.protocol() == Flow::tcp) return connection.history();
  if (connection.protocol() != Flow::udp) return std::nullopt;
  const bool is_from_both = connection.packets(Side::client) > 0 && connection.packets(Side::server) > 0;
  if (connection.was_under_way()) return is_from_both ? "^dD" : "^d";
  return is_from_both ? "Dd" : "D";
}

void append_vlans(std::string& out, const Connection& connection) {
  out += ",\"vlan\":[";
  for (const std::uint16_t id : connection.vlans()) {
    if (out.back() != '[') out += ',';
    append_json_number(out, id);
  }
  out += ']';
}

void append_outside(std::string& out, const Connection& connection, Side side) {
  const auto address = connection.outside(side);
  if (address) {
    append_address(out, *address);
  } else {
    out += "null";
  }
}

void append_tunnel(std::string& out, const Connection& connection) {
  out += ",\"tunnel\":";
  if (connection.tunnel() == TunnelKind::none) {
    out += "null";
    return;
  }
  out += "{\"kind\":";
  append_text_or_null(out, name_of_tunnel(connection.tunnel()));
  out += ",\"id\":";
  append_number_or_null(out, connection.tunnel_id());
  out += ",\"client\":";
  append_outside(out, connection, Side::client);
  out += ",\"server\":";
  append_outside(out, connection, Side::server);
  out += '}';
}

// Appends a count of each side as a member: ,"name":{"client":1,"server":0}
template <typename Count>
void append_counts(std::string& out, std::string_view name, Count count) {
  out += ",\"";
  out += name;
  out += "\":{\"client\":";
  append_json_number(out, count(Side::client));
  append_member(out, "server", count(Side::server));
  out += '}';
}

void append_tcp(std::string& out, const Connection& connection) {
  out += ",\"tcp\":";
  if (connection.protocol() != Flow::tcp) {
    out += "null";
    return;
  }
  out += "{\"handshake\":";
  append_seconds_or_null(out, connection.handshake_ns());
  out += ",\"rtt\":";
  append_seconds_or_null(out, connection.round_trip_ns());
  append_counts(out, "retransmitted", [&](Side side) { return connection.retransmissions(side); });
  append_counts(out, "out_of_order", [&](Side side) { return connection.out_of_order(side); });
  append_counts(out, "zero_windows", [&](Side side) { return connection.zero_windows(side); });
  append_counts(out, "missed", [&](Side side) { return connection.missing_bytes(side); });
  out += '}';
}

}  // namespace

void append_flow(std::string& out, const Connection& connection, const FlowFacts& facts) {
  out += "{\"flow\":{\"community_id\":";
  append_text_or_null(out, known_text(connection.community_id()));
  out += ",\"interface\":";
  append_text_or_null(out, known_text(connection.interface_name()));
  out += ",\"protocol\":";
  append_text_or_null(out, name_of_protocol(connection.protocol()));
  out += ",\"client\":";
  append_flow_side(out, connection, Side::client);
  out += ",\"server\":";
  append_flow_side(out, connection, Side::server);
  append_times(out, connection);
  out += ",\"state\":";
  append_json_string(out, name_of_outcome(connection.outcome()));
  out += ",\"history\":";
  append_text_or_null(out, history_of(connection));
  out += ",\"service\":";
  append_text_or_null(out, known_text(facts.service));
  out += ",\"server_name\":";
  append_text_or_null(out, known_text(facts.server_name));
  append_vlans(out, connection);
  append_tunnel(out, connection);
  append_tcp(out, connection);
  out += "}}";
}

}  // namespace netdumplings::chefs::network
