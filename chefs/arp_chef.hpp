// ARPChef makes a dumpling from every ARP packet. It adds a note when a reply shows a device that is new, or that has a
// new address.
#pragma once

#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/json_text.hpp>
#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/arp.hpp>
#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/recent_map.hpp>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace netdumplings::chefs {

/// The fields of an ARP packet as text. An address that the packet ends before is all zero, as in the original.
struct ArpFields {
  std::uint16_t operation = 0;
  std::string source_hardware = "00:00:00:00:00:00";
  std::string source_protocol = "0.0.0.0";
  std::string target_hardware = "00:00:00:00:00:00";
  std::string target_protocol = "0.0.0.0";

  /// Reads the fields of `arp`, which must have at least 8 bytes.
  explicit ArpFields(Bytes arp) : operation(detail::be16(arp, 6)) {
    const std::uint16_t protocol = detail::be16(arp, 2);
    const std::size_t hardware_size = arp[4];
    const std::size_t protocol_size = arp[5];
    Bytes rest = arp.subspan(8);
    const auto next = [&rest](std::size_t size, std::string& text, auto to_text) {
      if (size > rest.size()) {
        rest = {};
      } else {
        text = size == 0 ? "" : to_text(rest.first(size));
        rest = rest.subspan(size);
      }
    };
    const auto protocol_text = [protocol](Bytes address) { return protocol_address_text(protocol, address); };
    next(hardware_size, source_hardware, hardware_address_text);
    next(protocol_size, source_protocol, protocol_text);
    next(hardware_size, target_hardware, hardware_address_text);
    next(protocol_size, target_protocol, protocol_text);
  }

 private:
  static std::string protocol_address_text(std::uint16_t protocol, Bytes address) {
    if (protocol == 0x0800 && address.size() == 4) return Ipv4Address(address).to_string();
    if (protocol == 0x86dd && address.size() == 16) return Ipv6Address(address).to_string();
    return hardware_address_text(address);
  }
};

class ARPChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports every ARP packet, and notes devices that are new";
  static constexpr const char* chef_version = NETDUMPLINGS_VERSION;

  Payload packet_handler(const Packet& packet) override {
    const auto layer = packet.first(ND_LAYER_ARP);
    if (!layer || layer->bytes.size() < 8) return {};
    const bool is_packet_cut = packet.captured_length() < packet.wire_length();
    if (is_packet_cut && !layers::Arp::of(*layer)) return {};  // nobody has the addresses that weren't captured
    write(ArpFields(layer->bytes), packet.time_ns());
    emit_json_text(json_);
    return {};
  }

 private:
  static constexpr std::uint16_t request = 1;
  static constexpr std::uint16_t reply = 2;

  void write(const ArpFields& arp, std::int64_t time_ns) {
    json_ = "{\"operation\":";
    if (arp.operation == request) {
      json_ += "\"request\"";
    } else if (arp.operation == reply) {
      json_ += "\"reply\"";
    } else {
      json_ += std::to_string(arp.operation);
    }
    append_address(",\"src_hw\":\"", arp.source_hardware);
    append_address("\",\"src_ip\":\"", arp.source_protocol);
    append_address("\",\"dst_hw\":\"", arp.target_hardware);
    append_address("\",\"dst_ip\":\"", arp.target_protocol);
    json_ += "\",\"time\":";
    append_json_seconds(json_, time_ns);
    json_ += ",\"notes\":";
    json_ += arp.operation == reply ? note(arp) : "null";
    json_ += '}';
  }

  // Addresses consist of hex digits, dots and colons, so that nothing needs escaping.
  void append_address(std::string_view before, const std::string& address) {
    json_ += before;
    json_ += address;
  }

  /// Remembers the sender's hardware address for its IP address. Returns the note about it as JSON text.
  const char* note(const ArpFields& arp) {
    const std::size_t size = arp.source_protocol.size() + arp.source_hardware.size() + size_of_entry;
    auto [hardware, is_new] = hardware_of_.touch_or_add(arp.source_protocol, size);
    const bool is_other = hardware != arp.source_hardware;
    hardware = arp.source_hardware;
    if (is_new) return "\"source device is new\"";
    return is_other ? "\"source device has new IP address\"" : "null";
  }

  // In bytes, because a sender can make addresses as long as it likes. 65,536 of Ethernet's and IPv4's fit.
  static constexpr std::size_t size_of_entry = 160;  // besides its texts
  static constexpr std::size_t most_remembered = std::size_t{12} << 20;

  RecentMap<std::string, std::string> hardware_of_{most_remembered};
  std::string json_;  // kept to reuse its memory
};

}  // namespace netdumplings::chefs
