#include "net/client/outgoing_messages.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace netdumplings::net {
namespace {

class OutgoingMessagesTest : public testing::Test {
 protected:
  void add(std::size_t size) {
    const std::string text(size, 'x');
    const std::string_view view = text;
    outgoing_.add(std::span(&view, 1));
  }
  // The kernel takes `bytes` of what waits. Returns how much is missing of the frame that it cut.
  std::size_t take(std::size_t bytes) {
    source_.next();
    CutFrame rest;
    source_.taken(bytes, rest);
    return rest.bytes().size();
  }

  static constexpr std::size_t frame = 2 + 4 + 10;
  MaskSource masks_;
  OutgoingMessages outgoing_{masks_};
  FrameSource& source_ = outgoing_;
};

TEST_F(OutgoingMessagesTest, CountsMessagesThatTheKernelTookWhole) {
  for (int i = 0; i < 3; ++i) add(10);
  EXPECT_EQ(outgoing_.pending(), 3 * frame);
  EXPECT_EQ(take(2 * frame), 0U);
  EXPECT_EQ(outgoing_.given(), 2U);
  EXPECT_EQ(outgoing_.pending(), frame);
  EXPECT_EQ(take(frame), 0U);
  EXPECT_EQ(outgoing_.given(), 3U);
  EXPECT_EQ(outgoing_.pending(), 0U);
  EXPECT_TRUE(source_.next().bytes.empty());
}

TEST_F(OutgoingMessagesTest, CountsAFrameThatWasCutWhenItsRestIsSent) {
  for (int i = 0; i < 3; ++i) add(10);
  EXPECT_EQ(take(frame + 1), frame - 1);
  EXPECT_EQ(outgoing_.given(), 1U);
  EXPECT_EQ(outgoing_.pending(), 2 * frame - 1);
  source_.cut_frame_sent();
  EXPECT_EQ(outgoing_.given(), 2U);
  EXPECT_EQ(outgoing_.pending(), frame);
  EXPECT_EQ(take(frame), 0U);
  EXPECT_EQ(outgoing_.given(), 3U);
}

TEST_F(OutgoingMessagesTest, CountsNothingWhenTheKernelTakesNothing) {
  add(10);
  EXPECT_EQ(take(0), 0U);
  EXPECT_EQ(outgoing_.given(), 0U);
  EXPECT_EQ(outgoing_.pending(), frame);
}

TEST_F(OutgoingMessagesTest, ForgetsWhatWaits) {
  add(10);
  add(10);
  take(1);
  outgoing_.forget();
  EXPECT_EQ(outgoing_.pending(), 0U);
  EXPECT_TRUE(source_.next().bytes.empty());
  add(10);
  EXPECT_EQ(take(frame), 0U);
  EXPECT_EQ(outgoing_.given(), 1U);
}

}  // namespace
}  // namespace netdumplings::net
