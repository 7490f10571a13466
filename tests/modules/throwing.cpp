// Chefs that throw wherever they can.
#include <netdumplings/dumpling_chef.hpp>

#include <stdexcept>

namespace {

using netdumplings::Packet;
using netdumplings::Payload;

class ThrowingConstructorChef : public netdumplings::DumplingChef {
 public:
  ThrowingConstructorChef() { throw std::runtime_error("the oven is cold"); }
};

class ThrowingHandlersChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet&) override {
    emit(nlohmann::json("before"));
    throw std::runtime_error("burnt\nagain");
  }
  Payload interval_handler(double) override { throw 42; }
};

class WorkingChef : public netdumplings::DumplingChef {
 public:
  Payload packet_handler(const Packet&) override { return nlohmann::json("worked"); }
};

}  // namespace

NETDUMPLINGS_CHEFS(ThrowingConstructorChef, ThrowingHandlersChef, WorkingChef)
