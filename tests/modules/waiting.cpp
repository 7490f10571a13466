// Chefs that wait on the kitchen's clock.
#include <netdumplings/dumpling_chef.hpp>

#include <chrono>
#include <stdexcept>

namespace {

using netdumplings::ChefOption;
using netdumplings::Packet;
using netdumplings::Payload;
using std::chrono::milliseconds;

// Waits after each packet, and once more after that.
class WaitingChef : public netdumplings::DumplingChef {
 public:
  static constexpr ChefOption chef_options[] = {{"milliseconds", "number", "2000", "how long it waits"}};

  Payload packet_handler(const Packet&) override {
    const int packet = ++packets_;
    after(wait_, [this, packet] {
      emit(nlohmann::ordered_json{{"waited", packet}, {"now", now()}});
      after(wait_, [this, packet] { emit(nlohmann::ordered_json{{"again", packet}, {"now", now()}}); });
    });
    return {};
  }

 private:
  milliseconds wait_{option<int>("milliseconds")};
  int packets_ = 0;
};

// Says why it can't wait.
class ImpatientChef : public netdumplings::DumplingChef {
 public:
  ImpatientChef() { attempt(milliseconds(1), 1); }
  Payload packet_handler(const Packet&) override {
    attempt(milliseconds(-1), 1);
    attempt(milliseconds(1), 100'001);
    return {};
  }
  Payload interval_handler(double) override {
    after(milliseconds(0), [] { throw std::runtime_error("too late"); });
    return {};
  }

 private:
  void attempt(milliseconds delay, int times) {
    try {
      for (int i = 0; i < times; ++i) after(delay, [] {});
    } catch (const std::exception& error) {
      log(error.what());
    }
  }
};

}  // namespace

NETDUMPLINGS_CHEFS(WaitingChef, ImpatientChef)
