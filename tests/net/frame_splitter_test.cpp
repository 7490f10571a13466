#include "net/frame_splitter.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "raw_client.hpp"

namespace netdumplings::net {
namespace {

using Kind = FrameSplitter::Kind;
using test::masked_frame;

struct Split {
  std::vector<std::string> messages;
  std::string engine;  // bytes for the engine
  std::string kept;    // what waits for more
  int too_large = 0;
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

TEST(FrameSplitter, BehindACloseAllIsTheEngines) {
  FrameSplitter splitter(1 << 20);
  const std::string input = masked_frame(Opcode::close, "\x03\xe8") + masked_frame(Opcode::text, "late");
  EXPECT_EQ(split(splitter, input, 3).engine, input);
  EXPECT_TRUE(splitter.ended());
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
