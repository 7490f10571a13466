// A kitchen with one network chef, and what the tests of these chefs let the hosts of a network say.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kitchen/chef_fixtures.hpp"
#include "packet/frames.hpp"

namespace netdumplings::chefs::network {

using frames::Buffer;

inline constexpr std::int64_t millisecond = 1'000'000;
inline constexpr std::int64_t second = 1'000 * millisecond;
/// When the tests' first packets come: 2020-09-13 12:26:40 UTC.
inline constexpr std::int64_t start = 1'600'000'000 * second;

/// A kitchen that is fed by hand. Its clock is the latest packet's time.
class NetworkKitchen : public kitchen::testing::TestKitchen {
 public:
  using Payloads = std::vector<nlohmann::ordered_json>;

  /// Options are "NAME=VALUE".
  explicit NetworkKitchen(const std::string& chef, const std::vector<std::string>& options = {})
      : TestKitchen({ND_NETWORK_CHEFS}, {{chef}}, with_chef(chef, options)) {}

  /// Handles an Ethernet frame, and returns the payloads that were made of it.
  Payloads take(const Buffer& bytes, std::int64_t time_ns) {
    const frames::Frame frame(bytes);
    nd_packet packet = frame.packet().raw();
    packet.time_ns = time_ns;
    advance(time_ns);
    runner.packet(packet);
    return taken();
  }
  Payloads poke(std::int64_t time_ns, double interval = 5) {
    advance(time_ns);
    runner.poke(interval, time_ns);
    return taken();
  }
  /// Ends the capture. Nothing may be handled after that.
  Payloads close(std::int64_t time_ns = start) {
    runner.close(ND_END_CAPTURE_ENDED, time_ns);
    return taken();
  }

 private:
  static std::vector<std::string> with_chef(const std::string& chef, std::vector<std::string> options) {
    for (auto& option : options) option = chef + ':' + option;
    return options;
  }
  void advance(std::int64_t time_ns) {
    clock_ns_ = std::max(clock_ns_, time_ns);
    runner.advance(clock_ns_, clock_ns_);
  }
  Payloads taken() {
    Payloads all;
    for (const auto& text : payloads()) all.push_back(nlohmann::ordered_json::parse(text));
    sink.dumplings.clear();
    return all;
  }

  std::int64_t clock_ns_ = 0;
};

/// Returns an IPv4 packet in an Ethernet frame. Addresses are hex: "c0000201" is 192.0.2.1.
inline Buffer ipv4_frame(std::string_view source, std::string_view destination, std::size_t protocol,
                         const Buffer& payload) {
  using frames::operator+;
  Buffer packet = frames::ipv4(protocol, payload);
  const Buffer addresses = frames::hex(source) + frames::hex(destination);
  for (std::size_t i = 0; i < addresses.size(); ++i) packet[12 + i] = addresses[i];
  return frames::ether(0x0800, packet);
}

/// A UDP exchange between 192.0.2.1 (c0000201) and 198.51.100.2 (c6336402).
struct UdpTalk {
  std::size_t client_port = 40000;
  std::size_t server_port = 53;
  std::string client = "c0000201";
  std::string server = "c6336402";

  [[nodiscard]] Buffer by_client(const Buffer& payload) const {
    return ipv4_frame(client, server, 17, frames::udp(client_port, server_port, payload));
  }
  [[nodiscard]] Buffer by_server(const Buffer& payload) const {
    return ipv4_frame(server, client, 17, frames::udp(server_port, client_port, payload));
  }
};

/// A TCP connection between the same hosts, whose ends keep count of their sequence numbers.
class TcpTalk {
 public:
  enum Flags : std::size_t { fin = 1, syn = 2, rst = 4, ack = 16 };

  explicit TcpTalk(std::size_t server_port = 80, std::size_t client_port = 40000, std::string client = "c0000201",
                   std::string server = "c6336402")
      : ends_{{client_port, std::move(client), 1000, 0}, {server_port, std::move(server), 5000, 0}} {}

  /// The three packets that open it.
  Buffer asks() { return by(client_, {}, syn); }
  Buffer accepts() { return by(server_, {}, syn | ack); }
  Buffer confirms() { return by(client_, {}, ack); }

  Buffer client_says(const Buffer& bytes) { return by(client_, bytes, ack); }
  Buffer server_says(const Buffer& bytes) { return by(server_, bytes, ack); }
  Buffer client_says(std::string_view text) { return client_says(frames::text(text)); }
  Buffer server_says(std::string_view text) { return server_says(frames::text(text)); }
  Buffer client_ends() { return by(client_, {}, fin | ack); }
  Buffer server_ends() { return by(server_, {}, fin | ack); }
  Buffer client_resets() { return by(client_, {}, rst | ack); }
  Buffer server_resets() { return by(server_, {}, rst | ack); }
  /// An acknowledgement alone.
  Buffer client_hears() { return by(client_, {}, ack); }
  Buffer server_hears() { return by(server_, {}, ack); }

  /// Opens it in a kitchen, at a millisecond's distance each.
  void open(NetworkKitchen& kitchen, std::int64_t time_ns = start) {
    kitchen.take(asks(), time_ns);
    kitchen.take(accepts(), time_ns + millisecond);
    kitchen.take(confirms(), time_ns + 2 * millisecond);
  }

 private:
  struct End {
    std::size_t port;
    std::string address;
    std::size_t next;   // sequence number
    std::size_t heard;  // what it acknowledges
  };
  static constexpr std::size_t client_ = 0, server_ = 1;

  Buffer by(std::size_t side, const Buffer& bytes, std::size_t flags) {
    using frames::operator+;
    using frames::hex;
    using frames::u16;
    using frames::u32;
    using frames::u8;
    End& from = ends_[side];
    End& to = ends_[1 - side];
    const Buffer segment = u16(from.port) + u16(to.port) + u32(from.next) + u32((flags & ack) != 0 ? from.heard : 0) +
                           hex("50") + u8(flags) + hex("2000 0000 0000") + bytes;
    from.next += bytes.size() + ((flags & (syn | fin)) != 0 ? 1 : 0);
    to.heard = from.next;
    return ipv4_frame(from.address, to.address, 6, segment);
  }

  End ends_[2];
};

}  // namespace netdumplings::chefs::network
