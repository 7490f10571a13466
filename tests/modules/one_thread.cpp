// Tells on which thread each handler runs, and whether another was running then.
#include <unistd.h>
#include <netdumplings/dumpling_chef.hpp>

#include <atomic>

namespace {

using netdumplings::Packet;
using netdumplings::Payload;

class ThreadChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet&) override { return tell(); }
  Payload interval_handler(double) override { return tell(); }

 private:
  Payload tell() {
    const bool alone = !busy_.exchange(true);
    const nlohmann::json told{{"thread", gettid()}, {"alone", alone}};
    busy_ = false;
    return told;
  }

  std::atomic<bool> busy_ = false;
};

}  // namespace

NETDUMPLINGS_CHEFS(ThreadChef)
