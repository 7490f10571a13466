// The two sides of a TCP connection.
#include "connection/tcp_tracker.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "stream_model.hpp"
#include "tcp_flags.hpp"
#include "times.hpp"

namespace netdumplings::connection {
namespace {

struct Sent {
  std::uint8_t flags = A;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::string_view bytes = {};
  std::uint16_t window = 1000;
  std::optional<std::uint8_t> scale = std::nullopt;
};

TcpSegment segment_of(const Sent& sent) {
  const Bytes payload(reinterpret_cast<const std::uint8_t*>(sent.bytes.data()), sent.bytes.size());
  return {.header = {.sequence = sent.sequence,
                     .acknowledgement = sent.acknowledgement,
                     .window = sent.window,
                     .flags = sent.flags,
                     .window_scale = sent.scale},
          .payload = payload,
          .length = static_cast<std::uint32_t>(payload.size())};
}

class TcpTrackerTest : public testing::Test {
 protected:
  // Each packet comes a millisecond after the last one.
  void client(const Sent& sent) { add(Side::client, sent); }
  void server(const Sent& sent) { add(Side::server, sent); }
  void add(Side from, const Sent& sent) {
    now += millisecond;
    tracker.see(from, segment_of(sent), now);
    tracker.stream(pool, from, segment_of(sent), sinks);
  }
  void open() {
    client({S, 100});
    server({SA, 500, 101});
    client({A, 101, 501});
  }
  void TearDown() override {
    tracker.finish(pool, sinks);
    EXPECT_EQ(pool.used_bytes(), 0u);
  }

