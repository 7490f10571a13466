#include "hub/kitchens/kitchen_hello.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

TEST(KitchenHello, KeepsTheCardAsItWasSentInItsOrder) {
  const std::string card =
      R"({"kitchen_name":"k","interface":"all","filter":"tcp","chefs":["m.C"],"poke_interval":5.0,"more":[1,{}]})";
  const auto hello = kitchen_hello(card);
  ASSERT_TRUE(hello) << hello.error();
  EXPECT_EQ(hello->name, "k");
  EXPECT_EQ(hello->card, card);
}

TEST(KitchenHello, TheSessionIsASecretAndIsNotOnTheCard) {
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k","session":"0123","chefs":[]})")->card,
            R"({"kitchen_name":"k","chefs":[]})");
}

TEST(KitchenHello, ChefsAreAlwaysAnArray) {
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k"})")->card, R"({"kitchen_name":"k","chefs":[]})");
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k","chefs":"C"})")->card, R"({"kitchen_name":"k","chefs":[]})");
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k","chefs":null})")->card, R"({"kitchen_name":"k","chefs":[]})");
}

TEST(KitchenHello, TheFilterAndTheChefsMayBeLong) {
  const auto with_filter = [](std::size_t size) {
    return R"({"kitchen_name":"k","chefs":[],"filter":")" + std::string(size, 'x') + "\"}";
  };
  EXPECT_TRUE(kitchen_hello(with_filter(60'000)));
  EXPECT_EQ(kitchen_hello(with_filter(defaults::max_card)).error(), "a hello has at most 65536 bytes");
}

TEST(KitchenHello, IsRefusedWithoutAKitchensName) {
  EXPECT_EQ(kitchen_hello(R"({"eater_name":"e"})").error(), "the hello has no 'kitchen_name'");
}

}  // namespace
}  // namespace netdumplings::hub
