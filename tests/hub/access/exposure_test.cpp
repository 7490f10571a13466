#include "hub/access/exposure.hpp"

#include <gmock/gmock.h>

namespace netdumplings::hub {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Exposure, IsNothingForAHubThatOnlyItsOwnMachineCanReach) {
  const Exposure none = exposure_of({.this_machine_only = true});
  EXPECT_THAT(none.flags, IsEmpty());
  EXPECT_EQ(none.warning, "");
}

TEST(Exposure, OfAHubBehindAProxyIsWhatEatersGetThere) {
  const Exposure open = exposure_of({.this_machine_only = true, .behind_proxy = true});
  EXPECT_THAT(open.flags, ElementsAre("--eater-token-file"));
  EXPECT_EQ(open.warning, "Other machines can reach this hub: anybody may read dumplings (--eater-token-file)");
  EXPECT_EQ(exposure_of({.this_machine_only = true, .behind_proxy = true, .eater_tokens = true}).warning, "");
  EXPECT_EQ(exposure_of({.behind_proxy = true}).flags, exposure_of({}).flags);
}

TEST(Exposure, NamesWhatIsMissingAndTheFlagsForIt) {
  const Exposure all = exposure_of({});
  EXPECT_THAT(all.flags, ElementsAre("--kitchen-token-file", "--eater-token-file", "--tls-cert"));
  EXPECT_EQ(all.warning,
            "Other machines can reach this hub: anybody may send dumplings (--kitchen-token-file), anybody may read "
            "dumplings "
            "(--eater-token-file), nothing is encrypted (--tls-cert)");
  const Exposure one = exposure_of({.kitchen_tokens = true, .encrypted = true});
  EXPECT_THAT(one.flags, ElementsAre("--eater-token-file"));
  EXPECT_EQ(one.warning, "Other machines can reach this hub: anybody may read dumplings (--eater-token-file)");
}

TEST(Exposure, IsNothingForAHubThatLacksNothing) {
  const Exposure none = exposure_of({.kitchen_tokens = true, .eater_tokens = true, .encrypted = true});
  EXPECT_THAT(none.flags, IsEmpty());
  EXPECT_EQ(none.warning, "");
}

}  // namespace
}  // namespace netdumplings::hub
