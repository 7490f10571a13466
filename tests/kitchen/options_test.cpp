#include "kitchen/options.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace netdumplings::kitchen {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::variant<Options, int> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "nd-sniff");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

Options options(std::vector<const char*> arguments) {
  auto parsed = parse(std::move(arguments));
  EXPECT_TRUE(std::holds_alternative<Options>(parsed));
  return std::get<Options>(parsed);
}

// Returns what is printed for a usage error.
std::string usage_error(std::vector<const char*> arguments) {
  ::testing::internal::CaptureStderr();
  const auto parsed = parse(std::move(arguments));
  const auto said = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::get<int>(parsed), 2);
  return said;
}

TEST(Options, DefaultsAreTheContracts) {
  const auto by_default = options({});
  EXPECT_EQ(by_default.kitchen_name, "default_kitchen");
  EXPECT_EQ(by_default.hub.address, "localhost:11347");
  EXPECT_THAT(by_default.interfaces, ElementsAre("all"));
  EXPECT_EQ(by_default.filter, std::nullopt) << "what the chefs need";
  EXPECT_EQ(options({"-r", "x"}).filter, "") << "a file's packets are all taken";
  EXPECT_EQ(options({"-r", "x", "-f", "arp"}).filter, "arp");
  EXPECT_THAT(by_default.chef_modules, ElementsAre("netdumplings.dumplingchefs"));
  EXPECT_EQ(by_default.chefs, std::nullopt);
  EXPECT_EQ(by_default.poke_interval, 5.0);
  EXPECT_TRUE(by_default.wait_for_hub);
  EXPECT_FALSE(by_default.list_chefs);
  EXPECT_EQ(by_default.output, std::nullopt);
}

TEST(Options, ShortFlagsAreTheContracts) {
  const auto given = options({"-n", "k", "-h", "h:1", "-i", "eth0", "-f", "",   "-m",     "a.so", "-m", "b",
                              "-c", "X", "-c", "Y",   "-p", "0.5",  "-l", "-Z", "daemon", "-o",   "-"});
  EXPECT_EQ(given.kitchen_name, "k");
  EXPECT_EQ(given.hub.address, "h:1");
  EXPECT_EQ(given.filter, "");
  EXPECT_THAT(given.chef_modules, ElementsAre("a.so", "b")) << "giving one replaces the default";
  EXPECT_THAT(*given.chefs, ElementsAre("X", "Y"));
  EXPECT_EQ(given.poke_interval, 0.5);
  EXPECT_TRUE(given.list_chefs);
  EXPECT_EQ(given.run_as, "daemon");
  EXPECT_EQ(given.output, "-");
}

TEST(Options, InterfacesMayBeRepeatedAndJoinedByCommas) {
  const auto given = options({"-i", "eth0,lo", "-i", "eth1", "-i", "lo"});
  EXPECT_THAT(given.interfaces, ElementsAre("eth0", "lo", "eth1"));
  EXPECT_EQ(given.source(), "eth0,lo,eth1");
}

TEST(Options, LiveCaptureIsSetUpInTcpdumpsUnits) {
  const auto by_default = options({}).live;
  EXPECT_EQ(by_default.buffer_size, std::nullopt);
  EXPECT_EQ(by_default.snapshot_length, 262144);
  EXPECT_TRUE(by_default.promiscuous);
  EXPECT_FALSE(by_default.immediate);
  const auto given = options({"-B", "512", "-s", "96", "--no-promiscuous", "--immediate"}).live;
  EXPECT_EQ(given.buffer_size, 512U << 10);
  EXPECT_EQ(given.snapshot_length, 96);
  EXPECT_FALSE(given.promiscuous);
  EXPECT_TRUE(given.immediate);
  EXPECT_EQ(options({"-s", "0"}).live.snapshot_length, 262144);
  EXPECT_TRUE(options({"-D"}).list_interfaces);
}

TEST(Options, TheStatusComesEachMinuteLiveAndFromAFileOnlyWhenAskedFor) {
  EXPECT_EQ(options({}).status_interval(), 60);
  EXPECT_EQ(options({"-r", "x"}).status_interval(), 0);
  EXPECT_EQ(options({"-r", "x", "--stats-interval", "2.5"}).status_interval(), 2.5);
  EXPECT_EQ(options({"--stats-interval", "0"}).status_interval(), 0);
}

TEST(Options, SizesMayBeGivenInUnits) {
  EXPECT_EQ(options({}).outbox_size, 64U << 20);
  EXPECT_EQ(options({"--outbox-size", "100000"}).outbox_size, 100000U);
  EXPECT_EQ(options({"--outbox-size", "512K"}).outbox_size, 512U << 10);
  EXPECT_EQ(options({"--outbox-size", "3MiB"}).outbox_size, 3U << 20);
  EXPECT_EQ(options({"--outbox-size", "2G"}).outbox_size, std::size_t{2} << 30);
}

TEST(Options, AFileAndAnInterfaceExcludeEachOther) {
  EXPECT_THAT(usage_error({"-r", "x.pcap", "-i", "eth0"}), HasSubstr("exclude each other"));
}

TEST(Options, TheCommandLineWinsOverTheEnvironmentsSource) {
  setenv("NETDUMPLINGS_SNIFF_READ", "from-environment.pcap", 1);
  const auto interface = options({"-i", "eth0"});
  const auto file = options({});
  unsetenv("NETDUMPLINGS_SNIFF_READ");
  EXPECT_EQ(interface.capture, std::nullopt);
  EXPECT_EQ(file.source(), "from-environment.pcap");
  setenv("NETDUMPLINGS_SNIFF_INTERFACE", "eth7", 1);
  const auto given = options({"-r", "-"});
  unsetenv("NETDUMPLINGS_SNIFF_INTERFACE");
  EXPECT_EQ(given.source(), "-");
}

TEST(Options, WrongValuesAreUsageErrors) {
  for (const char* wrong : {"0", "-1", "nan", "inf", "x", ""}) {
    EXPECT_THAT(usage_error({"-p", wrong}), HasSubstr("'--poke-interval' / '-p'")) << wrong;
  }
  EXPECT_THAT(usage_error({"-h", "host:99999"}), HasSubstr("'--hub' / '-h'"));
  EXPECT_THAT(usage_error({"--drain-timeout", "0"}), HasSubstr("'--drain-timeout'"));
  EXPECT_THAT(usage_error({"-i", ","}), HasSubstr("--interface"));
  for (const char* wrong : {"0", "1K", "-1", "64T", "M", "99999999999G", "iB", "64iB", ""}) {
    EXPECT_THAT(usage_error({"--outbox-size", wrong}), HasSubstr("'--outbox-size'")) << wrong;
  }
  for (const char* wrong : {"-1", "262145", "x"}) {
    EXPECT_THAT(usage_error({"-s", wrong}), HasSubstr("'--snapshot-length' / '-s'")) << wrong;
  }
  for (const char* wrong : {"0", "-1", "2097152", "x"}) {
    EXPECT_THAT(usage_error({"-B", wrong}), HasSubstr("'--buffer-size' / '-B'")) << wrong;
  }
  EXPECT_THAT(usage_error({"--stats-interval", "-1"}), HasSubstr("'--stats-interval'"));
  EXPECT_THAT(usage_error({"--chef-budget", "0"}), HasSubstr("milliseconds greater than zero"));
  EXPECT_THAT(usage_error({"--nonsense"}), HasSubstr("Try 'nd-sniff --help' for help."));
}

}  // namespace
}  // namespace netdumplings::kitchen
