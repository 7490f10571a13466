#include "kitchen/card.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kitchen/options.hpp"

namespace netdumplings::kitchen {
namespace {

TEST(Card, KeysAreInTheContractsOrder) {
  Options options;
  options.kitchen_name = "k";
  options.interfaces = {"eth0", "eth1"};
  options.poke_interval = 2;
  EXPECT_EQ(make_card(options, "arp", {"m.A", "m.B"}),
            R"({"kitchen_name":"k","interface":"eth0,eth1","filter":"arp","chefs":["m.A","m.B"],"poke_interval":2.0})");
}

TEST(Card, ANameThatIsNotUtf8StillMakesACard) {
  Options options;
  options.kitchen_name = "k\xff";
  EXPECT_TRUE(nlohmann::json::accept(make_card(options, "", {})));
}

}  // namespace
}  // namespace netdumplings::kitchen
