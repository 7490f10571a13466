// ScanChef makes a dumpling when a host tries many TCP ports, and at every poke one with how many ports each host
// tried.
#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/tcp.hpp>

#include <cstddef>
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
    const auto flow = packet.flow();  // of IPv4 or IPv6
    const auto tcp = packet.layer<layers::Tcp>();
    if (!flow || !tcp || !tcp->syn() || tcp->ack()) return {};  // makes no dumpling

    const std::string host = flow->source.to_string();
    if (tries_ == most_tries || !tried_[host].insert(tcp->destination_port()).second) return {};
    ++tries_;
    if (tried_[host].size() != many_) return {};
    log(host + " tries many ports");
    return ordered_json{{"host", host}, {"ports", many_}, {"when", packet.time()}};
  }

  Payload interval_handler(double) override {
    ordered_json tried = ordered_json::object();
    for (const auto& [host, ports] : tried_) tried[host] = ports.size();
    tried_.clear();
    tries_ = 0;
    return ordered_json{{"tried", tried}};
  }

 private:
  static constexpr std::size_t most_tries = 20'000;  // sources can be faked, so remember no more

  std::size_t many_ = option<std::size_t>("ports");
  std::map<std::string, std::set<std::uint16_t>> tried_;  // by host, since the last poke
  std::size_t tries_ = 0;                                 // ports in it, of all hosts
};

NETDUMPLINGS_CHEFS(ScanChef)
