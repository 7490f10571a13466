#include "network/device/device_chef.hpp"

#include <optional>

#include "network/common/json_parts.hpp"

namespace netdumplings::chefs::network {

Payload DeviceChef::packet_handler(const Packet& packet) {
  const auto sighting = device_in(packet);
  if (!sighting) return {};
  const auto [device, changes] = table_.see(*sighting, packet.time_ns());
  if (changes.is_new) {
    report(*sighting, device, "new", packet.time_ns());
    return {};
  }
  if (changes.has_new_address) report(*sighting, device, "address", packet.time_ns());
  if (changes.has_new_name) report(*sighting, device, "hostname", packet.time_ns());
  return {};
}

void DeviceChef::report(const DeviceSighting& sighting, const Device& device, std::string_view change,
                        std::int64_t time_ns) {
  const auto name = device.names.empty() ? std::nullopt : std::optional<std::string_view>(device.names.back());
  json_ = "{\"device\":{\"hardware\":\"";
  json_ += sighting.hardware.to_string();
  json_ += "\",\"addresses\":[";
  for (const IpAddress& address : device.addresses) {
    if (&address != &device.addresses.front()) json_ += ',';
    append_address(json_, address);
  }
  json_ += "],\"hostname\":";
  append_text_or_null(json_, name);
  json_ += ",\"vendor_class\":";
  append_text_or_null(json_, device.vendor_class);
  json_ += ",\"first_seen\":";
  append_json_seconds(json_, device.first_ns);
  json_ += ",\"last_seen\":";
  append_json_seconds(json_, time_ns);
  json_ += ",\"by\":\"";
  json_ += sighting.by;
  json_ += "\",\"change\":\"";
  json_ += change;
  json_ += "\"}}";
  emit_json_text(json_);
}

}  // namespace netdumplings::chefs::network
