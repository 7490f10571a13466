// What addresses, networks and flows offer to chefs: reading text, hashing, and asking what belongs together.
#include <netdumplings/flow.hpp>
#include <netdumplings/ip_network.hpp>
#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/ip.hpp>

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace netdumplings {
namespace {

// What the C library reads, as our text; "" if it reads nothing.
std::string read_by_libc(const std::string& text) {
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return Ipv4Address(bytes).to_string();
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return Ipv6Address(bytes).to_string();
  return "";
}

std::string read_by_us(const std::string& text) {
  const auto address = IpAddress::parse(text);
  return address ? address->to_string() : "";
}

const std::vector<std::string> texts = {
    "192.0.2.1",
    "0.0.0.0",
    "255.255.255.255",
    "256.0.0.1",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "1.2.3.4 ",
    "",
    "::",
    "::1",
    "1::",
    "2001:db8::1",
    ":1",
    "1:",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "::ffff:192.0.2.1",
    "::192.0.2.256",
    "1:2:3:4:5:6:192.0.2.1",
    "1:2:3:4:5:6:7:1.2.3.4",
    "192.0.2.1::",
    "fe80::1%eth0",
    "FE80::ABCD",
    "g::",
    "1:2:3:4:5:6:7:8::",
    "::1.2.3.4:5",
    "1.2.3.4:5::",
    "0::0",
};

TEST(Addresses, AreReadAsTheCLibraryReadsThem) {
  for (const auto& text : texts) EXPECT_EQ(read_by_us(text), read_by_libc(text)) << '"' << text << '"';
}

TEST(Addresses, AreReadAsTheCLibraryReadsThemWhenTheTextIsChangedAtRandom) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same texts each time
  const std::string alphabet = "0123456789abcdef:::..%g";
  const auto below = [&random](std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
  };
  int good = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = texts[below(texts.size())];
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(text.size() + 1);
      text.replace(at, below(2), std::string(below(3) == 0 ? 0 : 1, alphabet[below(alphabet.size())]));
    }
    const std::string libc = read_by_libc(text);
    ASSERT_EQ(read_by_us(text), libc) << '"' << text << '"';
    good += libc.empty() ? 0 : 1;
  }
  EXPECT_GT(good, 10'000);
}

TEST(Addresses, OfHardwareAreReadWithColonsAndWithHyphens) {
  EXPECT_EQ(MacAddress::parse("00:1b:44:11:3a:b7")->to_string(), "00:1b:44:11:3a:b7");
  EXPECT_EQ(MacAddress::parse("00-1B-44-11-3A-B7")->to_string(), "00:1b:44:11:3a:b7");
  for (const char* text :
       {"", "00:1b:44:11:3a", "00:1b:44:11:3a:b7:", "00:1b-44:11:3a:b7", "0:1b:44:11:3a:b7c", "00:1g:44:11:3a:b7"}) {
    EXPECT_FALSE(MacAddress::parse(text)) << text;
  }
}

TEST(Addresses, AndFlowsCanBeKeys) {
  std::unordered_map<IpAddress, int> hosts;
  std::unordered_set<Flow> flows;
  for (int i = 0; i < 1000; ++i) {
    const auto address = *IpAddress::parse("10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256));
    hosts[address] = i;
    flows.insert({.protocol = Flow::tcp,
                  .source = address,
                  .destination = {},
                  .source_port = 80,
                  .destination_port = {},
                  .icmp_type = {},
                  .icmp_code = {}});
  }
  EXPECT_EQ(hosts.size(), 1000U);
  EXPECT_EQ(flows.size(), 1000U);
  EXPECT_EQ(hosts.at(*IpAddress::parse("10.0.1.3")), 259);
  std::unordered_set<std::size_t> hashes;
  for (const auto& flow : flows) hashes.insert(std::hash<Flow>{}(flow));
  EXPECT_GT(hashes.size(), 990U);
}

TEST(Flow, ReversedGoesTheOtherWay) {
  const Flow flow{Flow::udp, *IpAddress::parse("10.0.0.1"), *IpAddress::parse("10.0.0.2"), 1000, 53, {}, {}};
  EXPECT_EQ(flow.reversed().to_string(), "UDP 10.0.0.2:53 > 10.0.0.1:1000");
  EXPECT_EQ(flow.reversed().reversed(), flow);
}

TEST(IpNetwork, ContainsTheAddressesWithItsPrefix) {
  const auto in = [](const char* network, const char* address) {
    return IpNetwork::parse(network).value().contains(*IpAddress::parse(address));
  };
  EXPECT_TRUE(in("10.0.0.0/8", "10.255.255.255"));
  EXPECT_FALSE(in("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(in("10.1.2.3/12", "10.15.0.0"));
  EXPECT_FALSE(in("10.1.2.3/12", "10.16.0.0"));
  EXPECT_TRUE(in("0.0.0.0/0", "255.255.255.255"));
  EXPECT_FALSE(in("0.0.0.0/0", "::1"));
  EXPECT_TRUE(in("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(in("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(in("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(in("192.0.2.1", "192.0.2.0"));
  EXPECT_FALSE(IpNetwork::parse("::/0")->contains(IpAddress()));
}

TEST(IpNetwork, IsWrittenWithoutTheBitsAfterItsPrefix) {
  EXPECT_EQ(IpNetwork::parse("10.1.2.3/12")->to_string(), "10.0.0.0/12");
  EXPECT_EQ(IpNetwork::parse("2001:db8::1")->to_string(), "2001:db8::1/128");
  EXPECT_EQ(IpNetwork::parse("10.1.2.3/8"), IpNetwork::parse("10.0.0.0/8"));
}

TEST(IpNetwork, IsNotReadFromOtherTexts) {
  for (const char* text :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", "::/129", "10.0.0/8", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(IpNetwork::parse(text)) << text;
  }
}

TEST(Ip, ReadsHeadersOfEitherVersion) {
  std::array<std::uint8_t, 20> four{0x45, 0xb8, 0, 20, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2};
  std::array<std::uint8_t, 40> six{0x60, 0, 0, 0, 0, 0, 6, 63, 0x20, 1};
  const auto layer_of = [](Bytes bytes, LayerKind kind) {
    Layer layer{};
    layer.kind = kind;
    layer.bytes = layer.header = bytes;
    return layer;
  };
  const auto ipv4 = layers::Ip::of(layer_of(four, ND_LAYER_IP));
  ASSERT_TRUE(ipv4);
  EXPECT_EQ(ipv4->source().to_string() + " " + ipv4->destination().to_string(), "192.0.2.1 192.0.2.2");
  EXPECT_EQ(ipv4->protocol(), 17);
  EXPECT_EQ(ipv4->traffic_class(), 0xb8);
  const auto ipv6 = layers::Ip::of(layer_of(six, ND_LAYER_IPV6));
  ASSERT_TRUE(ipv6);
  EXPECT_EQ(ipv6->source().to_string(), "2001::");
  EXPECT_EQ(ipv6->hop_limit(), 63);
  EXPECT_FALSE(layers::Ip::of(layer_of(Bytes(four).first(19), ND_LAYER_IP)));
  EXPECT_FALSE(layers::Ip::of(layer_of(Bytes(six).first(39), ND_LAYER_IPV6)));
  EXPECT_TRUE(layers::Ip::is(ND_LAYER_IP) && layers::Ip::is(ND_LAYER_IPV6) && !layers::Ip::is(ND_LAYER_TCP));
}

}  // namespace
}  // namespace netdumplings
