// Tells what it is told: its options, its kitchen, its clock, the packets.
#include <netdumplings/dumpling_chef.hpp>

namespace {

using netdumplings::ChefOption;
using netdumplings::LogLevel;
using netdumplings::Packet;
using netdumplings::Payload;

class TellerChef : public netdumplings::DumplingChef {
 public:
  static constexpr const char* chef_help = "Tells what it is told";
  static constexpr ChefOption chef_options[] = {{"word", "string", "\"nothing\"", "any word"},
                                                {"limit", "number", "10", "any number"},
                                                {"loud", "boolean", "false", "yes or no"},
                                                {"tree", "json", "{}", "anything"}};

  TellerChef() { log(LogLevel::debug, "made in " + kitchen().name); }

  Payload packet_handler(const Packet& packet) override {
    emit(nlohmann::json{{"bytes", packet.bytes().size()}});
    log(LogLevel::warning, "a packet\nof two lines");
    return nlohmann::ordered_json{{"now", now()}, {"time_ns", packet.time_ns()}};
  }

  Payload interval_handler(double interval) override {
    return nlohmann::json{{"options", told_},
                          {"kitchen", {kitchen().name, kitchen().interface, kitchen().filter, kitchen().poke_interval}},
                          {"interval", interval},
                          {"now", now()}};
  }

 private:
  nlohmann::json told_ = options();
};

}  // namespace

NETDUMPLINGS_CHEFS(TellerChef)
