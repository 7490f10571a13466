// IcmpChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::hex;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using nlohmann::ordered_json;

/// Returns an error by the router 203.0.113.1 about an IPv4 packet, as far as that is in `quoted`.
Buffer error_frame(std::size_t type, std::size_t code, const Buffer& quoted) {
  return ipv4_frame("cb007101", "c0000201", 1, frames::u8(type) + frames::u8(code) + hex("0000 00000000") + quoted);
}
/// Returns the IPv4 packet in a frame.
Buffer packet_in(const Buffer& frame) { return {frame.begin() + 14, frame.end()}; }

class IcmpChef : public ::testing::Test {
 protected:
  ordered_json report(const Buffer& frame) {
    const auto made = kitchen.take(frame, start);
    return made.size() == 1 ? made[0]["icmp"] : ordered_json(made);
  }

  NetworkKitchen kitchen{"IcmpChef"};
  UdpTalk udp;
};

TEST_F(IcmpChef, ReportsAnErrorAndItsConnection) {
  const Buffer answer = udp.by_server(hex("00"));
  kitchen.take(udp.by_client(hex("00")), start);
  EXPECT_EQ(report(error_frame(3, 3, packet_in(answer))).dump(),
            R"({"when":1600000000.0,"from":"203.0.113.1","kind":"port unreachable","flow":{"protocol":"udp",)"
            R"("client":{"ip":"192.0.2.1","port":40000},"server":{"ip":"198.51.100.2","port":53}}})");
}

TEST_F(IcmpChef, TakesTheFlowFromTheQuotedPacketIfItsConnectionIsNotKnown) {
  const auto flow = report(error_frame(11, 0, packet_in(udp.by_client(hex("00")))))["flow"];
  EXPECT_EQ(flow.dump(), R"({"protocol":"udp","client":{"ip":"192.0.2.1","port":40000},)"
                         R"("server":{"ip":"198.51.100.2","port":53}})");
}

TEST_F(IcmpChef, NeedsNoMoreThanTheFirstBytesOfWhatIsQuoted) {
  const Buffer asked = packet_in(TcpTalk(443).asks());
  const auto flow = report(error_frame(3, 1, frames::cut(asked, 28)))["flow"];
  EXPECT_EQ(flow["protocol"], "tcp");
  EXPECT_EQ(flow["server"]["port"], 443);
}

TEST_F(IcmpChef, HasNoPortsOfProtocolsWithoutPorts) {
  const auto flow =
      report(error_frame(3, 2, packet_in(ipv4_frame("c0000201", "c6336402", 47, hex("00000000")))))["flow"];
  EXPECT_EQ(flow.dump(), R"({"protocol":"47","client":{"ip":"192.0.2.1","port":null},)"
                         R"("server":{"ip":"198.51.100.2","port":null}})");
}

TEST_F(IcmpChef, HasNoPortsOfAFragmentThatIsNotTheFirst) {
  const Buffer fragment = frames::ipv4(17, frames::filler(16), {.fragment = 5});
  EXPECT_EQ(report(error_frame(11, 1, fragment))["flow"]["client"]["port"], nullptr);
}

TEST_F(IcmpChef, HasNoFlowIfNothingIsQuoted) { EXPECT_EQ(report(error_frame(3, 1, {}))["flow"], nullptr); }

TEST_F(IcmpChef, NamesKinds) {
  const auto kind_of = [&](std::size_t type, std::size_t code) {
    return report(error_frame(type, code, packet_in(udp.by_client(hex("00")))))["kind"];
  };
  EXPECT_EQ(kind_of(3, 0), "network unreachable");
  EXPECT_EQ(kind_of(3, 1), "host unreachable");
  EXPECT_EQ(kind_of(3, 4), "fragmentation needed");
  EXPECT_EQ(kind_of(3, 13), "administratively prohibited");
  EXPECT_EQ(kind_of(3, 77), "destination unreachable, code 77");
  EXPECT_EQ(kind_of(4, 0), "source quench");
  EXPECT_EQ(kind_of(5, 1), "redirect");
  EXPECT_EQ(kind_of(11, 0), "time exceeded");
  EXPECT_EQ(kind_of(11, 1), "reassembly time exceeded");
  EXPECT_EQ(kind_of(12, 0), "parameter problem");
}

TEST_F(IcmpChef, ReportsErrorsOfIcmpv6) {
  const Buffer quoted = frames::ipv6(17, frames::udp(40000, 53, hex("00")));
  const auto report_of = [&](std::size_t type, std::size_t code) {
    const Buffer message = frames::u8(type) + frames::u8(code) + hex("0000 00000000") + quoted;
    return report(frames::ether(0x86dd, frames::ipv6(58, message)));
  };
  const auto error = report_of(2, 0);
  EXPECT_EQ(error["from"], "2001:db8::1");
  EXPECT_EQ(error["kind"], "packet too big");
  EXPECT_EQ(error["flow"]["protocol"], "udp");
  EXPECT_EQ(error["flow"]["server"].dump(), R"({"ip":"2001:db8::2","port":53})");
  EXPECT_EQ(report_of(1, 0)["kind"], "network unreachable");
  EXPECT_EQ(report_of(1, 1)["kind"], "administratively prohibited");
  EXPECT_EQ(report_of(1, 3)["kind"], "host unreachable");
  EXPECT_EQ(report_of(1, 4)["kind"], "port unreachable");
  EXPECT_EQ(report_of(1, 9)["kind"], "destination unreachable, code 9");
  EXPECT_EQ(report_of(3, 0)["kind"], "time exceeded");
}

TEST_F(IcmpChef, NamesTheSenderInsideATunnel) {
  const Buffer inside = packet_in(error_frame(3, 3, packet_in(udp.by_client(hex("00")))));
  EXPECT_EQ(report(ipv4_frame("0a000001", "0a000002", 4, inside))["from"], "203.0.113.1");
}

TEST_F(IcmpChef, MakesNothingOfOtherMessages) {
  EXPECT_TRUE(kitchen.take(error_frame(8, 0, hex("0000")), start).empty());
  EXPECT_TRUE(kitchen.take(error_frame(0, 0, hex("0000")), start).empty());
  EXPECT_TRUE(kitchen.take(udp.by_client(hex("00")), start).empty());
  EXPECT_TRUE(kitchen.take(TcpTalk().asks(), start).empty());
}

TEST_F(IcmpChef, SurvivesMutatedErrors) {
  const Buffer bytes = error_frame(3, 3, packet_in(udp.by_client(hex("00"))));
  std::uint32_t random = 1;
  const auto next = [&](std::size_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  for (int i = 0; i < 10'000; ++i) {
    Buffer mutated = bytes;
    for (std::size_t changes = next(6); changes > 0; --changes) {
      mutated[14 + next(mutated.size() - 14)] = static_cast<std::uint8_t>(next(256));
    }
    mutated.resize(next(4) == 0 ? 14 + next(mutated.size() - 14) : mutated.size());
    kitchen.take(mutated, start);
  }
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("error")));
}

}  // namespace
}  // namespace netdumplings::chefs::network
