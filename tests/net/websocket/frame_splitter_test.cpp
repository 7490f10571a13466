#include "net/websocket/frame_splitter.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "net/raw_client.hpp"

namespace netdumplings::net {
namespace {

using Kind = FrameSplitter::Kind;
using test::masked_frame;

struct Split {
  std::vector<std::string> messages;
  std::string engine;  // bytes for the engine
  std::string kept;    // what waits for more
  int too_large = 0;
  int closes = 0;
};

// Gives `input` to a splitter in reads of `step` bytes, as a connection would.
Split split(FrameSplitter& splitter, const std::string& input, std::size_t step) {
  Split result;
  for (std::size_t at = 0; at < input.size(); at += step) {
    std::string batch = result.kept + input.substr(at, step);
    std::span<char> rest(batch);
    while (!rest.empty()) {
      const auto piece = splitter.next(rest);
      if (piece.kind == Kind::more) break;
      if (piece.kind == Kind::message) result.messages.emplace_back(piece.bytes.begin(), piece.bytes.end());
      if (piece.kind == Kind::engine) result.engine.append(piece.bytes.begin(), piece.bytes.end());
      if (piece.kind == Kind::too_large) ++result.too_large;
      if (piece.kind == Kind::close) ++result.closes;
      rest = rest.subspan(piece.used);
    }
    result.kept.assign(rest.begin(), rest.end());
  }
  return result;
}

TEST(FrameSplitter, WholePlainMessagesAreTakenHoweverTheBytesArrive) {
  const std::vector<std::string> messages{"", "a", std::string(125, 'b'), std::string(126, 'c'),
                                          std::string(9000, 'd')};
  std::string input;
  for (const auto& message : messages) input += masked_frame(Opcode::text, message);
  for (const std::size_t step : {1U, 2U, 3U, 7U, 100U, 4096U, 1U << 20}) {
    FrameSplitter splitter(1 << 20);
    const Split result = split(splitter, input, step);
    EXPECT_EQ(result.messages, messages) << step;
    EXPECT_EQ(result.engine, "") << step;
    EXPECT_EQ(result.kept, "") << step;
  }
}

TEST(FrameSplitter, ControlFramesAndFragmentsGoToTheEngineUnchanged) {
  const std::string for_engine = masked_frame(Opcode::ping, "hello") + masked_frame(Opcode::text, "one", false) +
                                 masked_frame(Opcode::pong, "") + masked_frame(Opcode::continuation, "two", true);
  for (const std::size_t step : {1U, 5U, 1U << 20}) {
    FrameSplitter splitter(1 << 20);
    const Split result =
        split(splitter, masked_frame(Opcode::text, "before") + for_engine + masked_frame(Opcode::text, "after"), step);
    EXPECT_EQ(result.messages, (std::vector<std::string>{"before", "after"})) << step;
    EXPECT_EQ(result.engine, for_engine) << step;
  }
}

TEST(FrameSplitter, AMessageBetweenFragmentsIsTheEnginesToRefuse) {
  FrameSplitter splitter(1 << 20);
  const std::string input = masked_frame(Opcode::text, "one", false) + masked_frame(Opcode::text, "two");
  EXPECT_EQ(split(splitter, input, 1 << 20).engine, input);
}

TEST(FrameSplitter, ALargeFrameThatArrivesInPiecesGoesThroughTheEngine) {
  FrameSplitter splitter(1 << 20);
  const std::string input = masked_frame(Opcode::text, std::string(100000, 'x')) + masked_frame(Opcode::text, "after");
  const Split result = split(splitter, input, 30000);
  EXPECT_EQ(result.messages, std::vector<std::string>{"after"});
  EXPECT_EQ(result.engine.size(), 100000U + max_client_header);
}

TEST(FrameSplitter, ACloseIsToldOnceAndBehindItNothingIsHeard) {
  for (const std::size_t step : {1U, 3U, 1000U}) {
    FrameSplitter splitter(1 << 20);
    const std::string late = masked_frame(Opcode::text, "late") + masked_frame(Opcode::ping, "") + "\xff\xff\xff";
    const Split result = split(splitter, masked_frame(Opcode::close, "\x03\xe8 bye") + late, step);
    EXPECT_EQ(result.closes, 1);
    EXPECT_EQ(result.messages.size(), 0U);
    EXPECT_EQ(result.engine, "");
    ASSERT_TRUE(splitter.peer_close());
    EXPECT_EQ(splitter.peer_close()->reason.to_string(), "received 1000 (OK)  bye");
  }
}

TEST(FrameSplitter, AnOffenceEndsItWithTheCodeForItAndTheFaultInWords) {
  const auto frame_of = [](std::string_view bytes) { return std::string(bytes) + std::string(20, '\xff'); };
  const std::pair<std::string, std::string> cases[] = {
      {frame_of({"\x81\xff\x80\0\0\0\0\0\0\0", 10}), "a length that is out of range or in too many bytes"},
      {frame_of("\xc1\x80"), "a reserved bit is set"},
      {frame_of("\x81\x05"), "a frame without a mask"},
      {masked_frame(Opcode::close, "\x13\x88"), "a close code that nobody may send"},
  };
  for (const auto& [bytes, fault] : cases) {
    FrameSplitter splitter(1 << 20);
    const Split result = split(splitter, masked_frame(Opcode::text, "before") + bytes, 1000);
    EXPECT_EQ(result.messages.size(), 1U);
    EXPECT_EQ(result.closes, 1);
    ASSERT_TRUE(splitter.peer_close());
    EXPECT_EQ(splitter.peer_close()->reason.sent, 1002U);
    EXPECT_EQ(splitter.peer_close()->fault, fault);
  }
}

TEST(FrameSplitter, AnOffenceEndsADiscardedConnectionToo) {
  FrameSplitter splitter(10);
  const Split result = split(splitter, masked_frame(Opcode::text, std::string(11, 'x')) + "\xff\xff", 1000);
  EXPECT_EQ(result.too_large, 1);
  EXPECT_EQ(result.closes, 1);
  EXPECT_EQ(result.engine, "");
}

TEST(FrameSplitter, AMessageOverTheLimitIsToldOnceAndAllDataFromThereOnIsDiscarded) {
  FrameSplitter splitter(100);
  const std::string input = masked_frame(Opcode::text, std::string(100, 'x')) +
                            masked_frame(Opcode::text, std::string(101, 'x')) + masked_frame(Opcode::text, "later") +
                            masked_frame(Opcode::text, std::string(5000, 'x')) + masked_frame(Opcode::ping, "");
  const Split result = split(splitter, input, 64);
  EXPECT_EQ(result.messages.size(), 1U);
  EXPECT_EQ(result.too_large, 1);
  EXPECT_EQ(result.engine, masked_frame(Opcode::ping, ""));
}

TEST(FrameSplitter, FragmentsAreAddedUpForTheLimit) {
  FrameSplitter splitter(100);
  const std::string first = masked_frame(Opcode::text, std::string(60, 'x'), false);
  const Split result = split(splitter, first + masked_frame(Opcode::continuation, std::string(41, 'x'), false), 1000);
  EXPECT_EQ(result.too_large, 1);
  EXPECT_EQ(result.engine, first);
}

TEST(FrameSplitter, AnEnormousLengthIsTooLargeBeforeAByteOfItCame) {
  FrameSplitter splitter(1 << 20);
  EXPECT_EQ(split(splitter, std::string("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x04", 14), 14).too_large,
            1);
}

}  // namespace
}  // namespace netdumplings::net
