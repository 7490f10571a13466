#include "kitchen/packets/interfaces.hpp"

#include <gmock/gmock.h>

namespace netdumplings::kitchen {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Interfaces, AllIsEveryOneThatIsUpAndNotLoopback) {
  EXPECT_THAT(all_of({{"lo", true, true}, {"eth0", true, false}, {"eth1", false, false}, {"wlan0", true, false}}),
              ElementsAre("eth0", "wlan0"));
}

TEST(Interfaces, AllIsLoopbackOnlyIfTheMachineHasNoOtherInterface) {
  EXPECT_THAT(all_of({{"lo", true, true}}), ElementsAre("lo"));
  EXPECT_THAT(all_of({{"lo", true, true}, {"eth0", false, false}}), IsEmpty());
  EXPECT_THAT(all_of({{"lo", false, true}}), IsEmpty());
}

TEST(Interfaces, ThisMachineHasALoopback) {
  const auto interfaces = list_interfaces();
  const auto lo = std::find_if(interfaces.begin(), interfaces.end(), [](const auto& i) { return i.name == "lo"; });
  ASSERT_NE(lo, interfaces.end());
  EXPECT_TRUE(lo->loopback);
}

TEST(Interfaces, NamesAreListedForAMessage) {
  EXPECT_EQ(names_of({{"lo", true, true}, {"eth0", true, false}}), "lo, eth0");
  EXPECT_EQ(names_of({}), "");
}

}  // namespace
}  // namespace netdumplings::kitchen
