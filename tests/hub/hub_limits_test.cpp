// What clients can't do to a hub: fill it, flood it, stop it.
#include <sys/socket.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <thread>

#include "common/soft_limit.hpp"
#include "hub/hub_fixture.hpp"

namespace netdumplings::hub {
namespace {

class HubLimitsTest : public HubTest {
 protected:
  // How many lines the hub has logged about clients that it couldn't accept, and how often it has tried to accept one:
  // a line says how many lines were left out before it.
  struct Complaints {
    double lines = 0;
    double tries = 0;
  };
  Complaints complaints() {
    Complaints said;
    std::istringstream log(logged());
    for (std::string line; std::getline(log, line);) {
      if (line.find("error Can't accept a connection: Too many open files") != 0) continue;
      said.lines += 1;
      said.tries += 1;
      if (line.ends_with("more like it were left out)")) said.tries += std::stod(line.substr(line.rfind('(') + 1));
    }
    return said;
  }
};

INSTANTIATE_TEST_SUITE_P(Threads, HubLimitsTest, testing::Values(1, 3));

TEST_P(HubLimitsTest, MoreThanMaxConnectionsAreTurnedAwayUntilSomeoneLeaves) {
  options_.admission.clients = 3;
  start();
  auto one = eater("one");
  auto two = eater("two");
  auto cook = kitchen();
  ASSERT_TRUE(wait_for_log("Received dumpling kitchen connection from k"));
  RawClient late(hub_->out_port());
  EXPECT_NE(late.read_to_end().find("503 Service Unavailable"), std::string::npos);
  EXPECT_TRUE(wait_for_log("warning Turned away 127.0.0.1:" + std::to_string(late.local_port()) +
                           ": there are 3 connections already (--max-connections)"));
  one->cut();
  ASSERT_TRUE(wait_for_log("Dumpling eater one connection closed"));
  EXPECT_TRUE(wait_for([&] {
    try {
      RawClient again(hub_->out_port());
      again.upgrade();
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }));
  cook->send(dumpling("1"));
  EXPECT_EQ(two->read_frame().payload, dumpling("1"));
}

TEST_P(HubLimitsTest, OneAddressCannotTakeAllConnections) {
  options_.admission.from_here = 2;
  start();
  auto one = eater("one");
  auto two = eater("two");
  RawClient third(hub_->in_port());
  EXPECT_NE(third.read_to_end().find("connections from its address"), std::string::npos);
}

TEST_P(HubLimitsTest, LinesAboutRefusedClientsAreLimitedForThePortHoweverManyItsThreads) {
  using Clock = std::chrono::steady_clock;
  start();
  const auto began = Clock::now();
  for (int i = 0; i < 300; ++i) {
    RawClient client(hub_->out_port());
    EXPECT_NE(client.handshake("Origin: http://elsewhere.example\r\n").find(" 403 "), std::string::npos);
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  std::istringstream log(logged());
  int lines = 0;
  for (std::string line; std::getline(log, line);) lines += line.starts_with("warning Refused 127.0.0.1:") ? 1 : 0;
  EXPECT_GT(lines, 0);
  EXPECT_LE(lines, defaults::bad_client_lines * (1 + seconds) + 1);
}

TEST_P(HubLimitsTest, AKitchensMessagesMayBeAsLargeAsTheLimit) {
  options_.max_message = 5000;
  start();
  auto guest = eater();
  auto cook = kitchen();
  const std::string largest = dumpling('"' + std::string(5000 - dumpling("\"\"").size(), 'x') + '"');
  cook->send(largest);
  EXPECT_EQ(guest->read_frame().payload, largest);
  cook->send(largest + ' ');
  const auto frame = cook->read_frame();
  EXPECT_EQ(frame.close_code(), 1009U);
  EXPECT_EQ(frame.payload.substr(2), "a dumpling has at most 5000 bytes");
}

TEST_P(HubLimitsTest, AnEaterThatTakesNothingIsSentAwayAndNobodyElseNotices) {
  options_.timeouts.progress = 500ms;
  options_.timeouts.close = 200ms;
  start();
  auto deaf = eater("deaf", 4096);
  auto guest = eater("guest");
  auto cook = kitchen();
  const std::string padding(100000, ' ');
  int sent = 0;
  const auto push = [&] {
    cook->send(dumpling(std::to_string(sent)) + padding);
    EXPECT_EQ(guest->read_frame().payload, dumpling(std::to_string(sent)) + padding);
    ++sent;
  };
  EXPECT_TRUE(wait_for([&] {
    push();
    return logged().find("Dumpling eater deaf connection closed: sent 4103 (private use) took nothing for") !=
           std::string::npos;
  }));
  push();
  EXPECT_EQ(census().eaters.stalled, 1U);
  EXPECT_EQ(census().eaters.eaters, 1U);
}

// An eater may be as slow as it likes, as long as it takes something: here the kernel takes no more for longer than an
// eater's time limit (StallWatch has the details). If the machine itself stood still for long, the test proves nothing,
// and the eater begins again.
TEST_P(HubLimitsTest, AnEaterThatReadsALittleNowAndThenMayStay) {
  using Clock = std::chrono::steady_clock;
  options_.timeouts.progress = 2s;
  options_.timeouts.close = 100ms;
  start();
  auto cook = kitchen();
  for (int i = 0; i < 200; ++i) cook->send(dumpling(std::to_string(i)) + std::string(100000, ' '));
  ASSERT_TRUE(wait_for([&] { return census().log_entries == 200; }));
  Clock::duration longest_pause{};
  const auto stays = [&] {
    longest_pause = 0s;
    auto slow = eater("slow", 65536, R"(,"since":3600)");
    const auto began = Clock::now();
    try {
      for (auto last = began; last - began < 2 * options_.timeouts.progress; last = Clock::now()) {
        std::this_thread::sleep_for(50ms);
        slow->read_some(8192);
        longest_pause = std::max(longest_pause, Clock::now() - last);
      }
    } catch (const std::exception&) {
      return false;  // it was reset
    }
    return census().eaters.stalled == 0;
  };
  bool stayed = stays();
  for (int tries = 1; !stayed && longest_pause > 1s && tries < 5; ++tries) stayed = stays();
  EXPECT_TRUE(stayed);
}

TEST_P(HubLimitsTest, AThousandClientsComeAndGoAndNothingIsLeftOfThem) {
  start();
  for (int round = 0; round < 10; ++round) {
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int i = 0; i < 100; ++i) crowd.push_back(std::make_unique<RawClient>(hub_->out_port()));
    for (std::size_t i = 0; i < crowd.size(); ++i) {
      if (i % 3 > 0) crowd[i]->upgrade();
      if (i % 3 > 1) crowd[i]->send(R"({"eater_name":"crowd"})");
    }
  }
  EXPECT_TRUE(wait_for([&] { return census().eaters.eaters == 0; }));
  auto guest = eater();
  auto cook = kitchen();
  cook->send(dumpling("1"));
  EXPECT_EQ(guest->read_frame().payload, dumpling("1"));
}

// The descriptors run out while clients connect: the hub logs it, waits, serves the clients that it has, and recovers.
TEST_P(HubLimitsTest, WithoutDescriptorsItWaitsAndRecovers) {
  start();
  auto guest = eater("guest");
  auto cook = kitchen();
  // Clients need descriptors too: the sockets are made first, connected when none is left.
  std::vector<int> knocking;
  sockaddr_in hub{};
  hub.sin_family = AF_INET;
  hub.sin_port = htons(hub_->out_port());
  hub.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < 20; ++i) knocking.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
  const auto began = std::chrono::steady_clock::now();
  const auto highest = static_cast<rlim_t>(*std::max_element(knocking.begin(), knocking.end()));
  std::optional<test::SoftLimit> none_left(std::in_place, RLIMIT_NOFILE, highest + 1);
  for (const int s : knocking) ::connect(s, reinterpret_cast<sockaddr*>(&hub), sizeof hub);
  EXPECT_TRUE(wait_for([&] {
    cook->send(dumpling("1"));
    EXPECT_EQ(guest->read_frame().payload, dumpling("1"));
    return complaints().lines >= 3;
  }));
  const Complaints said = complaints();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
  EXPECT_LE(said.lines, wall.count() + 1) << "one a second";
  EXPECT_LE(said.tries, wall.count() * 10 + 1) << "it spins";
  none_left.reset();
  for (const int s : knocking) ::close(s);
  auto late = eater("late");
  cook->send(dumpling("99"));
  EXPECT_EQ(late->read_frame().payload, dumpling("99"));
}

}  // namespace
}  // namespace netdumplings::hub
