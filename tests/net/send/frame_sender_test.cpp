#include "net/send/frame_sender.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "net/row_of_frames.hpp"
#include "net/stingy_transport.hpp"

namespace netdumplings::net {
namespace {

using test::read_sent;
using test::Row;
using test::Sent;
using test::server_frame;

// Takes nothing but so many bytes in all.
class Allowance final : public Transport {
 public:
  IoResult read(std::span<char>) override { return {IoResult::State::would_block, 0, 0}; }
  IoResult write(std::string_view bytes) override {
    const std::size_t count = std::min(bytes.size(), left);
    left -= count;
    return {count == 0 ? IoResult::State::would_block : IoResult::State::done, count, 0};
  }
  std::size_t left = 0;
};

TEST(FrameSender, NoFrameIsTornHoweverLittleThePeerTakes) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    test::StingyTransport peer(seed, 1 + seed * 7);
    CutFrameBudget budget(1 << 20);
    FrameSender sender(peer, budget);
    Row row;
    sender.set_source(&row);
    for (std::size_t i = 0; i < 200; ++i) {
      row.add(std::string(i * 37 % 3000, 'x'));
      if (i % 10 == 0) sender.queue_control(server_frame(Opcode::pong, "pong"), false);
      sender.flush();
    }
    while (sender.flush() == FrameSender::State::blocked) continue;
    const Sent sent = read_sent(peer.taken);
    EXPECT_EQ(sent.data, 200U);
    EXPECT_EQ(sent.control, 20U);
    EXPECT_EQ(row.whole, 200U);
  }
}

TEST(FrameSender, BehindACloseFrameNothingFollows) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    test::StingyTransport peer(seed, 40);
    CutFrameBudget budget(1 << 20);
    FrameSender sender(peer, budget);
    Row row;
    sender.set_source(&row);
    for (int i = 0; i < 20; ++i) row.add(std::string(100, 'x'));
    for (unsigned i = 0; i < seed; ++i) sender.flush();
    sender.queue_control(server_frame(Opcode::close, "\x03\xe9"), true);
    sender.queue_control(server_frame(Opcode::pong, "too late"), false);
    while (sender.flush() == FrameSender::State::blocked) continue;
    const Sent sent = read_sent(peer.taken);
    EXPECT_TRUE(sent.close_last);
    EXPECT_EQ(sent.control, 1U);
    EXPECT_EQ(sent.data, row.whole);
  }
}

TEST(FrameSender, SharedBytesGoLastAndAreNotCopied) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    test::StingyTransport peer(seed, 1 + seed * 7);
    CutFrameBudget budget(0);
    FrameSender sender(peer, budget);
    const auto shared = std::make_shared<const std::string>(3000, 's');
    sender.queue_control("head", false);
    sender.queue_last(shared);
    sender.queue_control("too late", true);
    while (sender.flush() == FrameSender::State::blocked) EXPECT_LE(shared.use_count(), 2);
    EXPECT_EQ(peer.taken, "head" + *shared);
    EXPECT_EQ(shared.use_count(), 1);
  }
}

TEST(FrameSender, FailsWhenTheBudgetForCutFramesIsUsedUp) {
  test::StingyTransport peer(1, 10);
  CutFrameBudget budget(1000);
  FrameSender sender(peer, budget);
  Row row;
  row.add(std::string(2000, 'x'));
  sender.set_source(&row);
  auto state = FrameSender::State::blocked;
  while (peer.taken.empty()) state = sender.flush();
  EXPECT_EQ(state, FrameSender::State::failed);
}

TEST(FrameSender, TheBudgetIsGivenBack) {
  CutFrameBudget budget(3000);
  for (unsigned i = 0; i < 10; ++i) {
    test::StingyTransport peer(i, 10);
    FrameSender sender(peer, budget);
    Row row;
    row.add(std::string(2000, 'x'));
    sender.set_source(&row);
    auto state = FrameSender::State::blocked;
    while (peer.taken.empty() || (i % 2 == 0 && state == FrameSender::State::blocked)) state = sender.flush();
    EXPECT_NE(state, FrameSender::State::failed);
  }
  EXPECT_TRUE(budget.take(3000));
}

