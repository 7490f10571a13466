#include "net/server/address_group.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

TEST(AddressGroup, AllAddressesOfAnIPv6NetworkAreOneGroup) {
  EXPECT_EQ(address_group("2001:db8:0:1::1"), address_group("2001:db8:0:1:2:3:4:5"));
  EXPECT_NE(address_group("2001:db8:0:1::1"), address_group("2001:db8:0:2::1"));
}

TEST(AddressGroup, EachIPv4AddressIsAlone) {
  EXPECT_EQ(address_group("10.0.0.1"), "10.0.0.1");
  EXPECT_NE(address_group("10.0.0.1"), address_group("10.0.0.2"));
}

TEST(AddressGroup, EachLinkLocalAddressIsAloneOnItsLink) {
  EXPECT_NE(address_group("fe80::1%eth0"), address_group("fe80::2%eth0"));
  EXPECT_NE(address_group("fe80::1%eth0"), address_group("fe80::1%eth1"));
  EXPECT_NE(address_group("fe80::1"), address_group("fe80::2"));
}

}  // namespace
}  // namespace netdumplings::net
