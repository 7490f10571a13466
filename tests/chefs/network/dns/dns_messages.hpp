// Makes DNS messages for the tests of DnsChef.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "packet/frames.hpp"

namespace netdumplings::chefs::network {

using frames::Buffer;

/// Returns a name as labels: "a.example" in wire format.
inline Buffer dns_name(std::string_view name) {
  using frames::operator+;
  Buffer bytes;
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    bytes = bytes + frames::u8(label.size()) + frames::text(label);
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  return bytes + frames::u8(0);
}

/// A DNS message in the making.
struct DnsMessage {
  std::size_t id = 0x1234;
  std::size_t flags = 0;
  std::string name = "www.example";  // "-" is no question at all
  std::size_t type = 1;
  std::size_t answer_count = 0;
  Buffer answers{};
  std::size_t additional_count = 0;
  Buffer additionals{};

  static constexpr std::size_t response = 0x8180;

  /// Adds an answer about the question's name.
  DnsMessage& add(std::size_t of_type, const Buffer& data, std::size_t ttl = 60) {
    using frames::operator+;
    ++answer_count;
    answers = answers + frames::hex("c00c") + frames::u16(of_type) + frames::hex("0001") + frames::u32(ttl) +
              frames::u16(data.size()) + data;
    return *this;
  }
  [[nodiscard]] Buffer bytes() const {
    using frames::operator+;
    const bool has_question = name != "-";
    const Buffer question = has_question ? dns_name(name) + frames::u16(type) + frames::hex("0001") : Buffer();
    return frames::u16(id) + frames::u16(flags) + frames::u16(has_question ? 1 : 0) + frames::u16(answer_count) +
           frames::hex("0000") + frames::u16(additional_count) + question + answers + additionals;
  }
  /// Returns the message after its length, as on TCP.
  [[nodiscard]] Buffer framed() const {
    using frames::operator+;
    return frames::u16(bytes().size()) + bytes();
  }
};

inline DnsMessage dns_question(const std::string& name = "www.example", std::size_t id = 0x1234) {
  return {.id = id, .flags = 0x0100, .name = name};
}
/// Returns an answer with the address 192.0.2.80.
inline DnsMessage dns_answer(const std::string& name = "www.example", std::size_t id = 0x1234) {
  DnsMessage message{.id = id, .flags = DnsMessage::response, .name = name};
  return message.add(1, frames::hex("c0000250"));
}

}  // namespace netdumplings::chefs::network
