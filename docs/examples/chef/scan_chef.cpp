// ScanChef makes a dumpling when a host tries many TCP ports, and at every poke one with how many ports each host
// tried.
#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/tcp.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>

using namespace netdumplings;
using nlohmann::ordered_json;

class ScanChef : public DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports hosts that try many TCP ports";
  static constexpr ChefOption chef_options[] = {
      {"ports", "number", "20", "report a host that tries this many ports"},
  };

  Payload packet_handler(const Packet& packet) override {
    const auto ip = packet.layer<layers::Ipv4>();
    const auto tcp = packet.layer<layers::Tcp>();
    if (!ip || !tcp || !tcp->syn() || tcp->ack()) return {};  // makes no dumpling

    const std::string host = ip->source().to_string();
    if (tried_.size() >= most_hosts && !tried_.contains(host)) return {};
    const auto [port, is_new] = tried_[host].insert(tcp->destination_port());
    if (!is_new || tried_[host].size() != many_) return {};
    log(host + " tries many ports");
    return ordered_json{{"host", host}, {"ports", many_}, {"when", packet.time()}};
  }

  Payload interval_handler(double) override {
    ordered_json tried = ordered_json::object();
    for (const auto& [host, ports] : tried_) tried[host] = ports.size();
    tried_.clear();
    return ordered_json{{"tried", tried}};
  }

 private:
  static constexpr std::size_t most_hosts = 10000;  // sources can be faked, so remember no more of them

  std::size_t many_ = options().at("ports");
  std::map<std::string, std::set<std::uint16_t>> tried_;  // by host, since the last poke
};

NETDUMPLINGS_CHEFS(ScanChef)