// One frame that is shared, whole or not at all.
class Shared final : public FrameSource {
 public:
  explicit Shared(std::shared_ptr<const std::string> frame) : frame_(std::move(frame)) {}
  FrameRun next() override { return frame_ ? std::string_view(*frame_) : std::string_view(); }
  void taken(std::size_t bytes, CutFrame& rest) override {
    if (bytes == 0) return;
    if (bytes < frame_->size()) rest.shared = frame_;
    rest.from = bytes;
    frame_ = nullptr;
  }
  void cut_frame_sent() override { sent = true; }
  bool sent = false;

 private:
  std::shared_ptr<const std::string> frame_;
};

TEST(FrameSender, AFrameThatOthersSendTooIsNotCopiedWhenItIsCut) {
  const auto frame = std::make_shared<const std::string>(server_frame(Opcode::text, std::string(5000, 'x')));
  CutFrameBudget budget(0);
  std::vector<std::unique_ptr<Allowance>> peers;
  std::vector<std::unique_ptr<FrameSender>> senders;
  std::vector<std::unique_ptr<Shared>> sources;
  for (int i = 0; i < 100; ++i) {
    peers.push_back(std::make_unique<Allowance>());
    senders.push_back(std::make_unique<FrameSender>(*peers.back(), budget));
    sources.push_back(std::make_unique<Shared>(frame));
    senders.back()->set_source(sources.back().get());
    peers.back()->left = 10;
    EXPECT_EQ(senders.back()->flush(), FrameSender::State::blocked);
    peers.back()->left = frame->size();
    EXPECT_EQ(senders.back()->flush(), FrameSender::State::idle);
    EXPECT_TRUE(sources.back()->sent);
  }
  EXPECT_EQ(frame.use_count(), 1);
}

TEST(FrameSender, AnInsatiablePeerLetsTheOthersHaveTheirTurn) {
  Allowance peer;
  peer.left = std::size_t{1} << 40;
  CutFrameBudget budget(0);
  FrameSender sender(peer, budget);
  class Endless final : public FrameSource {
   public:
    FrameRun next() override { return std::string_view(run); }
    void taken(std::size_t, CutFrame&) override {}
    void cut_frame_sent() override {}
    const std::string run = server_frame(Opcode::text, std::string(100000, 'x'));
  } endless;
  sender.set_source(&endless);
  EXPECT_EQ(sender.flush(), FrameSender::State::busy);
  EXPECT_EQ(sender.flush(), FrameSender::State::busy);
  EXPECT_EQ(sender.stalled_since(), FrameSender::Clock::time_point::max());
}

TEST(FrameSender, DataThatMovesEndsAStallAndControlFramesDoNot) {
  Allowance peer;
  CutFrameBudget budget(1 << 20);
  FrameSender sender(peer, budget);
  Row row;
  row.add(std::string(100, 'x'));
  sender.set_source(&row);
  EXPECT_EQ(sender.stalled_since(), FrameSender::Clock::time_point::max());
  EXPECT_EQ(sender.flush(), FrameSender::State::blocked);
  const auto stalled = sender.stalled_since();
  ASSERT_NE(stalled, FrameSender::Clock::time_point::max());
  sender.queue_control(server_frame(Opcode::pong, "1"), false);
  peer.left = 3;
  EXPECT_EQ(sender.flush(), FrameSender::State::blocked);
  EXPECT_EQ(sender.stalled_since(), stalled);
  peer.left = 1;
  EXPECT_EQ(sender.flush(), FrameSender::State::blocked);
  EXPECT_GT(sender.stalled_since(), stalled);
  peer.left = 1000;
  EXPECT_EQ(sender.flush(), FrameSender::State::idle);
  EXPECT_EQ(sender.stalled_since(), FrameSender::Clock::time_point::max());
}

}  // namespace
}  // namespace netdumplings::net
