// Makes DHCP messages for the tests of chefs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {

/// A DHCP message in the making. Addresses are hex: "c0000201" is 192.0.2.1.
struct DhcpMessage {
  bool is_reply = false;
  std::string client_address = "00000000";
  std::string your_address = "00000000";
  std::string hardware = "020000000001";
  Buffer options{};

  DhcpMessage& add(std::size_t option, const Buffer& value) {
    using frames::operator+;
    options = options + frames::u8(option) + frames::u8(value.size()) + value;
    return *this;
  }
  DhcpMessage& add(std::size_t option, std::string_view text) { return add(option, frames::text(text)); }
  DhcpMessage& type(std::size_t type) { return add(53, frames::u8(type)); }

  [[nodiscard]] Buffer bytes() const {
    using frames::operator+;
    using frames::hex;
    const Buffer address = hex(hardware);
    return frames::u8(is_reply ? 2 : 1) + hex("01") + frames::u8(address.size()) + hex("00 01020304 0000 0000") +
           hex(client_address) + hex(your_address) + frames::zeros(8) + address + frames::zeros(16 - address.size()) +
           frames::zeros(192) + hex("63825363") + options + hex("ff");
  }
  /// Returns it in a frame between a client and a server.
  [[nodiscard]] Buffer frame() const {
    const UdpTalk talk{.client_port = 68, .server_port = 67};
    return is_reply ? talk.by_server(bytes()) : talk.by_client(bytes());
  }
};

}  // namespace netdumplings::chefs::network
