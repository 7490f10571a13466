// Tells as whom it was loaded: a static initialiser runs before the kitchen can ask for anything.
#include <unistd.h>
#include <netdumplings/dumpling_chef.hpp>

#include <cstdio>
#include <string>

namespace {

const uid_t loaded_by = [] {
  const uid_t user = geteuid();
  std::fprintf(stderr, "loaded by user %u\n", user);
  return user;
}();

class WhoLoadsChef : public netdumplings::DumplingChef {
 public:
  netdumplings::Payload packet_handler(const netdumplings::Packet&) override {
    emit_json_text(std::to_string(loaded_by));
    return {};
  }
};

}  // namespace

NETDUMPLINGS_CHEFS(WhoLoadsChef)
