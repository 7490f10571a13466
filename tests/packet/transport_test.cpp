#include <netdumplings/layers/tcp.hpp>
#include <netdumplings/layers/udp.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

TEST(UdpLayer, ALengthShorterThanTheHeaderLeavesThatMuchPadding) {
  for (const std::size_t length : {1u, 3u, 7u}) {
    EXPECT_EQ(in_ipv4(17, udp(1, 2, filler(20), length)), "Ethernet|IP|UDP|Raw|Padding") << length;
  }
  EXPECT_EQ(in_ipv4(17, udp(1, 2, filler(7), 1)), "Ethernet|IP|UDP|Padding");
}

TEST(UdpLayer, ALengthOfZeroIsIgnoredBecauseOffloadingAndJumbogramsLeaveIt) {
  EXPECT_EQ(in_ipv4(17, udp(1, 2, filler(8), 0)), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(in_ipv4(17, udp(40000, 53, example_query(), 0)), "Ethernet|IP|UDP|DNS");
}

TEST(UdpLayer, ALengthShorterThanTheDatagramLeavesTheRestAsPadding) {
  EXPECT_EQ(in_ipv4(17, udp(1, 2, filler(20), 8)), "Ethernet|IP|UDP|Padding");
  EXPECT_EQ(in_ipv4(17, udp(1, 2, filler(20), 9)), "Ethernet|IP|UDP|Raw|Padding");
}

TEST(UdpLayer, ALengthPastTheEndTakesWhatThereIs) {
  EXPECT_EQ(in_ipv4(17, udp(1, 2, filler(20), 5000)), "Ethernet|IP|UDP|Raw");
}

TEST(UdpLayer, AHeaderCutBehindItsLengthCounts) {
  EXPECT_EQ(in_ipv4(17, cut(udp(1, 2, {}), 6)), "Ethernet|IP|UDP");
  for (const std::size_t size : {1u, 2u, 4u, 5u, 7u})
    EXPECT_EQ(in_ipv4(17, cut(udp(1, 2, {}), size)), "Ethernet|IP|Raw") << size;
}

TEST(UdpLayer, OtherPortsAreRaw) {
  for (const std::size_t port : {54u, 443u, 853u, 65535u})
    EXPECT_EQ(in_udp(40000, port, example_query()), "Ethernet|IP|UDP|Raw");
}

TEST(TcpLayer, AHeaderCutBetweenFieldsCounts) {
  for (const std::size_t size : {2u, 4u, 8u, 12u, 14u, 16u, 18u}) {
    EXPECT_EQ(in_ipv4(6, cut(tcp(1, 2, {}), size)), "Ethernet|IP|TCP") << size;
  }
  for (const std::size_t size : {1u, 10u, 13u, 19u})
    EXPECT_EQ(in_ipv4(6, cut(tcp(1, 2, {}), size)), "Ethernet|IP|Raw") << size;
}

TEST(TcpLayer, AHeaderLengthBelowTwentyIsTwenty) {
  EXPECT_EQ(in_ipv4(6, tcp(1, 2, filler(9), 0)), "Ethernet|IP|TCP|Raw");
}

TEST(TcpLayer, AHeaderLengthPastTheEndTakesAllThereIs) {
  EXPECT_EQ(in_ipv4(6, tcp(1, 2, {}, 15)), "Ethernet|IP|TCP");
  EXPECT_EQ(in_ipv4(6, tcp(1, 2, filler(20), 15)), "Ethernet|IP|TCP");
}

TEST(TcpLayer, OtherPortsAreRaw) {
  EXPECT_EQ(in_ipv4(6, tcp(40000, 443, filler(30))), "Ethernet|IP|TCP|Raw");
  EXPECT_EQ(in_ipv4(6, tcp(40000, 443, {})), "Ethernet|IP|TCP");
}

TEST(UdpView, ReadsTheHeader) {
  const Frame frame(ether(0x0800, ipv4(17, udp(4000, 5000, filler(3)))));
  const auto view = frame.packet().layer<layers::Udp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source_port(), 4000);
  EXPECT_EQ(view->destination_port(), 5000);
  EXPECT_EQ(view->length(), 11);
  EXPECT_EQ(view->payload().size(), 3u);
}

TEST(TcpView, ReadsTheHeaderAndItsFlags) {
  const Frame frame(ether(0x0800, ipv4(6, tcp(4000, 80, filler(3)))));
  const auto view = frame.packet().layer<layers::Tcp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source_port(), 4000);
  EXPECT_EQ(view->destination_port(), 80);
  EXPECT_EQ(view->sequence(), 1u);
  EXPECT_EQ(view->acknowledgement(), 2u);
  EXPECT_EQ(view->window(), 0x2000);
  EXPECT_TRUE(view->syn() && view->ack());
  EXPECT_FALSE(view->fin() || view->rst() || view->psh() || view->urg());
  EXPECT_EQ(view->flags_text(), "SA");
  EXPECT_EQ(view->payload().size(), 3u);
}

TEST(TcpView, GivesOptionsOneByOne) {
  const Frame frame(ether(0x0800, ipv4(6, tcp(1, 2, hex("01 020405b4 01 0402 00 020405b4") + filler(2), 8))));
  const auto view = frame.packet().layer<layers::Tcp>();
  ASSERT_TRUE(view);
  auto options = view->options();
  const auto segment_size = options.next();
  ASSERT_TRUE(segment_size);
  EXPECT_EQ(segment_size->kind, 2);
  EXPECT_EQ(Buffer(segment_size->data.begin(), segment_size->data.end()), hex("05b4"));
  const auto selective = options.next();
  ASSERT_TRUE(selective);
  EXPECT_EQ(selective->kind, 4);
  EXPECT_TRUE(selective->data.empty());
  EXPECT_FALSE(options.next()) << "the list ended there";
}

TEST(TcpView, StopsAtOptionsWhoseLengthLies) {
  for (const char* const options : {"02000000", "02010000", "01010102"}) {
    const Frame frame(ether(0x0800, ipv4(6, tcp(1, 2, hex(options), 6))));
    auto list = frame.packet().layer<layers::Tcp>()->options();
    EXPECT_FALSE(list.next()) << options;
  }
  const Frame longer(ether(0x0800, ipv4(6, tcp(1, 2, hex("08280101"), 6))));
  auto list = longer.packet().layer<layers::Tcp>()->options();
  const auto option = list.next();
  ASSERT_TRUE(option);
  EXPECT_EQ(option->data.size(), 2u) << "as much as was captured";
  EXPECT_FALSE(list.next());
}

TEST(TcpView, IsNoneOfACutHeader) {
  const Frame frame(ether(0x0800, ipv4(6, cut(tcp(1, 2, {}), 18))));
  EXPECT_FALSE(frame.packet().layer<layers::Tcp>());
}

}  // namespace
}  // namespace netdumplings
