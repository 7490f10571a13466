#include "network/dhcp/dhcp_chef.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "network/common/json_parts.hpp"
#include "network/dhcp/dhcp_message.hpp"

namespace netdumplings::chefs::network {
namespace {

// IANA's names without "DHCP", from type 1 on.
constexpr auto message_names = std::to_array<std::string_view>(
    {"DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM", "FORCERENEW", "LEASEQUERY",
     "LEASEUNASSIGNED", "LEASEUNKNOWN", "LEASEACTIVE", "BULKLEASEQUERY", "LEASEQUERYDONE", "ACTIVELEASEQUERY",
     "LEASEQUERYSTATUS", "TLS"});

void append_message_name(std::string& out, std::optional<std::uint8_t> type) {
  if (!type) {
    out += "null";
  } else if (*type >= 1 && *type <= message_names.size()) {
    out += '"';
    out += message_names[*type - 1u];
    out += '"';
  } else {
    out += "\"TYPE" + std::to_string(*type) + '"';
  }
}

// 0.0.0.0 stands for no address.
std::optional<Ipv4Address> some_address(const Ipv4Address& address) {
  return address == Ipv4Address() ? std::nullopt : std::optional(address);
}

void append_ipv4_or_null(std::string& out, const std::optional<Ipv4Address>& address) {
  if (address) {
    append_address(out, *address);
  } else {
    out += "null";
  }
}

void append_ipv4_list(std::string& out, const std::vector<Ipv4Address>& addresses) {
  out += '[';
  for (const Ipv4Address& address : addresses) {
    if (&address != &addresses.front()) out += ',';
    append_address(out, address);
  }
  out += ']';
}

}  // namespace

Payload DhcpChef::packet_handler(const Packet& packet) {
  const auto dhcp = dhcp_message(packet);
  if (!dhcp) return {};
  write(*dhcp, packet.time_ns());
  emit_json_text(json_);
  return {};
}

void DhcpChef::write(const layers::Dhcp& dhcp, std::int64_t time_ns) {
  const std::string hardware = hardware_address_text(dhcp.hardware());
  const auto routers = dhcp.routers();
  const auto given = some_address(dhcp.your_address());
  json_ = "{\"dhcp\":{\"when\":";
  append_json_seconds(json_, time_ns);
  json_ += ",\"message\":";
  append_message_name(json_, dhcp.message_type());
  json_ += ",\"hardware\":";
  append_text_or_null(json_, hardware.empty() ? std::nullopt : std::optional(std::string_view(hardware)));
  json_ += ",\"hostname\":";
  append_text_or_null(json_, dhcp_client_name(dhcp));
  json_ += ",\"vendor\":";
  append_text_or_null(json_, dhcp.vendor_class());
  json_ += ",\"requested\":";
  append_ipv4_or_null(json_, dhcp.requested_address());
  json_ += ",\"address\":";
  append_ipv4_or_null(json_, given ? given : some_address(dhcp.client_address()));
  json_ += ",\"server\":";
  append_ipv4_or_null(json_, dhcp.server_identifier());
  json_ += ",\"router\":";
  append_ipv4_or_null(json_, routers.empty() ? std::nullopt : std::optional(routers.front()));
  json_ += ",\"dns\":";
  append_ipv4_list(json_, dhcp.name_servers());
  json_ += ",\"lease\":";
  append_number_or_null(json_, dhcp.lease_time());
  json_ += "}}";
}

}  // namespace netdumplings::chefs::network
