// When the hub acknowledges, on a clock that the test moves (alarm_clock.hpp).
#include "hub/kitchens/kitchen_v1.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "hub/fake_connection.hpp"
#include "hub/kitchens/fake_alarm_clock.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::hub {
namespace {

using namespace std::chrono_literals;

class OpenTransport final : public net::Transport {
 public:
  net::IoResult read(std::span<char>) override { return {net::IoResult::State::would_block, 0, 0}; }
  net::IoResult write(std::string_view bytes) override {
    taken.append(bytes);
    return {net::IoResult::State::done, bytes.size(), 0};
  }
  std::string taken;
};

class KitchenV1Test : public testing::Test {
 protected:
  KitchenV1Test() {
    auto clock = std::make_unique<FakeAlarmClock>();
    clock_ = clock.get();
    v1_ = std::make_unique<KitchenV1>(std::move(clock), connection_, session_, [this] { return stored_; });
    v1_->hear(R"({"first": 1})", false);
  }
  // Takes `count` dumplings of one read into the log.
  void dumplings(int count) {
    for (; count > 0; --count) session_.number = v1_->hear(R"({"metadata":{"chef":"C"}})", false).number;
    v1_->batch_taken();
  }
  // Returns the acknowledgements since the last call.
  std::vector<std::uint64_t> acks() {
    std::vector<std::uint64_t> said;
    for (test::Frame frame; test::take_server_frame(peer_.taken, frame);) {
      said.push_back(std::stoull(frame.payload.substr(frame.payload.rfind(' ') + 1)));
    }
    return said;
  }

  OpenTransport peer_;
  FakeConnection connection_{peer_};
  Session session_{"s"};
  FakeAlarmClock* clock_ = nullptr;
  bool stored_ = true;
  std::unique_ptr<KitchenV1> v1_;
};

using Acks = std::vector<std::uint64_t>;

TEST_F(KitchenV1Test, AcknowledgesAtOnceWhatTheHubHas) { EXPECT_EQ(acks(), Acks{0}); }

TEST_F(KitchenV1Test, AcknowledgesNothingWhileNothingIsNew) {
  acks();
  for (int i = 0; i < 1000; ++i) {
    v1_->batch_taken();
    clock_->advance(10ms);
  }
  EXPECT_EQ(acks(), Acks{});
}

TEST_F(KitchenV1Test, AcknowledgesADumplingAtOnceAfterAPause) {
  clock_->advance(1s);
  acks();
  dumplings(3);
  EXPECT_EQ(acks(), Acks{3});
}

// The contract: at least every 100 ms while there is something to acknowledge. But not more than necessary: a burst
// isn't acknowledged one by one.
TEST_F(KitchenV1Test, AcknowledgesWithinATenthOfASecondAndNotOneByOne) {
  std::mt19937 random(1);
  std::deque<std::pair<std::uint64_t, AlarmClock::Clock::time_point>> waiting;  // numbers, and when they came
  std::size_t said = 0;
  constexpr auto time = 20s;
  for (auto passed = 0ms; passed < time; passed += 1ms) {
    const bool burst = passed % 4s < 1s;
    if (burst || random() % 60 == 0) {
      dumplings(1 + static_cast<int>(random() % 3));
      waiting.emplace_back(session_.number, clock_->now());
    }
    for (const auto ack : acks()) {
      while (!waiting.empty() && waiting.front().first <= ack) waiting.pop_front();
      ++said;
    }
    if (!waiting.empty()) {
      ASSERT_LE(clock_->now() - waiting.front().second, 100ms) << "after " << passed.count() << " ms";
    }
    clock_->advance(1ms);
  }
  EXPECT_LE(said, time / defaults::ack_interval + 1);
  EXPECT_GT(said, time / 100ms / 2) << "there was something to say most of the time";
}

TEST_F(KitchenV1Test, AcknowledgesWhatIsLeftWhenTheConnectionCloses) {
  acks();
  dumplings(2);
  EXPECT_EQ(acks(), Acks{});
  v1_->connection_closes();
  EXPECT_EQ(acks(), Acks{2});
  v1_->connection_closes();
  EXPECT_EQ(acks(), Acks{}) << "it has said all";
}

TEST_F(KitchenV1Test, AcknowledgesNothingForASessionThatWasTakenOver) {
  acks();
  dumplings(1);
  v1_->forget_session();
  v1_->connection_closes();
  clock_->advance(1s);
  EXPECT_EQ(acks(), Acks{});
}

TEST_F(KitchenV1Test, AcknowledgesNothingNewThatIsNotStored) {
  dumplings(2);
  clock_->advance(1s);
  EXPECT_EQ(acks().back(), 2U);
  stored_ = false;
  dumplings(3);
  clock_->advance(1s);
  EXPECT_EQ(acks().back(), 2U) << "still";
  stored_ = true;
  dumplings(1);
  clock_->advance(1s);
  EXPECT_EQ(acks().back(), 6U);
}

}  // namespace
}  // namespace netdumplings::hub
