// Makes Community IDs, version 1 (https://github.com/corelight/community-id-spec).
#pragma once

#include <netdumplings/detail/sha1.hpp>
#include <netdumplings/flow.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Returns the type of the reply to an ICMP message, or of the request that it replies to. Returns nothing for types
/// that have neither.
inline std::optional<std::uint8_t> icmp_counterpart(std::uint8_t protocol, std::uint8_t type) {
  using Pair = std::pair<std::uint8_t, std::uint8_t>;
  static constexpr std::array<Pair, 5> icmp_pairs = {{{0, 8}, {9, 10}, {13, 14}, {15, 16}, {17, 18}}};
  static constexpr std::array<Pair, 6> icmpv6_pairs = {
      {{128, 129}, {130, 131}, {133, 134}, {135, 136}, {139, 140}, {144, 145}}};
  const auto find = [type](const auto& pairs) -> std::optional<std::uint8_t> {
    for (const auto& [one, other] : pairs) {
      if (type == one) return other;
      if (type == other) return one;
    }
    return std::nullopt;
  };
  return protocol == Flow::icmp ? find(icmp_pairs) : find(icmpv6_pairs);
}

/// The bytes that are hashed: the seed, the lower end's address, the higher end's, the protocol, a zero, and their
/// ports, if there are any.
class CommunityIdInput {
 public:
  /// Makes the bytes for a flow. Returns nothing if its protocol has ports or types, but they are missing.
  static std::optional<CommunityIdInput> of(const Flow& flow, std::uint16_t seed) {
    const bool is_icmp = flow.protocol == Flow::icmp || flow.protocol == Flow::icmpv6;
    const bool has_ports = flow.protocol == Flow::tcp || flow.protocol == Flow::udp || flow.protocol == Flow::sctp;
    if ((is_icmp && !flow.icmp_type) || (has_ports && !flow.source_port)) return std::nullopt;
    std::uint16_t source_port = flow.source_port.value_or(0);
    std::uint16_t destination_port = flow.destination_port.value_or(0);
    bool has_two_ways = true;
    if (is_icmp) {
      const auto counterpart = icmp_counterpart(flow.protocol, *flow.icmp_type);
      source_port = *flow.icmp_type;
      destination_port = counterpart.value_or(*flow.icmp_code);
      has_two_ways = counterpart.has_value();
    }
    const bool is_swapped =
        has_two_ways && std::tie(flow.destination, destination_port) < std::tie(flow.source, source_port);
    CommunityIdInput input;
    input.put16(seed);
    input.put(is_swapped ? flow.destination.bytes() : flow.source.bytes());
    input.put(is_swapped ? flow.source.bytes() : flow.destination.bytes());
    input.put16(static_cast<std::uint16_t>(flow.protocol << 8));
    if (is_icmp || has_ports) {
      input.put16(is_swapped ? destination_port : source_port);
      input.put16(is_swapped ? source_port : destination_port);
    }
    return input;
  }

  Bytes bytes() const { return Bytes(bytes_).first(size_); }

 private:
  void put(Bytes bytes) {
    for (const std::uint8_t byte : bytes) bytes_[size_++] = byte;
  }
  void put16(std::uint16_t number) {
    bytes_[size_++] = static_cast<std::uint8_t>(number >> 8);
    bytes_[size_++] = static_cast<std::uint8_t>(number);
  }

  std::array<std::uint8_t, 2 + 2 * 16 + 2 + 4> bytes_{};
  std::size_t size_ = 0;
};

/// Returns base64 text with padding (RFC 4648).
inline std::string base64(Bytes bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (; !bytes.empty(); bytes = clipped(bytes, 3, bytes.size())) {
    const Bytes group = clipped(bytes, 0, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < group.size() ? group[i] : 0u);
    for (std::size_t i = 0; i < 4; ++i) text += i <= group.size() ? digits[bits >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

/// Returns the Community ID of a flow, or nothing if its ports or its ICMP type are missing.
inline std::optional<std::string> community_id(const Flow& flow, std::uint16_t seed) {
  const auto input = CommunityIdInput::of(flow, seed);
  if (!input) return std::nullopt;
  return "1:" + base64(sha1(input->bytes()));
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
