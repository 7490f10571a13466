#include <netdumplings/dumpling_chef.hpp>

namespace {

class UnassignableChef : public netdumplings::DumplingChef {
 public:
  static constexpr bool assignable_to_kitchen = false;
  netdumplings::Payload interval_handler(double) override { return nlohmann::json("should not be"); }
};

}  // namespace

NETDUMPLINGS_CHEFS(UnassignableChef)
