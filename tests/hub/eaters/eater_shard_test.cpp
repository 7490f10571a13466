// What a shard does for all its eaters; what it does for one is in eater_session_test.cpp.
#include "hub/eaters/eater_shard.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "common/protocol.hpp"
#include "hub/eaters/shard_fixture.hpp"
#include "hub/loop_thread.hpp"

namespace netdumplings::hub {
namespace {

class EaterShardTest : public testing::Test {
 protected:
  // Waits until the shard has done all that it was asked for.
  void run() { thread_.finish_posts(); }
  ShardReport report() {
    ShardReport got;
    hub_.shard.report_soon([&got](ShardReport report) { got = std::move(report); });
    run();
    return got;
  }
  static SharedFrame status(std::size_t bytes) { return std::make_shared<const std::string>(bytes, 's'); }

  LoopThread thread_;
  ShardAndLog hub_{thread_.loop};
};

// Of two threads, that is: the limit is the hub's.
TEST_F(EaterShardTest, EatersThatComeAndGoMakeFewLines) {
  std::ostringstream lines;
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(lines);
  sink->set_pattern("%v");
  EaterCommons commons{std::make_shared<spdlog::logger>("test", sink), hub_.log};
  EaterShard one(thread_.loop, commons);
  EaterShard two(thread_.loop, commons);
  for (int i = 0; i < 1000; ++i) {
    TestEater eater(i % 2 == 0 ? one : two, 1, 1 << 20);
    eater.hello();
    eater.session.on_closed("gone");
  }
  commons.tell_left_out_lines();
  std::size_t written = 0;
  std::size_t left_out = 0;
  std::istringstream log(lines.str());
  for (std::string line; std::getline(log, line);) {
    if (line.ends_with("lines left out: eaters that came or went")) {
      left_out += std::stoul(line);
    } else {
      ++written;
    }
  }
  EXPECT_GE(written, defaults::coming_and_going_burst);
  EXPECT_LT(written, 2000U);
  EXPECT_EQ(written + left_out, 2000U);
}

TEST_F(EaterShardTest, RemembersThoseWithANameOfTheirOwnThatHaveGone) {
  for (const std::string name : {"webnom", "printereater", "nameless_eater", "page-0123"}) {
    TestEater goes(hub_.shard, 1, 1 << 20);
    goes.hello(R"({"eater_name":")" + name + "\"}");
    hub_.append("dumpling");
    goes.send_all();
    goes.session.on_closed("no close frame received");
  }
  const auto absent = hub_.commons.absences.list(0);
  ASSERT_EQ(absent.size(), 1U);
  EXPECT_EQ(absent[0].name, "webnom");
  EXPECT_EQ(absent[0].why, "no close frame received");
  EXPECT_EQ(absent[0].ledger.sent, 1U);
}

TEST_F(EaterShardTest, ReportsTheEatersThatAreThereAndThoseThatHaveGone) {
  TestEater stays(hub_.shard, 1, 1 << 20);
  TestEater goes(hub_.shard, 2, 1 << 20);
  stays.hello(R"({"eater_name":"stays"})");
  goes.hello(R"({"eater_name":"goes"})");
  for (int i = 0; i < 3; ++i) hub_.append("dumpling");
  goes.send_all();
  goes.session.on_closed("");
  const ShardReport there = report();
  EXPECT_EQ(there.eaters, 1U);
  EXPECT_EQ(there.present.behind, 3U);
  EXPECT_EQ(there.gone.sent, 3U);
  ASSERT_EQ(there.first.size(), 1U);
  EXPECT_EQ(there.first[0].card, R"({"eater_name":"stays"})");
  EXPECT_EQ(there.first[0].number, 1U);
  stays.session.on_closed("");
}

TEST_F(EaterShardTest, AStatusIsForEatersThatAreInIt) {
  TestEater early(hub_.shard, 1, 1 << 20);
  TestEater late(hub_.shard, 2, 1 << 20);
  early.hello();
  const std::uint64_t newest = hub_.commons.eaters_came;
  late.hello();
  hub_.shard.offer_status_soon(status(10), newest);
  run();
  early.send_all();
  late.send_all();
  EXPECT_EQ(early.session.ledger().statuses, 1U);
  EXPECT_EQ(late.session.ledger().statuses, 0U);
  early.session.on_closed("");
  late.session.on_closed("");
}

TEST_F(EaterShardTest, SendsAllEatersTheSameInOneGoAndWhatComesMeanwhileInTheNext) {
  TestEater first(hub_.shard, 1, 1 << 20);
  TestEater second(hub_.shard, 2, 1 << 20);
  first.hello();
  second.hello();
  int flushes = 0;
  second.connection.before_flush = [&] {
    if (++flushes == 1) hub_.append("late");
  };
  hub_.append("early");
  hub_.shard.flush_soon();
  run();
  EXPECT_EQ(flushes, 1);
  for (TestEater* eater : {&first, &second}) EXPECT_EQ(eater->peer.taken.find("late"), std::string::npos);
  hub_.shard.flush_soon();
  run();
  for (TestEater* eater : {&first, &second}) {
    eater->send_all();
    EXPECT_EQ(eater->session.ledger().sent, 2U);
    eater->session.on_closed("");
  }
}

TEST_F(EaterShardTest, SendsTheEaterAwayThatHoldsTheOldestStatusWhenTooManyBytesAreHeld) {
  TestEater first(hub_.shard, 1, 1);
  TestEater second(hub_.shard, 2, 1);
  const auto get_stuck_in_the_next = [this](TestEater& eater) {
    eater.hello();
    hub_.shard.offer_status_soon(status(defaults::cut_frames_budget / 2), hub_.commons.eaters_came);
    run();
    while (eater.peer.taken.empty()) eater.session.flush();
  };
  get_stuck_in_the_next(first);
  get_stuck_in_the_next(second);
  EXPECT_EQ(first.connection.closed, 0U);
  hub_.shard.offer_status_soon(status(10), hub_.commons.eaters_came);
  run();
  EXPECT_EQ(first.connection.closed, protocol::close_no_progress);
  EXPECT_EQ(second.connection.closed, 0U);
  first.session.on_closed("");
  second.session.on_closed("");
  EXPECT_EQ(report().stalled, 1U);
}

}  // namespace
}  // namespace netdumplings::hub
