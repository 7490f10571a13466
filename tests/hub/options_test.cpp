#include "hub/options.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

namespace netdumplings::hub {
namespace {

using namespace std::chrono_literals;

HubOptions parsed(std::initializer_list<const char*> arguments) {
  std::vector<const char*> argv{"nd-hub"};
  argv.insert(argv.end(), arguments);
  return std::get<HubOptions>(parse_options(static_cast<int>(argv.size()), argv.data()));
}

TEST(HubOptions, AreTheContractsDefaultsWithoutFlags) {
  const HubOptions options = parsed({});
  EXPECT_EQ(options.addresses, std::vector<std::string>{"localhost"});
  EXPECT_EQ(options.in_port, 11347);
  EXPECT_EQ(options.out_port, 11348);
  EXPECT_EQ(options.status_interval, 5s);
}

TEST(HubOptions, LimitWhatClientsCanTake) {
  const HubOptions options = parsed({});
  EXPECT_EQ(options.timeouts.hello, 5s);
  EXPECT_EQ(options.timeouts.progress, 30s);
  EXPECT_EQ(options.timeouts.silent, 60s);
  EXPECT_EQ(options.max_message, 1U << 20);
  EXPECT_EQ(options.admission.clients, 20000U);
  EXPECT_EQ(options.admission.from_elsewhere, 1000U);
  EXPECT_GE(options.threads, 1U);
  EXPECT_LE(options.threads, 4U);
}

TEST(HubOptions, TheLogIsLargerOnDisk) {
  EXPECT_EQ(parsed({}).log_size, 64U << 20);
  EXPECT_EQ(parsed({"--log-dir", "somewhere"}).log_size, 1U << 30);
  EXPECT_EQ(parsed({"--log-dir", "somewhere", "--log-size", "32MiB"}).log_size, 32U << 20);
}

int usage(std::initializer_list<const char*> arguments) {
  std::vector<const char*> argv{"nd-hub"};
  argv.insert(argv.end(), arguments);
  const auto result = parse_options(static_cast<int>(argv.size()), argv.data());
  return std::holds_alternative<int>(result) ? std::get<int>(result) : -1;
}

TEST(HubOptions, MayListenOnSeveralAddressesAndTakeBracketsOff) {
  EXPECT_EQ(parsed({"-a", "192.0.2.7", "-a", "[fe80::1%eth0]"}).addresses,
            (std::vector<std::string>{"192.0.2.7", "fe80::1%eth0"}));
  EXPECT_EQ(parsed({"-a", "*"}).addresses, std::vector<std::string>{"*"});
  EXPECT_EQ(usage({"-a", ""}), 2);
}

TEST(HubOptions, ReadWhereAProxyShowsTheHub) {
  EXPECT_EQ(parsed({"--public-url", "https://hub.example:8443/nd"}).public_url->text(), "https://hub.example:8443/nd/");
  EXPECT_FALSE(parsed({}).public_url);
  for (const char* url :
       {"", "hub.example", "ftp://hub.example/", "https://", "https://hub.example/?x", "https://a@b/"}) {
    EXPECT_EQ(usage({"--public-url", url}), 2) << url;
  }
}

TEST(HubOptions, TrustProxiesThatAreNamedAndNoOthers) {
  const HubOptions options = parsed({"--trusted-proxy", "192.0.2.0/24", "--trusted-proxy", "::1", "--proxy-protocol"});
  EXPECT_TRUE(options.proxies.trust("192.0.2.77"));
  EXPECT_TRUE(options.proxies.trust("::1"));
  EXPECT_FALSE(options.proxies.trust("127.0.0.1"));
  EXPECT_TRUE(options.proxy_protocol);
  EXPECT_FALSE(parsed({}).proxies.trust("127.0.0.1"));
  EXPECT_EQ(usage({"--proxy-protocol"}), 2) << "of nobody";
  for (const char* block : {"", "localhost", "192.0.2.0/33", "192.0.2.0/", "::/129", "192.0.2.0/-1"}) {
    EXPECT_EQ(usage({"--trusted-proxy", block}), 2) << block;
  }
}

TEST(HubOptions, ALimitForAddressesHoldsForThisMachineToo) {
  const HubOptions options = parsed({"--max-per-address", "7"});
  EXPECT_EQ(options.admission.from_elsewhere, 7U);
  EXPECT_EQ(options.admission.from_here, 7U);
}

}  // namespace
}  // namespace netdumplings::hub
