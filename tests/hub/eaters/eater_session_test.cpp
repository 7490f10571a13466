// An eater's session with the log, the status and the sender, without a network: writes are short wherever they can be.
#include "hub/eaters/eater_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/protocol.hpp"
#include "hub/eaters/shard_fixture.hpp"
#include "hub/log/clock.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::hub {
namespace {

std::string numbered(std::size_t number, std::size_t padding) {
  return R"({"metadata":{"chef":"C"},"payload":")" + std::to_string(number) + ' ' + std::string(padding, 'x') + "\"}";
}

// The number in a dumpling's payload.
std::size_t number_in(const std::string& dumpling) {
  return std::stoul(dumpling.substr(dumpling.rfind(":\"") + 2, 10));
}

std::uint64_t entries(const EaterLedger& l) { return l.sent + l.filtered + l.behind + l.skipped; }

// What a peer got: the dumplings' numbers in their order, and how many statuses.
struct Got {
  std::vector<std::size_t> numbers;
  std::uint64_t statuses = 0;
};

Got read_frames(std::string_view left) {
  Got got;
  test::Frame frame;
  while (!left.empty()) {  // a megabyte at a time: taking from the front of all would be quadratic
    std::string some(left.substr(0, 2 << 20));
    const std::size_t before = some.size();
    while (test::take_server_frame(some, frame)) {
      if (frame.opcode == net::Opcode::pong) continue;
      if (frame.payload == "status") {
        ++got.statuses;
      } else {
        got.numbers.push_back(number_in(frame.payload));
      }
    }
    if (some.size() == before) {
      ADD_FAILURE() << "a frame was cut";
      break;
    }
    left.remove_prefix(before - some.size());
  }
  return got;
}

TEST(EaterSession, GetsNothingBeforeItsHello) {
  net::Loop loop;
  ShardAndLog hub(loop);
  TestEater eater(hub.shard, 1, 1 << 20);
  hub.append(numbered(0, 0));
  for (int i = 0; i < 10; ++i) eater.session.flush();
  EXPECT_EQ(eater.peer.taken, "");
  EXPECT_FALSE(eater.connection.welcomed);
  eater.hello();
  for (int i = 0; i < 10; ++i) eater.session.flush();
  EXPECT_EQ(eater.peer.taken, "") << "what came before the hello isn't for it";
  EXPECT_TRUE(eater.connection.welcomed);
  eater.session.on_closed("");
}

TEST(EaterSession, ABadHelloIsAPolicyViolation) {
  net::Loop loop;
  ShardAndLog hub(loop);
  TestEater eater(hub.shard, 1, 1 << 20);
  eater.hello("{}");
  EXPECT_EQ(eater.connection.closed, 1008U);
  eater.session.on_closed("");
}

// Mixed sizes, tiny writes, statuses and pongs in between, an eater so slow that it is skipped: no frame is ever cut or
// out of order, only the newest status is sent, and the ledger adds up at every look.
TEST(EaterSession, NoFrameIsCutAndTheLedgerAddsUpWhateverHappens) {
  constexpr std::size_t total = 3000;
  for (unsigned seed = 0; seed < 6; ++seed) {
    net::Loop loop;
    ShardAndLog hub(loop);
    TestEater eater(hub.shard, seed, seed < 3 ? 20000 : 400000);
    eater.hello();
    std::mt19937 random(seed);
    for (std::size_t i = 0; i < total; ++i) {
      hub.append(numbered(i, random() % 100 == 0 ? random() % 900000 : random() % 3000), random() % 2 == 0);
      if (i % 50 == 0) eater.session.offer_status(std::make_shared<const std::string>("\x81\x06status"));
      if (i % 70 == 0) eater.connection.sender.queue_control("\x8a\x04pong", false);
      if (random() % 4 == 0) eater.session.flush();
      const EaterLedger ledger = eater.session.ledger();
      ASSERT_EQ(ledger.entries, i + 1);
      ASSERT_EQ(entries(ledger), ledger.entries);
    }
    eater.send_all();
    eater.session.on_closed("");

    const Got got = read_frames(eater.peer.taken);
    EXPECT_TRUE(std::is_sorted(got.numbers.begin(), got.numbers.end()));
    EXPECT_EQ(got.numbers.back(), total - 1);
    const EaterLedger ledger = eater.session.ledger();
    EXPECT_EQ(ledger.sent, got.numbers.size());
    EXPECT_EQ(ledger.behind, 0U);
    EXPECT_EQ(ledger.skipped, total - got.numbers.size());
    EXPECT_GT(got.statuses, 0U);
    EXPECT_LE(got.statuses, total / 50);
  }
}

