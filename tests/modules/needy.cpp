// Chefs that need other packets than most.
#include <netdumplings/dumpling_chef.hpp>

#include <cstdint>
#include <string>

namespace {

using netdumplings::Packet;
using netdumplings::Payload;

// Says which layer is a packet's last.
class CountingChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet& packet) override {
    std::string last;
    for (const auto& layer : packet.layers()) last = layer.name;
    return nlohmann::json{{"last", last}};
  }
};

class PingChef : public CountingChef {
 public:
  static constexpr const char* chef_filter = "icmp or icmp6";
};

class EverythingChef : public CountingChef {
 public:
  static constexpr const char* chef_filter = "";
};

class ModestChef : public CountingChef {};

// Looks for two kinds of layers, also in datagrams that came in fragments.
class SelectiveChef : public CountingChef {
 public:
  static constexpr bool uses_connections = true;
  static constexpr std::uint32_t chef_layers[] = {ND_LAYER_DNS, ND_LAYER_ARP};
};

class PuzzlingChef : public CountingChef {
 public:
  static constexpr const char* chef_filter = "icmp andor udp";
};

}  // namespace

NETDUMPLINGS_CHEFS(PingChef, EverythingChef, ModestChef, PuzzlingChef, SelectiveChef)
