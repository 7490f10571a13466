// A dumpling of every packet, numbered from 1, as finished text: for tests that count, and for measuring.
#include <netdumplings/dumpling_chef.hpp>

#include <cstdint>
#include <string>

namespace {

using netdumplings::Packet;
using netdumplings::Payload;

class NumberingChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet&) override {
    emit_json_text(std::to_string(++packets_));
    return {};
  }

 private:
  std::uint64_t packets_ = 0;
};

}  // namespace

NETDUMPLINGS_CHEFS(NumberingChef)