// Its shard looks once for all eaters: one that wants nothing of what came isn't visited, and yet is where the others
// are.
TEST(EaterSession, CostsNothingForDumplingsThatItDidNotChoose) {
  net::Loop loop;
  ShardAndLog hub(loop);
  TestEater eater(hub.shard, 1, 1 << 20);
  eater.hello(R"({"eater_name":"e","chefs":["D"]})");
  const auto cook = [&](const std::string& chef) {
    eater.connection.flushes = 0;
    for (int i = 0; i < 100; ++i) hub.append(numbered(0, 0), false, chef);
    hub.shard.flush_soon();
  };
  cook("C");
  loop.post([&] {
    EXPECT_EQ(eater.connection.flushes, 0);
    EXPECT_EQ(eater.session.ledger().filtered, 100U);
    EXPECT_EQ(eater.session.ledger().behind, 0U);
    cook("D");
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  EXPECT_GT(eater.connection.flushes, 0);
  eater.send_all();
  EXPECT_EQ(eater.session.ledger().sent, 100U);
  EXPECT_EQ(entries(eater.session.ledger()), 200U);
  eater.session.on_closed("");
}

TEST(EaterSession, TheNewestStatusReplacesOneThatWasNotSent) {
  net::Loop loop;
  ShardAndLog hub(loop);
  TestEater eater(hub.shard, 3, 1);
  eater.hello();
  hub.append(numbered(0, 100));
  while (eater.peer.taken.empty()) eater.session.flush();  // one byte of it is on its way
  for (const char* status : {"\x81\x03one", "\x81\x03two"}) {
    eater.session.offer_status(std::make_shared<const std::string>(status));
  }
  eater.send_all();
  test::Frame frame;
  std::vector<std::string> got;
  while (test::take_server_frame(eater.peer.taken, frame)) got.push_back(frame.payload.substr(0, 3));
  EXPECT_EQ(got, (std::vector<std::string>{"{\"m", "two"}));
  eater.session.on_closed("");
}

// The messages in `bytes`; of a dumpling its number, of the hub's own words the text.
std::vector<std::string> messages(std::string bytes) {
  std::vector<std::string> all;
  test::Frame frame;
  while (test::take_server_frame(bytes, frame)) {
    const bool dumpling = frame.payload.find("metadata") != std::string::npos;
    all.push_back(dumpling ? std::to_string(number_in(frame.payload)) : frame.payload);
  }
  return all;
}

struct EaterReplay : testing::Test {
  // Appends a dumpling that arrived this many seconds ago.
  void append(const std::string& chef, std::int64_t seconds_ago) {
    const auto origin = hub.origins.of({chef, std::nullopt, ""});
    ASSERT_TRUE(hub.log.append({numbered(next++, 0), net::Opcode::text, origin, now_ms - 1000 * seconds_ago}));
  }
  std::vector<std::string> messages_of(const std::string& keys, const std::string& subprotocol = protocol::v1) {
    TestEater eater(hub.shard, 1, 1 << 20);
    eater.connection.spoken = subprotocol;
    eater.hello(R"({"eater_name":"e","status":false)" + keys + '}');
    eater.send_all();
    std::vector<std::string> all = messages(eater.peer.taken);
    eater.session.on_closed("");
    return all;
  }
  // The word that tells a position, and what it says of arrivals.
  std::string word(int position, const std::string& more = "") const {
    return "{\"log\":" + nlohmann::json(hub.log.id()).dump() + ",\"position\":" + std::to_string(position) + more + '}';
  }
  std::string arrived(std::int64_t seconds_ago) const {
    return ",\"arrived\":" + nlohmann::json(static_cast<double>(now_ms - 1000 * seconds_ago) / 1e3).dump();
  }

  net::Loop loop;
  ShardAndLog hub{loop};
  const std::int64_t now_ms = milliseconds_since_epoch();
  std::size_t next = 0;
  const std::string caught_up = ",\"arrived\":null";
};

TEST_F(EaterReplay, AnEaterThatAsksIsToldWhenThePastArrivedSecondBySecond) {
  for (const std::int64_t ago : {500, 500, 90, 0}) append("C", ago);
  append("D", 0);
  EXPECT_EQ(messages_of(R"(,"since":3600,"arrivals":true)"),
            (std::vector<std::string>{word(0), word(0, arrived(500)), "0", "1", word(2, arrived(90)), "2",
                                      word(3, caught_up), "3", "4"}));
  EXPECT_EQ(messages_of(R"(,"since":100,"arrivals":true)"),
            (std::vector<std::string>{word(2), word(2, arrived(90)), "2", word(3, caught_up), "3", "4"}));
  EXPECT_EQ(messages_of(R"(,"arrivals":true)"), (std::vector<std::string>{word(5), word(5, caught_up)}));
}

TEST_F(EaterReplay, SecondsOfWhichAnEaterWantsNothingAreNotTold) {
  for (std::int64_t ago = 1000; ago >= 10; --ago) append(ago == 700 || ago == 300 ? "C" : "D", ago);
  EXPECT_EQ(messages_of(R"(,"chefs":["C"],"since":3600,"arrivals":true)"),
            (std::vector<std::string>{word(0), word(300, arrived(700)), "300", word(700, arrived(300)), "700",
                                      word(991, caught_up)}));
}

TEST_F(EaterReplay, AnEaterThatDoesNotAskOrSpeaksNoV1IsToldNoArrivals) {
  append("C", 500);
  append("C", 0);
  EXPECT_EQ(messages_of(R"(,"since":3600)"), (std::vector<std::string>{word(0), "0", "1"}));
  EXPECT_EQ(messages_of(R"(,"since":3600,"arrivals":true)", ""), (std::vector<std::string>{"0", "1"}));
}

}  // namespace
}  // namespace netdumplings::hub
