#include "net/websocket/client_frames.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace netdumplings::net {
namespace {

std::string payload_of(std::size_t size) {
  std::string payload(size, '\0');
  for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(i * 7);
  return payload;
}

TEST(ClientFrames, AFrameOfAnyLengthReadsBackAsItWas) {
  for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 125U, 126U, 127U, 65535U, 65536U, 1U << 20}) {
    std::string bytes = "before";
    append_client_frame(bytes, Opcode::text, payload_of(size), {'\x01', '\x80', '\xff', '\x37'});
    bytes.erase(0, 6);
    FrameHeader header;
    ASSERT_EQ(read_client_header(bytes, header), HeaderState::complete) << size;
    EXPECT_TRUE(header.final);
    EXPECT_EQ(header.opcode, Opcode::text);
    ASSERT_EQ(header.length, size);
    ASSERT_EQ(bytes.size(), header.size + size);
    unmask({bytes.data() + header.size, size}, header.mask);
    EXPECT_EQ(bytes.substr(header.size), payload_of(size)) << size;
  }
}

TEST(ClientFrames, ACutIsToldInWholeFramesAndWhereTheCutOneEnds) {
  std::string frames;
  append_client_frame(frames, Opcode::text, "one", {});
  const auto first = frames.size();
  append_client_frame(frames, Opcode::text, std::string(300, 'x'), {});
  const struct {
    std::size_t bytes;
    std::size_t whole;
    std::size_t end;
  } cuts[] = {{0, 0, 0},
              {1, 0, first},
              {first - 1, 0, first},
              {first, 1, first},
              {first + 3, 1, frames.size()},
              {frames.size() - 1, 1, frames.size()},
              {frames.size(), 2, frames.size()}};
  for (const auto& cut : cuts) {
    const FramesWithin within = frames_within(frames, cut.bytes);
    EXPECT_EQ(within.whole, cut.whole) << cut.bytes;
    EXPECT_EQ(within.end, cut.end) << cut.bytes;
  }
}

TEST(ClientFrames, MasksDoNotComeAgain) {
  MaskSource masks;
  std::set<Mask> seen;
  for (int i = 0; i < 3000; ++i) seen.insert(masks.next());
  EXPECT_GT(seen.size(), 2990U);
}

}  // namespace
}  // namespace netdumplings::net
