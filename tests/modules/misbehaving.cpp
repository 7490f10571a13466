// Chefs that are slow, and that fail often.
#include <netdumplings/dumpling_chef.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace {

using netdumplings::ChefOption;
using netdumplings::Packet;
using netdumplings::Payload;

// Takes its time over every packet and every poke.
class SlowChef : public netdumplings::DumplingChef {
 public:
  static constexpr ChefOption chef_options[] = {{"milliseconds", "number", "5", "how much time", 0, 1000000}};
  Payload packet_handler(const Packet&) override { return rest(); }
  Payload interval_handler(double) override { return rest(); }

 private:
  Payload rest() {
    std::this_thread::sleep_for(std::chrono::milliseconds(options().at("milliseconds").get<int>()));
    return {};
  }
};

// Fails on all packets but each `good`-th.
class FlakyChef : public netdumplings::DumplingChef {
 public:
  static constexpr ChefOption chef_options[] = {{"good", "number", "1000000000", "which packets are good"}};
  Payload packet_handler(const Packet&) override {
    if (++packets_ % good_ != 0) throw std::runtime_error("not today");
    return {};
  }
  Payload interval_handler(double) override { return nlohmann::json(packets_); }

 private:
  int packets_ = 0;
  int good_ = options().at("good").get<int>();
};

}  // namespace

NETDUMPLINGS_CHEFS(SlowChef, FlakyChef)
