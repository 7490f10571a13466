#include "net/client/lasting_link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "net/fake_hub.hpp"

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* answer_401 = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

// A link on a loop in a thread of its own. Each call of a handler becomes an event in words.
class Linked {
 public:
  // With `ends`, the handlers end the link when a try failed or the connection has closed.
  explicit Linked(const Endpoint& hub, bool ends = false)
      : ends_(ends),
        link_(loop_, {.hub = hub, .subprotocols = {}},
              {.on_connecting = [this] { tries_ += 1; },
               .on_open = [this](bool after_outage) { add(after_outage ? "open again" : "open"); },
               .on_message = [this](std::string_view message) { add("message: " + std::string(message)); },
               .on_drained = [this] { add("drained"); },
               .on_unreachable = [this](const LastingLink::Failure& failure) { unreachable(failure); },
               .on_closed = [this](const CloseReason& reason) { closed(reason); }}) {
    loop_.post([this] { link_.start(); });
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Linked() {
    call([this] { link_.end(); });
    loop_.stop();
    thread_.join();
  }

  // Runs `task` on the link's thread and waits for it.
  void call(const std::function<void()>& task) {
    std::promise<void> done;
    loop_.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  LastingLink::State state() {
    LastingLink::State state{};
    call([&] { state = link_.state(); });
    return state;
  }
  int tries() {
    int tries = 0;
    call([&] { tries = tries_; });
    return tries;
  }

  // Waits for the next event and returns it.
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, fake::patience, [&] { return !events_.empty(); })) return "nothing happened";
    auto event = events_.front();
    events_.erase(events_.begin());
    return event;
  }

  LastingLink& link() { return link_; }

 private:
  void unreachable(const LastingLink::Failure& failure) {
    add(std::string("unreachable") + (failure.first ? ", first" : "") + (failure.after_loss ? ", after loss" : "") +
        (failure.turned_away ? ", turned away" : "") + ": " + failure.why);
    if (ends_) link_.end();
  }
  void closed(const CloseReason& reason) {
    add("closed: " + reason.to_string());
    if (ends_) link_.end();
  }
  void add(std::string event) {
    const std::scoped_lock lock(mutex_);
    events_.push_back(std::move(event));
    came_.notify_one();
  }

  const bool ends_;
  Loop loop_;
  int tries_ = 0;
  LastingLink link_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> events_;
};

fake::Peer welcome(fake::Hub& hub) {
  auto peer = hub.accept();
  peer.accept();
  return peer;
}

void turn_away(fake::Hub& hub) {
  auto peer = hub.accept();
  peer.read_head();
  peer.send_raw(answer_401);
}

TEST(LastingLink, PassesMessagesBothWays) {
  fake::Hub hub;
  Linked linked(hub.endpoint());
  auto peer = welcome(hub);
  EXPECT_EQ(linked.next(), "open");
  EXPECT_EQ(linked.state(), LastingLink::State::open);
  peer.send_frame(Opcode::text, "welcome");
  EXPECT_EQ(linked.next(), "message: welcome");
  linked.call([&] { linked.link().connection().send("hello"); });
  EXPECT_EQ(peer.read_message().payload, "hello");
  EXPECT_EQ(linked.next(), "drained");
}

TEST(LastingLink, TriesAgainUntilTheHubIsThere) {
  const auto nobody = fake::nobody();
  Linked linked(nobody);
  EXPECT_THAT(linked.next(), AllOf(StartsWith("unreachable, first: "), HasSubstr("connection refused")));
  EXPECT_THAT(linked.next(), StartsWith("unreachable: "));
  EXPECT_GE(linked.tries(), 2);
  fake::Hub hub("127.0.0.1", nobody.port);
  auto peer = welcome(hub);
  std::string event = linked.next();
  while (event.starts_with("unreachable: ")) event = linked.next();
  EXPECT_EQ(event, "open again");
}

TEST(LastingLink, ComesBackAfterALossAndSaysThatTheOutageBeganWithIt) {
  std::optional<fake::Hub> hub(std::in_place);
  const auto endpoint = hub->endpoint();
  Linked linked(endpoint);
  {
    auto peer = welcome(*hub);
    EXPECT_EQ(linked.next(), "open");
    hub.reset();
    peer.send_close(1001, "back soon");
    EXPECT_EQ(linked.next(), "closed: received 1001 (going away) back soon");
  }
  EXPECT_THAT(linked.next(), StartsWith("unreachable, first, after loss: "));
  EXPECT_THAT(linked.next(), StartsWith("unreachable, after loss: "));
  hub.emplace("127.0.0.1", endpoint.port);
  auto peer = welcome(*hub);
  std::string event = linked.next();
  while (event.starts_with("unreachable, after loss: ")) event = linked.next();
  EXPECT_EQ(event, "open again");
}

