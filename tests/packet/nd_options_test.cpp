// Every option of neighbour discovery.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const Buffer router_advertisement = hex("8600 0000 40000708 00000000 00000000");
const std::string advertisement_with = "Ethernet|IPv6|ICMPv6 Neighbor Discovery - Router Advertisement|";

struct NdOption {
  std::size_t type;
  std::string name;
  std::size_t units;  // its length in units of eight bytes
  std::size_t size;   // bytes of the whole option
  bool may_be_cut;    // it ends with any number of bytes
};
const std::vector<NdOption> nd_options = {
    {1, "Neighbor Discovery Option - Source Link-Layer Address", 1, 8, false},
    {2, "Neighbor Discovery Option - Destination Link-Layer Address", 1, 8, false},
    {3, "Neighbor Discovery Option - Prefix Information", 4, 32, false},
    {4, "Neighbor Discovery Option - Redirected Header", 6, 48, true},
    {5, "Neighbor Discovery Option - MTU", 1, 8, false},
    {6, "Neighbor Discovery Option - NBMA Shortcut Limit", 1, 8, false},
    {7, "Neighbor Discovery - Interval Advertisement", 1, 8, false},
    {8, "Neighbor Discovery - Home Agent Information", 1, 8, false},
    {9, "Inverse Neighbor Discovery Option - Source Address List", 5, 40, false},
    {10, "Inverse Neighbor Discovery Option - Target Address List", 5, 40, false},
    {17, "Neighbor Discovery - IP Address Option (FH for MIPv6)", 3, 24, false},
    {18, "Neighbor Discovery - New Router Prefix Information Option (FH for MIPv6)", 3, 24, false},
    {19, "Neighbor Discovery - Link-Layer Address (LLA) Option (FH for MIPv6)", 1, 9, false},
    {23, "Neighbor Discovery - MAP Option", 3, 24, false},
    {24, "Neighbor Discovery Option - Route Information Option", 1, 8, false},
    {24, "Neighbor Discovery Option - Route Information Option", 2, 16, false},
    {24, "Neighbor Discovery Option - Route Information Option", 3, 24, false},
    {25, "Neighbor Discovery Option - Recursive DNS Server Option", 5, 40, false},
    {26, "Neighbor Discovery Option - Expanded Flags Option", 1, 8, false},
    {31, "Neighbor Discovery Option - DNS Search List Option", 3, 24, true},
};

TEST(NdOption, EveryOptionEndsWhereTheNextBegins) {
  const Buffer mtu = hex("0501 0000 000005dc");
  for (const NdOption& option : nd_options) {
    const Buffer whole = u8(option.type) + u8(option.units) + zeros(option.size - 2);
    EXPECT_EQ(in_ipv6(58, router_advertisement + whole + mtu),
              advertisement_with + "ICMPv6 " + option.name + "|ICMPv6 Neighbor Discovery Option - MTU");
  }
}

TEST(NdOption, EveryOptionMustBeWholeUnlessItsEndIsBytes) {
  for (const NdOption& option : nd_options) {
    const Buffer whole = u8(option.type) + u8(option.units) + zeros(option.size - 2);
    EXPECT_EQ(in_ipv6(58, router_advertisement + cut(whole, option.size - 1)),
              advertisement_with + (option.may_be_cut ? "ICMPv6 " + option.name : "Raw"))
        << option.name;
  }
}

TEST(NdOption, ARouteHasAPrefixOfAnAddressAtMost) {
  EXPECT_EQ(in_ipv6(58, router_advertisement + hex("1804") + zeros(30)), advertisement_with + "Raw");
  EXPECT_EQ(in_ipv6(58, router_advertisement + hex("1800") + zeros(30)), advertisement_with + "Raw");
}

}  // namespace
}  // namespace netdumplings
