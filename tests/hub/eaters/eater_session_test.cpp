// The eater's session with the log, the status and the sender, without a network: short writes wherever they may come.
#include "hub/eaters/eater_session.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>

#include <optional>
#include <random>
#include <string>

#include "hub/fake_connection.hpp"
#include "hub/hub.hpp"
#include "net/raw_client.hpp"
#include "net/send/frame_sender.hpp"
#include "net/stingy_transport.hpp"

namespace netdumplings::hub {
namespace {

HubOptions options() {
  HubOptions options;
  options.log_size = 2 * defaults::log_chunk;
  options.log = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::null_sink_mt>());
  return options;
}

std::string numbered(std::size_t number, std::size_t padding) {
  return R"({"metadata":{"chef":"C"},"payload":")" + std::to_string(number) + ' ' + std::string(padding, 'x') + "\"}" +
         std::string(64, ' ');
}

std::uint64_t entries(const EaterLedger& l) { return l.sent + l.filtered + l.behind + l.skipped; }

// Sends all that there is, however often it takes.
void send_all(net::FrameSender& sender) {
  auto state = sender.flush();
  while (state == net::FrameSender::State::blocked || state == net::FrameSender::State::busy) state = sender.flush();
  EXPECT_EQ(state, net::FrameSender::State::idle);
}

TEST(EaterSession, GetsNothingBeforeItsHello) {
  net::Loop loop;
  Hub hub(loop, options());
  test::StingyTransport peer(1, 1 << 20);
  FakeConnection connection(peer);
  EaterSession eater(hub.first_shard(), connection);
  hub.take_dumpling(numbered(0, 0), false);
  for (int i = 0; i < 10; ++i) eater.flush();
  EXPECT_EQ(peer.taken, "");
  EXPECT_FALSE(connection.welcomed);
  eater.on_message(R"({"eater_name":"e"})", false);
  for (int i = 0; i < 10; ++i) eater.flush();
  EXPECT_EQ(peer.taken, "") << "what came before the hello isn't for it";
  EXPECT_TRUE(connection.welcomed);
  eater.on_closed("");
}

TEST(EaterSession, ABadHelloIsAPolicyViolation) {
  net::Loop loop;
  Hub hub(loop, options());
  test::StingyTransport peer(1, 1 << 20);
  FakeConnection connection(peer);
  EaterSession eater(hub.first_shard(), connection);
  eater.on_message("{}", false);
  EXPECT_EQ(connection.closed, 1008U);
  eater.on_closed("");
}

// Mixed sizes, tiny writes, statuses and pongs in between, an eater slow enough to be skipped: never a torn frame,
// never one out of order, the newest status alone, and a ledger that adds up at every look.
TEST(EaterSession, NoFrameIsTornAndTheLedgerAddsUpWhateverHappens) {
  for (unsigned seed = 0; seed < 6; ++seed) {
    net::Loop loop;
    Hub hub(loop, options());
    test::StingyTransport peer(seed, seed < 3 ? 20000 : 400000);
    FakeConnection connection(peer);
    EaterSession eater(hub.first_shard(), connection);
    eater.on_message(R"({"eater_name":"e"})", false);
    std::mt19937 random(seed);
    constexpr std::size_t total = 3000;
    for (std::size_t i = 0; i < total; ++i) {
      hub.take_dumpling(numbered(i, random() % 100 == 0 ? random() % 900000 : random() % 3000), random() % 2 == 0);
      if (i % 50 == 0) eater.offer_status(std::make_shared<const std::string>("\x81\x06status"));
      if (i % 70 == 0) connection.sender.queue_control("\x8a\x04pong", false);
      if (random() % 4 == 0) eater.flush();
      const EaterLedger ledger = eater.ledger();
      ASSERT_EQ(ledger.entries, i + 1);
      ASSERT_EQ(entries(ledger), ledger.entries);
    }
    send_all(connection.sender);
    eater.on_closed("");

    test::Frame frame;
    std::uint64_t got = 0;
    std::uint64_t statuses = 0;
    std::optional<std::size_t> last;
    std::string_view left = peer.taken;
    while (!left.empty()) {  // a megabyte at a time: taking from the front of all would be quadratic
      std::string some(left.substr(0, 2 << 20));
      const std::size_t before = some.size();
      while (test::take_server_frame(some, frame)) {
        if (frame.opcode == net::Opcode::pong) continue;
        if (frame.payload == "status") {
          ++statuses;
          continue;
        }
        const auto number = std::stoul(frame.payload.substr(frame.payload.rfind(":\"") + 2, 10));
        EXPECT_TRUE(!last || number > *last);
        last = number;
        ++got;
      }
      ASSERT_LT(some.size(), before) << "a frame was torn";
      left.remove_prefix(before - some.size());
    }
    const EaterLedger ledger = eater.ledger();
    EXPECT_EQ(last, total - 1);
    EXPECT_EQ(ledger.sent, got);
    EXPECT_EQ(ledger.behind, 0U);
    EXPECT_EQ(ledger.skipped, total - got);
    EXPECT_GT(statuses, 0U);
    EXPECT_LE(statuses, total / 50);
  }
}

// Its shard looks once for all: who wants nothing of what came isn't visited, and is where the others are all the same.
TEST(EaterSession, CostsNothingForDumplingsThatItDidNotChoose) {
  net::Loop loop;
  Hub hub(loop, options());
  test::StingyTransport peer(1, 1 << 20);
  FakeConnection connection(peer);
  EaterSession eater(hub.first_shard(), connection);
  eater.on_message(R"({"eater_name":"e","chefs":["D"]})", false);
  const auto cook = [&](const std::string& message) {
    connection.flushes = 0;
    for (int i = 0; i < 100; ++i) hub.take_dumpling(message, false);
    hub.batch_taken();
  };
  cook(numbered(0, 0));
  loop.post([&] {
    EXPECT_EQ(connection.flushes, 0);
    EXPECT_EQ(eater.ledger().filtered, 100U);
    EXPECT_EQ(eater.ledger().behind, 0U);
    cook(R"({"metadata":{"chef":"D"}})" + std::string(64, ' '));
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  EXPECT_GT(connection.flushes, 0);
  send_all(connection.sender);
  EXPECT_EQ(eater.ledger().sent, 100U);
  EXPECT_EQ(entries(eater.ledger()), 200U);
  eater.on_closed("");
}

TEST(EaterSession, TheNewestStatusReplacesOneThatWasNotSent) {
  net::Loop loop;
  Hub hub(loop, options());
  test::StingyTransport peer(3, 1);
  FakeConnection connection(peer);
  EaterSession eater(hub.first_shard(), connection);
  eater.on_message(R"({"eater_name":"e"})", false);
  hub.take_dumpling(numbered(0, 100), false);
  while (peer.taken.empty()) eater.flush();  // one byte of it is on its way
  for (const char* status : {"\x81\x03one", "\x81\x03two"})
    eater.offer_status(std::make_shared<const std::string>(status));
  send_all(connection.sender);
  test::Frame frame;
  std::vector<std::string> got;
  while (test::take_server_frame(peer.taken, frame)) got.push_back(frame.payload.substr(0, 3));
  EXPECT_EQ(got, (std::vector<std::string>{"{\"m", "two"}));
  eater.on_closed("");
}

}  // namespace
}  // namespace netdumplings::hub