TEST(LastingLink, AnOutageIsOverWhenAConnectionOpens) {
  fake::Hub hub;
  Linked linked(hub.endpoint());
  for (int i = 0; i < 2; ++i) {
    turn_away(hub);
    EXPECT_THAT(linked.next(), StartsWith(i == 0 ? "unreachable, first, turned away: "
                                                 : "unreachable, first, after loss, turned away: "));
    auto peer = welcome(hub);
    EXPECT_EQ(linked.next(), "open again");
    peer.reset();
    EXPECT_EQ(linked.next(), "closed: no close frame received");
  }
}

TEST(LastingLink, SaysOnceAnOutageThatTheHubTurnsItAway) {
  const auto nobody = fake::nobody();
  Linked linked(nobody);
  EXPECT_THAT(linked.next(), StartsWith("unreachable, first: "));
  fake::Hub hub("127.0.0.1", nobody.port);
  turn_away(hub);
  std::string event = linked.next();
  while (event.ends_with("connection refused")) event = linked.next();
  EXPECT_THAT(event, AllOf(StartsWith("unreachable, turned away: "), HasSubstr("HTTP 401")));
  turn_away(hub);
  EXPECT_THAT(linked.next(), AllOf(StartsWith("unreachable: "), HasSubstr("HTTP 401")));
}

TEST(LastingLink, AHandlerCanEndItForGood) {
  const auto nobody = fake::nobody();
  Linked linked(nobody, true);
  EXPECT_THAT(linked.next(), StartsWith("unreachable"));
  EXPECT_EQ(linked.state(), LastingLink::State::idle);
  std::this_thread::sleep_for(2 * defaults::reconnect_first);
  EXPECT_EQ(linked.tries(), 1);
}

TEST(LastingLink, ItClosesItsConnectionAndCanEndWithIt) {
  fake::Hub hub;
  Linked linked(hub.endpoint(), true);
  auto peer = welcome(hub);
  EXPECT_EQ(linked.next(), "open");
  linked.call([&] { linked.link().close(4101, "enough"); });
  EXPECT_EQ(linked.state(), LastingLink::State::closing);
  EXPECT_EQ(peer.read_message().payload,
            "\x10\x05"
            "enough");
  peer.send_close(4101);
  EXPECT_THAT(linked.next(), StartsWith("closed: received 4101"));
  EXPECT_EQ(linked.state(), LastingLink::State::idle);
}

TEST(LastingLink, EndingItCutsTheConnectionAndCallsNoHandler) {
  fake::Hub hub;
  Linked linked(hub.endpoint());
  auto peer = welcome(hub);
  EXPECT_EQ(linked.next(), "open");
  linked.call([&] { linked.link().end(); });
  peer.wait_for_end();
  EXPECT_EQ(linked.state(), LastingLink::State::idle);
  EXPECT_EQ(linked.tries(), 1);
}

TEST(LastingLink, WaitsGrowWhileTheHubOnlyClosesAndProgressMakesThemShortAgain) {
  fake::Hub hub;
  Linked linked(hub.endpoint());
  const auto close_three_times = [&](bool progress) {
    const auto before = std::chrono::steady_clock::now();
    for (int i = 0; i < 3; ++i) {
      auto peer = welcome(hub);
      EXPECT_THAT(linked.next(), StartsWith("open"));
      if (progress) linked.call([&] { linked.link().progressed(); });
      peer.reset();
      EXPECT_THAT(linked.next(), StartsWith("closed"));
    }
    return std::chrono::steady_clock::now() - before;
  };
  // Each wait is at least half of its span: of 250 and 500 ms.
  EXPECT_GT(close_three_times(false), 370ms);
  // One wait of at most 1 s, and two of at most 250 ms. They would be at least 0.5, 1 and 2 s without progress.
  EXPECT_LT(close_three_times(true), 3s);
}

}  // namespace
}  // namespace netdumplings::net
