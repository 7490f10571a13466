// TalkerChef makes a dumpling for every new sender, and at every poke one with the bytes that each sender has sent.
#include <netdumplings/dumpling_chef.hpp>
#include <netdumplings/recent_map.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using netdumplings::ChefOption;
using netdumplings::Packet;
using netdumplings::Payload;
using netdumplings::RecentMap;
using nlohmann::json;
using nlohmann::ordered_json;

class TalkerChef : public netdumplings::DumplingChef {
 public:
  static constexpr const char* chef_help = "Reports who sends, and how much";
  static constexpr ChefOption chef_options[] = {
      {"most", "number", "1000", "how many senders to remember"},
  };

  Payload packet_handler(const Packet& packet) override {
    const auto flow = packet.flow();  // of IPv4 or IPv6
    if (!flow) return {};
    const std::string sender = flow->source.to_string();
    auto [bytes, is_new] = sent_.touch_or_add(sender);
    bytes += packet.wire_length();
    if (!is_new) return {};
    return ordered_json{{"new", sender}, {"when", packet.time()}};
  }

  Payload interval_handler(double) override {
    json sent = json::object();
    for (const auto& entry : sent_.entries()) sent[entry.key] = entry.value;
    return ordered_json{{"sent", sent}};
  }

 private:
  // Senders can be made up, so remember no more than the option says, and forget those that were quiet for longest.
  RecentMap<std::string, std::uint64_t> sent_{option<std::size_t>("most")};
};

}  // namespace

NETDUMPLINGS_CHEFS(TalkerChef)
