#include "net/http/trusted_proxies.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

TrustedProxies proxies(const std::vector<std::string>& blocks) {
  std::vector<AddressBlock> parsed;
  for (const std::string& block : blocks) parsed.push_back(*parse_address_block(block));
  return TrustedProxies(std::move(parsed));
}

TEST(TrustedProxies, AreThoseWhoseAddressesBeginWithTheBits) {
  const TrustedProxies trusted = proxies({"192.0.2.64/26", "10.0.0.1", "2001:db8::/33", "203.0.113.9/32"});
  for (const char* address :
       {"192.0.2.64", "192.0.2.127", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8:7fff::1", "203.0.113.9"}) {
    EXPECT_TRUE(trusted.trust(address)) << address;
  }
  for (const char* address : {"192.0.2.63", "192.0.2.128", "10.0.0.2", "2001:db8:8000::1", "203.0.113.8", "::1",
                              "localhost", "", "a:0:0:2"}) {
    EXPECT_FALSE(trusted.trust(address)) << address;
  }
  EXPECT_TRUE(proxies({"0.0.0.0/0"}).trust("198.51.100.1"));
  EXPECT_FALSE(proxies({"0.0.0.0/0"}).trust("2001:db8::1"));
  EXPECT_TRUE(proxies({"::/0"}).trust("198.51.100.1"));
  EXPECT_TRUE(proxies({"fe80::/10"}).trust("fe80::1%eth0"));
  EXPECT_FALSE(TrustedProxies().trust("127.0.0.1"));
}

TEST(TrustedProxies, ABlockThatIsNoneIsRefused) {
  for (const char* block : {"", "/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/-1", "10/8", "::/129",
                            "proxy.example", "fe80::1%eth0/64", "10.0.0.0/8/8", " 10.0.0.0/8"}) {
    EXPECT_FALSE(parse_address_block(block)) << block;
  }
}

// X-Forwarded-For, and the client that a request from a proxy at 10.0.0.1:4000 is from.
TEST(TrustedProxies, TheClientIsWhoTheLastTrustedProxyNames) {
  const TrustedProxies trusted = proxies({"10.0.0.0/8"});
  const std::pair<const char*, const char*> cases[] = {
      {"", "10.0.0.1:4000"},
      {"198.51.100.7", "198.51.100.7:4000"},
      {"198.51.100.7:56324", "198.51.100.7:56324"},
      {"2001:DB8::7", "[2001:db8::7]:4000"},
      {"[2001:db8::7]", "[2001:db8::7]:4000"},
      {"[2001:db8::7]:99", "[2001:db8::7]:99"},
      {"::ffff:198.51.100.7", "198.51.100.7:4000"},
      {"  198.51.100.7\t", "198.51.100.7:4000"},
      {"127.0.0.1, 198.51.100.7", "198.51.100.7:4000"},           // the first was written by the client
      {"127.0.0.1,198.51.100.7, 10.9.9.9", "198.51.100.7:4000"},  // by way of another of our proxies
      {"10.0.0.3, 10.0.0.2", "10.0.0.3:4000"},                    // the client is one of us
      {"198.51.100.7, unknown", "10.0.0.1:4000"},
      {"198.51.100.7, ", "10.0.0.1:4000"},
      {"198.51.100.7, _hidden, 10.0.0.2", "10.0.0.2:4000"},
      {"localhost", "10.0.0.1:4000"},
      {"198.51.100.7:99999", "10.0.0.1:4000"},
  };
  for (const auto& [forwarded, client] : cases) {
    EXPECT_EQ(trusted.client_of({"10.0.0.1", 4000}, forwarded).to_string(), client) << forwarded;
  }
  EXPECT_EQ(trusted.client_of({"198.51.100.9", 4000}, "127.0.0.1").to_string(), "198.51.100.9:4000")
      << "a stranger's word";
}

}  // namespace
}  // namespace netdumplings::net