  PagePool pool{1 << 20};
  TcpTracker tracker;
  CollectingSink from_client;
  CollectingSink from_server;
  std::array<StretchSink*, 2> sinks = {&from_client, &from_server};
  std::int64_t now = 0;
};

TEST_F(TcpTrackerTest, FollowsAConnectionFromItsSynToItsEnd) {
  client({S, 100});
  EXPECT_EQ(tracker.state(), TcpState::opening);
  server({SA, 500, 101});
  EXPECT_EQ(tracker.state(), TcpState::answered);
  client({A, 101, 501});
  EXPECT_EQ(tracker.state(), TcpState::established);
  client({A, 101, 501, "GET"});
  server({A, 501, 104});
  server({A, 501, 104, "200"});
  client({A, 104, 504});
  client({FA, 104, 504});
  EXPECT_EQ(tracker.state(), TcpState::closing);
  server({FA, 504, 105});
  EXPECT_EQ(tracker.state(), TcpState::closing);
  client({A, 105, 505});
  EXPECT_EQ(tracker.state(), TcpState::closed);
  EXPECT_EQ(tracker.history(), "ShADadFf");
  EXPECT_EQ(from_client.bytes.size(), 3u);
  EXPECT_EQ(from_server.bytes.size(), 3u);
  EXPECT_FALSE(tracker.was_under_way());
}

TEST_F(TcpTrackerTest, MeasuresTheHandshakeFromTheLastSyn) {
  client({S, 100});
  client({S, 100});
  server({SA, 500, 101});
  EXPECT_FALSE(tracker.handshake_ns());
  server({SA, 500, 101});
  client({A, 101, 501});
  EXPECT_EQ(tracker.handshake_ns(), 3 * millisecond);
  EXPECT_EQ(tracker.retransmissions(Side::client), 1u);
  EXPECT_EQ(tracker.retransmissions(Side::server), 1u);
  EXPECT_EQ(tracker.history(), "SThtA");
}

TEST_F(TcpTrackerTest, MeasuresTheShortestResponses) {
  open();
  EXPECT_EQ(tracker.response_ns(Side::server), millisecond);
  EXPECT_EQ(tracker.response_ns(Side::client), millisecond);
  client({A, 101, 501, "x"});
  now -= millisecond / 2;
  server({A, 501, 102});
  EXPECT_EQ(tracker.response_ns(Side::server), millisecond / 2);
  client({A, 102, 501, "y"});
  client({A, 102, 501, "y"});
  now -= millisecond * 9 / 10;
  server({A, 501, 103});
  EXPECT_EQ(tracker.response_ns(Side::server), millisecond / 2) << "which of the two was acknowledged?";
}

TEST_F(TcpTrackerTest, KnowsARefusal) {
  client({S, 100});
  server({RA, 0, 101});
  EXPECT_EQ(tracker.state(), TcpState::refused);
  EXPECT_EQ(tracker.history(), "Sr");
}

TEST_F(TcpTrackerTest, IgnoresAResetThatDoesNotAcknowledgeTheSyn) {
  client({S, 100});
  server({RA, 0, 100});
  server({RA, 0, 102});
  server({R, 0});
  EXPECT_EQ(tracker.state(), TcpState::opening);
  EXPECT_EQ(tracker.ignored_resets(), 3u);
}

TEST_F(TcpTrackerTest, IgnoresAResetOutsideTheWindow) {
  open();
  client({A, 101, 501, "abc"});
  server({A, 501, 104});
  client({R, 103, 0});
  client({R, 104 + 1001, 0});
  EXPECT_EQ(tracker.state(), TcpState::established);
  EXPECT_EQ(tracker.ignored_resets(), 2u);
  client({R, 104 + 1000, 0});
  EXPECT_EQ(tracker.state(), TcpState::reset);
}

TEST_F(TcpTrackerTest, ScalesTheWindowIfBothSidesSaidSo) {
  client({.flags = S, .sequence = 100, .scale = 2});
  server({.flags = SA, .sequence = 500, .acknowledgement = 101, .scale = 0});
  client({A, 101, 501});
  server({R, 501 + 4001});
  EXPECT_EQ(tracker.ignored_resets(), 1u);
  server({R, 501 + 4000});
  EXPECT_EQ(tracker.state(), TcpState::reset);
}

TEST_F(TcpTrackerTest, TakesAResetOfAClientThatGivesUp) {
  client({S, 100});
  server({SA, 500, 101});
  client({R, 101});
  EXPECT_EQ(tracker.state(), TcpState::reset);
  EXPECT_EQ(tracker.history(), "ShR");
}

TEST_F(TcpTrackerTest, KeepsClosedWhenAResetFollows) {
  open();
  client({FA, 101, 501});
  server({FA, 501, 102});
  client({A, 102, 502});
  server({R, 502});
  EXPECT_EQ(tracker.state(), TcpState::closed);
}

TEST_F(TcpTrackerTest, FollowsASimultaneousOpen) {
  client({S, 100});
  server({S, 500});
  EXPECT_EQ(tracker.state(), TcpState::answered);
  client({SA, 100, 501});
  server({SA, 500, 101});
  EXPECT_EQ(tracker.state(), TcpState::established);
  server({A, 501, 101, "x"});
  EXPECT_EQ(from_server.bytes.size(), 1u);
  EXPECT_EQ(tracker.history(), "SsHhd");
}

TEST_F(TcpTrackerTest, TakesDataInASyn) {
  client({S, 100, 0, "early"});
  server({SA, 500, 106});
  client({A, 106, 501, "later"});
  EXPECT_EQ(from_client.bytes.size(), 10u);
  EXPECT_EQ(tracker.state(), TcpState::established);
  EXPECT_EQ(tracker.history(), "SDh");
}

TEST_F(TcpTrackerTest, TakesAConnectionThatIsUnderWay) {
  server({A, 7000, 300, "abc"});
  EXPECT_TRUE(tracker.was_under_way());
  EXPECT_EQ(tracker.state(), TcpState::established);
  client({A, 300, 7003});
  client({R, 300});
  EXPECT_EQ(tracker.state(), TcpState::reset);
  EXPECT_FALSE(tracker.handshake_ns());
}

TEST_F(TcpTrackerTest, FollowsOneDirectionAlone) {
  client({S, 100});
  client({A, 101, 501});
  EXPECT_EQ(tracker.state(), TcpState::established);
  EXPECT_FALSE(tracker.handshake_ns()) << "when the server answered isn't known";
  client({A, 101, 501, "abc"});
  client({FA, 104, 601});
  EXPECT_EQ(tracker.state(), TcpState::closing);
  EXPECT_EQ(from_client.bytes.size(), 3u);
}

TEST_F(TcpTrackerTest, DoesNotTakeAStrangeAnswerForAConnection) {
  client({S, 100});
  server({A, 900, 7});
  EXPECT_EQ(tracker.state(), TcpState::opening) << "of a connection that the server still has";
}

TEST_F(TcpTrackerTest, TellsKeepAlivesFromRetransmissions) {
  open();
  client({A, 101, 501, "abc"});
  client({A, 103, 501});
  client({A, 103, 501, "c"});
  EXPECT_EQ(tracker.keep_alives(), 2u);
  EXPECT_EQ(tracker.retransmissions(Side::client), 0u);
  client({A, 102, 501, "bc"});
  EXPECT_EQ(tracker.retransmissions(Side::client), 1u);
  EXPECT_EQ(tracker.stream_of(Side::client).retransmitted_bytes(), 2u);
}

TEST_F(TcpTrackerTest, CountsZeroWindowsAndNotesTheFirstTenthAndHundredth) {
  open();
  for (int i = 0; i < 100; ++i) server({.sequence = 501, .acknowledgement = 101, .window = 0});
  EXPECT_EQ(tracker.zero_windows(Side::server), 100u);
  EXPECT_EQ(tracker.history(), "ShAawww");
}

TEST_F(TcpTrackerTest, CountsDataAfterItsFinAsOutOfOrder) {
  open();
  server({A, 501, 101, "a"});
  server({FA, 504, 101});
  server({A, 502, 101, "b"});
  server({FA, 503, 101, "c"});
  EXPECT_EQ(tracker.stream_of(Side::server).out_of_order_segments(), 2u);
  EXPECT_EQ(tracker.retransmissions(Side::server), 0u);
  EXPECT_EQ(from_server.bytes.size(), 3u);
}

TEST_F(TcpTrackerTest, NotesMissingBytes) {
  open();
  client({A, 105, 501, "efg"});
  EXPECT_EQ(tracker.history(), "ShAD");
  server({A, 501, 108});
  EXPECT_EQ(tracker.stream_of(Side::client).missing_bytes(), 4u);
  EXPECT_EQ(tracker.history(), "ShADaG");
}

TEST_F(TcpTrackerTest, NotesStrangeFlagsAndEndsAfterFifteenLetters) {
  client({.flags = S | F});
  client({.flags = R | F});
  EXPECT_EQ(tracker.history(), "QI");
  tracker.note_turn();
  for (int i = 0; i < 30; ++i) tracker.note_turn();
  EXPECT_EQ(tracker.history().size(), 15u);
}

TEST_F(TcpTrackerTest, KnowsWhenASynBeginsAnotherConnection) {
  const TcpHeader again{.sequence = 100, .flags = S, .window_scale = {}};
  const TcpHeader another{.sequence = 9000, .flags = S, .window_scale = {}};
  EXPECT_FALSE(tracker.begins_anew(Side::client, again)) << "it is the first";
  client({S, 100});
  EXPECT_FALSE(tracker.begins_anew(Side::client, again));
  EXPECT_TRUE(tracker.begins_anew(Side::client, another));
  EXPECT_FALSE(tracker.begins_anew(Side::server, another)) << "both open at the same time";
  server({SA, 500, 101});
  client({A, 101, 501, "abc"});
  EXPECT_FALSE(tracker.begins_anew(Side::client, again)) << "a late copy";
  EXPECT_TRUE(tracker.begins_anew(Side::client, another));
  EXPECT_TRUE(tracker.begins_anew(Side::server, another));
  client({R, 104});
  EXPECT_TRUE(tracker.begins_anew(Side::client, again));
}

}  // namespace
}  // namespace netdumplings::connection
