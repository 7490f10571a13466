#include "net/websocket/peer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/defaults.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::net {
namespace {

using Kind = Peer::Kind;
using test::masked_frame;
using ::testing::ElementsAre;

constexpr std::size_t limit = std::size_t{1} << 20;

struct Heard {
  std::vector<std::string> messages;  // "t:..." or "b:..."
  std::string left;                   // of the input, when it ended
  int too_large = 0;
  int ends = 0;
};

// Gives `input` to `peer` in reads of `step` bytes, as a session does.
Heard hear(Peer& peer, const std::string& input, std::size_t step = limit) {
  Heard heard;
  for (std::size_t at = 0; at < input.size(); at += step) {
    std::string batch = heard.left + input.substr(at, step);
    std::span<char> rest(batch);
    for (Peer::Step found = peer.next(rest);; found = peer.next(rest)) {
      rest = rest.subspan(found.used);
      if (found.kind == Kind::more) break;
      if (found.kind == Kind::message)
        heard.messages.push_back((found.binary ? "b:" : "t:") + std::string(found.message));
      if (found.kind == Kind::too_large) ++heard.too_large;
      if (found.kind == Kind::ended) ++heard.ends;
    }
    heard.left.assign(rest.begin(), rest.end());
    EXPECT_LE(heard.left.size(), Peer::most_left);
  }
  return heard;
}

std::string server_frame(Opcode opcode, std::string_view payload) {
  std::string frame;
  append_server_frame(frame, opcode, payload);
  return frame;
}

std::string close_payload(unsigned code, const std::string& text = "") {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + text;
}

std::string close_frame(unsigned code, const std::string& text = "") {
  return server_frame(Opcode::close, close_payload(code, text));
}

TEST(Peer, ReportsMessagesInOrderHoweverTheirBytesArrive) {
  const std::string input = masked_frame(Opcode::text, "") + masked_frame(Opcode::binary, "\xff") +
                            masked_frame(Opcode::text, "on", false) + masked_frame(Opcode::ping, "p") +
                            masked_frame(Opcode::continuation, "", false) + masked_frame(Opcode::continuation, "e") +
                            masked_frame(Opcode::text, std::string(70000, 'x')) + masked_frame(Opcode::text, "\u20ac");
  for (const std::size_t step : {1U, 2U, 3U, 7U, 1000U, 1U << 20}) {
    Peer peer(limit);
    EXPECT_THAT(hear(peer, input, step).messages,
                ElementsAre("t:", "b:\xff", "t:one", "t:" + std::string(70000, 'x'), "t:\u20ac"))
        << step;
    EXPECT_EQ(peer.take_output(), server_frame(Opcode::pong, "p")) << step;
  }
}

TEST(Peer, HandsAMessageThatIsOneWholeFrameOverWhereItIs) {
  Peer peer(limit);
  std::string input = masked_frame(Opcode::text, "in place");
  const Peer::Step step = peer.next(input);
  EXPECT_EQ(step.message, "in place");
  EXPECT_GE(step.message.data(), input.data());
  EXPECT_LT(step.message.data(), input.data() + input.size());
}

TEST(Peer, LetsBytesAfterAnAssembledMessageBeRead) {
  Peer peer(limit);
  std::string begin = masked_frame(Opcode::text, std::string(5000, 'x'));
  std::string end = begin.substr(3000);
  begin.resize(3000);
  EXPECT_EQ(peer.next(begin).kind, Kind::more);
  const Peer::Step step = peer.next(end);
  ASSERT_EQ(step.message.size(), 5000U);
  const std::string after(step.message.data() + step.message.size(), Peer::readable_after_message);
  EXPECT_EQ(after, std::string(Peer::readable_after_message, '\0'));
}

TEST(Peer, OfAClientMasksWhatItSendsAndReadsWhatIsNotMasked) {
  MaskSource masks;
  Peer peer(limit, masks);
  EXPECT_THAT(hear(peer, server_frame(Opcode::text, "a") + server_frame(Opcode::ping, "p")).messages,
              ElementsAre("t:a"));
  std::string pong = peer.take_output();
  Peer server(limit);
  EXPECT_EQ(server.next(pong).kind, Kind::more);  // a server can read it
  EXPECT_FALSE(server.ending());
  EXPECT_EQ(hear(peer, masked_frame(Opcode::text, "a")).ends, 1);
  EXPECT_EQ(peer.said_close(), 1002U);
}

TEST(Peer, EndsOverEachOffenceWithItsCodeAndHearsNothingAfterIt) {
  const struct {
    std::string what;
    std::string bytes;
    unsigned code;
  } offences[] = {
      {"a frame without a mask", server_frame(Opcode::text, "hi"), 1002},
      {"a reserved bit is set", std::string("\xc1\x80mask", 6), 1002},
      {"an opcode that means nothing", std::string("\x83\x80mask", 6), 1002},
      {"a continuation of nothing", masked_frame(Opcode::continuation, "x"), 1002},
      {"a new message inside of another", masked_frame(Opcode::text, "x", false) + masked_frame(Opcode::text, "y"),
       1002},
      {"a text message that isn't UTF-8", masked_frame(Opcode::text, "\xff"), 1007},
      {"a text message that isn't UTF-8",
       masked_frame(Opcode::text, "\xe2", false) + masked_frame(Opcode::continuation, "x", false), 1007},
      {"a text message that isn't UTF-8",
       masked_frame(Opcode::text, "\xe2", false) + masked_frame(Opcode::continuation, ""), 1007},
      {"half a close code", masked_frame(Opcode::close, "\x03"), 1002},
      {"a close code that nobody may send", masked_frame(Opcode::close, close_payload(1005)), 1002},
      {"a close reason that isn't UTF-8", masked_frame(Opcode::close, close_payload(1000, "\xff")), 1007},
      {"a length that is out of range or in too many bytes",
       std::string("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xffmask", 14), 1002},
  };
  for (const auto& offence : offences) {
    for (const std::size_t step : {1U, 1U << 20}) {
      Peer peer(limit);
      const Heard heard = hear(peer, offence.bytes + masked_frame(Opcode::text, "unheard"), step);
      EXPECT_EQ(heard.ends, 1) << offence.what;
      EXPECT_TRUE(heard.messages.empty()) << offence.what;
      ASSERT_TRUE(peer.ending()) << offence.what;
      EXPECT_EQ(peer.ending()->fault, offence.what);
      EXPECT_EQ(peer.ending()->reason.sent, offence.code) << offence.what;
      EXPECT_EQ(peer.take_output(), close_frame(offence.code, offence.what));
    }
  }
}

TEST(Peer, FindsTextThatIsNoneWhenHalfOfItsFrameIsHere) {
  Peer peer(limit);
  const std::string frame = masked_frame(Opcode::text, "x\xff" + std::string(100, 'y'));
  EXPECT_EQ(hear(peer, frame.substr(0, 10)).ends, 1);
}

TEST(Peer, AnswersACloseWithItsCode) {
  for (const unsigned code : {1000U, 1001U, 1014U, 4101U}) {
    Peer peer(limit);
    EXPECT_EQ(hear(peer, masked_frame(Opcode::close, close_payload(code, "bye"))).ends, 1);
    EXPECT_EQ(peer.ending()->reason.code, code);
    EXPECT_EQ(peer.ending()->reason.text, "bye");
    EXPECT_EQ(peer.ending()->reason.sent, 0U);
    EXPECT_EQ(peer.take_output(), close_frame(code));
  }
}

TEST(Peer, AnswersACloseWithoutACodeWith1000) {
  Peer peer(limit);
  hear(peer, masked_frame(Opcode::close, ""));
  EXPECT_EQ(peer.ending()->reason.code, 1005U);
  EXPECT_EQ(peer.take_output(), close_frame(1000));
}

TEST(Peer, SaysNothingAndReportsNoMessageAfterItsClose) {
  Peer peer(limit);
  peer.close(4101, "enough");
  peer.close(1000, "a second call changes nothing");
  const Heard heard = hear(peer, masked_frame(Opcode::text, "late") + masked_frame(Opcode::ping, "p") +
                                     masked_frame(Opcode::continuation, "out of order") +
                                     masked_frame(Opcode::close, close_payload(1000)));
  peer.ping();
  EXPECT_EQ(peer.take_output(), close_frame(4101, "enough"));
  EXPECT_FALSE(peer.has_output());
  EXPECT_TRUE(heard.messages.empty());
  EXPECT_EQ(heard.ends, 1);
  EXPECT_EQ(peer.ending()->reason.code, 1000U);
}

// The engine that was here before waited for good, reading for closing and closing for reading.
TEST(Peer, EndsWhenItClosesInAFragmentThatTurnsOutToBeNoText) {
  Peer peer(limit);
  const std::string fragment = masked_frame(Opcode::text, "begun" + std::string(95, '\xff'), false);
  hear(peer, fragment.substr(0, fragment.size() - 95));
  peer.close(1008, "no hello in time");
  EXPECT_EQ(hear(peer, fragment.substr(fragment.size() - 95) + masked_frame(Opcode::close, close_payload(1008))).ends,
            1);
  EXPECT_EQ(peer.take_output(), close_frame(1008, "no hello in time"));
}

TEST(Peer, CutsACloseTextWhereNoCharacterIsCut) {
  Peer peer(limit);
  std::string text(122, 'x');
  peer.close(1008, text + "\u20ac");
  EXPECT_EQ(peer.take_output(), close_frame(1008, text));
}

TEST(Peer, ReportsAMessageOverTheLimitBeforeItIsHereAndThrowsItAway) {
  for (const bool pieces : {false, true}) {
    Peer peer(1000);
    const std::string input = pieces ? masked_frame(Opcode::text, std::string(600, 'x'), false) +
                                           masked_frame(Opcode::continuation, std::string(401, 'x'))
                                     : masked_frame(Opcode::text, std::string(1001, 'x')).substr(0, 20);
    const Heard heard = hear(peer, input);
    EXPECT_EQ(heard.too_large, 1);
    EXPECT_TRUE(heard.messages.empty());
    peer.close(1009, "too much");
    EXPECT_EQ(peer.take_output(), close_frame(1009, "too much"));
  }
  Peer peer(1000);
  EXPECT_EQ(hear(peer, masked_frame(Opcode::text, std::string(1000, 'x'))).messages.size(), 1U);
}

TEST(Peer, SaysWhatItHoldsOfAMessageWhoseEndHasNotCome) {
  const std::string message(100000, 'x');
  const std::string frame = masked_frame(Opcode::text, message);
  Peer peer(limit);
  EXPECT_EQ(peer.unfinished(), 0U);
  hear(peer, frame + frame.substr(0, 50000));
  EXPECT_GE(peer.unfinished(), 49900U);
  EXPECT_EQ(hear(peer, frame.substr(50000)).messages, std::vector<std::string>{"t:" + message});
  EXPECT_EQ(peer.unfinished(), 0U);
  hear(peer, masked_frame(Opcode::text, "", false));
  EXPECT_GT(peer.unfinished(), 0U) << "it is under way, though none of its bytes are";
}

TEST(Peer, HoldsNothingOfAMessageThatItThrowsAway) {
  const std::string half = masked_frame(Opcode::text, std::string(100000, 'x')).substr(0, 50000);
  Peer closed(limit);
  hear(closed, half);
  closed.close(1008, "enough");
  EXPECT_EQ(closed.unfinished(), 0U);
  hear(closed, half);
  EXPECT_EQ(closed.unfinished(), 0U);
  Peer flooded(60000);
  hear(flooded, masked_frame(Opcode::text, std::string(50000, 'x'), false));
  EXPECT_EQ(hear(flooded, masked_frame(Opcode::continuation, std::string(50000, 'x'))).too_large, 1);
  EXPECT_EQ(flooded.unfinished(), 0U);
}

TEST(Peer, KeepsTheNewestPongsWhenNobodyTakesThem) {
  Peer peer(limit);
  std::string pings;
  for (int i = 0; i < 1000; ++i) pings += masked_frame(Opcode::ping, std::string(100, 'p') + std::to_string(i));
  hear(peer, pings);
  const std::string output = peer.take_output();
  EXPECT_LE(output.size(), defaults::pongs_kept);
  EXPECT_TRUE(output.ends_with(server_frame(Opcode::pong, std::string(100, 'p') + "999")));
}

}  // namespace
}  // namespace netdumplings::net
