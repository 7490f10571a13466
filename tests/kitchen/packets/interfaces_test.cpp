#include "kitchen/packets/interfaces.hpp"

#include <gmock/gmock.h>

#include "kitchen/packets/link_types.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Interfaces, AllIsEveryOneThatIsUpAndNotLoopback) {
  EXPECT_THAT(all_of({{"lo", true, true}, {"eth0", true, false}, {"eth1", false, false}, {"wlan0", true, false}}),
              ElementsAre("eth0", "wlan0"));
}

TEST(Interfaces, AllIsLoopbackWhereItIsAlone) {
  EXPECT_THAT(all_of({{"lo", true, true}, {"eth0", false, false}}), ElementsAre("lo"));
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

TEST(LinkTypes, TheFewThatDifferAreMappedBothWays) {
  EXPECT_EQ(link_type_from_dlt(12), 101);
  EXPECT_EQ(dlt_from_link_type(101), 12);
  for (int link_type = 0; link_type < 300; ++link_type) {
    const int dlt = dlt_from_link_type(link_type);
    if (dlt == link_type) continue;
    EXPECT_EQ(link_type_from_dlt(dlt), link_type);
  }
  EXPECT_EQ(link_type_from_dlt(1), 1);
  EXPECT_EQ(link_type_from_dlt(276), 276);
}

}  // namespace
}  // namespace netdumplings::kitchen
