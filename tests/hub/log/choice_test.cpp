#include "hub/log/choice.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace netdumplings::hub {
namespace {

using Names = std::set<std::string, std::less<>>;

TEST(Choice, TakesEverythingIfNoListIsGiven) {
  EXPECT_TRUE(Choice{}.everything());
  EXPECT_TRUE(Choice{}.takes({"DNSLookupChef", std::nullopt, ""}));
}

TEST(Choice, TakesWhatIsInEachOfTheListsThatAreGiven) {
  const Choice choice{Names{"DNSLookupChef", "ARPChef"}, {}, Names{"packet"}};
  EXPECT_FALSE(choice.everything());
  EXPECT_TRUE(choice.takes({"ARPChef", "attic", "packet"}));
  EXPECT_FALSE(choice.takes({"PacketCountChef", "attic", "packet"}));
  EXPECT_FALSE(choice.takes({"ARPChef", "attic", "interval"}));
}

TEST(Choice, ADumplingWithoutAKitchenIsInNoListOfKitchens) {
  const Choice choice{{}, Names{"", "attic"}, {}};
  EXPECT_TRUE(choice.takes({"ARPChef", "attic", ""}));
  EXPECT_FALSE(choice.takes({"ARPChef", std::nullopt, ""}));
}

TEST(Choice, AnEmptyListTakesNothing) {
  const Choice choice{Names{}, {}, {}};
  EXPECT_FALSE(choice.everything());
  EXPECT_FALSE(choice.takes({"ARPChef", "attic", ""}));
}

}  // namespace
}  // namespace netdumplings::hub
