// TalkerChef makes a dumpling for every new sender, and at every poke one with the bytes that each sender has sent.
#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/layers/ipv4.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace {

using netdumplings::ChefOption;
using netdumplings::Packet;
using netdumplings::Payload;
using nlohmann::ordered_json;

class TalkerChef : public netdumplings::DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports who sends, and how much";
  static constexpr ChefOption chef_options[] = {
      {"most", "number", "1000", "how many senders to remember"},
  };

  Payload packet_handler(const Packet& packet) override {
    const auto ip = packet.layer<netdumplings::layers::Ipv4>();
    if (!ip) return {};
    const std::string sender = ip->source().to_string();
    const auto known = sent_.find(sender);
    if (known != sent_.end()) {
      known->second += packet.wire_length();
      return {};
    }
    if (sent_.size() >= most_) return {};  // senders can be made up, so remember no more than this
    sent_[sender] = packet.wire_length();
    return ordered_json{{"new", sender}, {"when", packet.time()}};
  }

  Payload interval_handler(double) override { return ordered_json{{"sent", sent_}}; }

 private:
  std::size_t most_ = options().at("most");
  std::map<std::string, std::uint64_t> sent_;
};

}  // namespace

NETDUMPLINGS_CHEFS(TalkerChef)
