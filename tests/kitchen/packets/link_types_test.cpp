#include "kitchen/packets/link_types.hpp"

#include <gtest/gtest.h>

namespace netdumplings::kitchen {
namespace {

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
