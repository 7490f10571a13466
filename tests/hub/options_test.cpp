#include "hub/options.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <initializer_list>
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
  EXPECT_EQ(options.address, "localhost");
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

TEST(HubOptions, ALimitForAddressesHoldsForThisMachineToo) {
  const HubOptions options = parsed({"--max-per-address", "7"});
  EXPECT_EQ(options.admission.from_elsewhere, 7U);
  EXPECT_EQ(options.admission.from_here, 7U);
}

}  // namespace
}  // namespace netdumplings::hub
