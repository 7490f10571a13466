#include "network/traffic/talkers_chef.hpp"

#include "network/common/connections.hpp"
#include "network/common/json_parts.hpp"
#include "network/traffic/since_last.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace netdumplings::chefs::network {
namespace {

// ICMP has no ports: a connection's number there is an identifier, which says nothing about a service.
std::uint32_t service_key(const Connection& connection) {
  const std::uint8_t protocol = connection.protocol();
  return std::uint32_t{protocol} << 16 | (has_ports(protocol) ? connection.port(Side::server) : 0U);
}

void append_service(std::string& out, std::uint32_t key) {
  const auto protocol = static_cast<std::uint8_t>(key >> 16);
  out += "{\"protocol\":";
  append_text_or_null(out, name_of_protocol(protocol));
  out += ",\"port\":";
  append_number_or_null(out, has_ports(protocol) ? std::optional(key & 0xffff) : std::nullopt);
}

// Appends a list as the member `name`; `append_entry` appends one entry.
template <typename Entries, typename AppendEntry>
void append_list(std::string& out, std::string_view name, const Entries& entries, AppendEntry append_entry) {
  out += '"';
  out += name;
  out += "\":[";
  for (const auto* entry : entries) {
    if (out.back() != '[') out += ',';
    append_entry(entry->first, entry->second);
    out += '}';
  }
  out += ']';
}

}  // namespace

std::size_t TalkersChef::PairHash::operator()(const Pair& pair) const {
  std::array<char, 32> text{};
  auto* const end = std::copy(pair.a.bytes().begin(), pair.a.bytes().end(), text.begin());
  std::copy(pair.b.bytes().begin(), pair.b.bytes().end(), end);
  return RandomHash{}(std::string_view(text.data(), pair.a.bytes().size() + pair.b.bytes().size()));
}

// Bytes are summed up for each connection, at a poke or at its end, and not for each packet.
Payload TalkersChef::connection_handler(const Connection& connection, ConnectionEvent event) {
  if (event == ConnectionEvent::opened) return {};
  const Growth growth = growth_of(connection, connection.state<Counted>());
  if (growth.packets != 0) add(connection, growth);
  return {};
}

TalkersChef::Growth TalkersChef::growth_of(const Connection& connection, Counted& counted) {
  Growth growth;
  growth.packets = since_last(counted.packets, connection.packets(Side::client) + connection.packets(Side::server));
  growth.by_client = since_last(counted.by_client, connection.ip_bytes(Side::client));
  growth.by_server = since_last(counted.by_server, connection.ip_bytes(Side::server));
  return growth;
}

void TalkersChef::add(const Connection& connection, const Growth& growth) {
  const IpAddress client = connection.address(Side::client);
  const IpAddress server = connection.address(Side::server);
  const std::uint64_t bytes = growth.by_client + growth.by_server;
  const auto add_host = [&](const IpAddress& address, std::uint64_t sent, std::uint64_t received) {
    Host& host = hosts_.at(address);
    host.sent += sent;
    host.received += received;
    host.packets += growth.packets;
  };
  const auto add_traffic = [&](Traffic& traffic) {
    traffic.bytes += bytes;
    traffic.packets += growth.packets;
  };
  add_host(client, growth.by_client, growth.by_server);
  if (server != client) add_host(server, growth.by_server, growth.by_client);
  add_traffic(pairs_.at({std::min(client, server), std::max(client, server)}));
  Service& service = services_.at(service_key(connection));
  service.bytes += bytes;
  ++service.connections;
  if (!connection.vlans().empty()) add_traffic(vlans_.at(connection.vlans().front()));
}

Payload TalkersChef::interval_handler(double) {
  json_ = "{\"talkers\":{";
  append_hosts();
  json_ += ',';
  append_pairs();
  json_ += ',';
  append_services();
  json_ += ',';
  append_vlans();
  json_ += "}}";
  emit_json_text(json_);
  hosts_.clear();
  pairs_.clear();
  services_.clear();
  vlans_.clear();
  return {};
}

void TalkersChef::append_hosts() {
  append_list(json_, "hosts", hosts_.top(count_), [this](const IpAddress& address, const Host& host) {
    json_ += "{\"ip\":";
    append_address(json_, address);
    append_member(json_, "sent", host.sent);
    append_member(json_, "received", host.received);
    append_member(json_, "packets", host.packets);
  });
}

void TalkersChef::append_pairs() {
  append_list(json_, "pairs", pairs_.top(count_), [this](const Pair& pair, const Traffic& traffic) {
    json_ += "{\"a\":";
    append_address(json_, pair.a);
    json_ += ",\"b\":";
    append_address(json_, pair.b);
    append_traffic(traffic);
  });
}

void TalkersChef::append_services() {
  append_list(json_, "services", services_.top(count_), [this](std::uint32_t key, const Service& service) {
    append_service(json_, key);
    append_member(json_, "bytes", service.bytes);
    append_member(json_, "connections", service.connections);
  });
}

void TalkersChef::append_vlans() {
  append_list(json_, "vlans", vlans_.top(count_), [this](std::uint16_t id, const Traffic& traffic) {
    json_ += "{\"id\":";
    append_json_number(json_, id);
    append_traffic(traffic);
  });
}

void TalkersChef::append_traffic(const Traffic& traffic) {
  append_member(json_, "bytes", traffic.bytes);
  append_member(json_, "packets", traffic.packets);
}

}  // namespace netdumplings::chefs::network
