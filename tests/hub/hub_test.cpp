// Kitchens and eaters of a hub, over the wire.
#include <algorithm>

#include "hub/hub_fixture.hpp"
#include "kitchen/scratch_folder.hpp"

namespace netdumplings::hub {
namespace {

INSTANTIATE_TEST_SUITE_P(Threads, HubTest, testing::Values(1, 3));

TEST_P(HubTest, PassesDumplingsOnAsTheyCameInOrderToEveryEater) {
  start();
  auto one = eater("one");
  auto two = eater("two");
  auto cook = kitchen();
  std::string sent;
  for (int i = 0; i < 1000; ++i) sent += masked_frame(net::Opcode::text, dumpling(std::to_string(i) + "  "));
  cook->send_bytes(sent);
  cook->send_bytes(masked_frame(net::Opcode::binary, dumpling("\"last\"")));
  for (auto* client : {one.get(), two.get()}) {
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(client->read_frame().payload, dumpling(std::to_string(i) + "  "));
    const auto last = client->read_frame();
    EXPECT_EQ(last.opcode, net::Opcode::binary);
    EXPECT_EQ(last.payload, dumpling("\"last\""));
  }
}

TEST_P(HubTest, AnEaterGetsNothingBeforeItsHelloAndNothingOlder) {
  start(10ms);
  RawClient mute(hub_->out_port());
  mute.upgrade();
  auto witness = eater("witness");
  auto cook = kitchen();
  cook->send(dumpling("1"));
  while (witness->read_frame().payload != dumpling("1")) continue;
  mute.send(R"({"eater_name":"mute"})");
  ASSERT_TRUE(wait_for_log("eater connection from mute"));
  cook->send(dumpling("2"));
  std::string first = mute.read_frame().payload;
  while (first.find("SystemStatusChef") != std::string::npos) {
    EXPECT_NE(first.find("\"mute\""), std::string::npos) << "a status from before its hello";
    first = mute.read_frame().payload;
  }
  EXPECT_EQ(first, dumpling("2"));
}

TEST_P(HubTest, InvalidDumplingsAreLoggedCountedAndDroppedAndTheConnectionLivesOn) {
  start();
  auto guest = eater();
  auto cook = kitchen();
  cook->send("nonsense");
  cook->send(R"({"payload":1})");
  cook->send_bytes(masked_frame(net::Opcode::binary, dumpling("\"\xff\"")));
  cook->send(dumpling("123456789012345678901234567890"));
  EXPECT_EQ(guest->read_frame().payload, dumpling("123456789012345678901234567890"));
  const std::string log = logged();
  EXPECT_NE(
      log.find(std::string("error Received invalid dumpling: Could not interpret dumpling JSON; kitchen: ") + card),
      std::string::npos)
      << log;
  EXPECT_NE(log.find(std::string("error Received invalid dumpling: Could not determine chef name; kitchen: ") + card),
            std::string::npos)
      << log;
}

TEST_P(HubTest, AFloodOfInvalidDumplingsIsNotAFloodOfLines) {
  start();
  auto guest = eater();
  auto cook = kitchen();
  std::string flood;
  for (int i = 0; i < 5000; ++i) flood += masked_frame(net::Opcode::text, "nonsense");
  cook->send_bytes(flood);
  cook->send(dumpling("1"));
  EXPECT_EQ(guest->read_frame().payload, dumpling("1"));
  const std::string log = logged();
  EXPECT_LT(std::count(log.begin(), log.end(), '\n'), 1000);
}

TEST_P(HubTest, ADumplingThatIsTooLargeClosesOnlyThatKitchensConnection) {
  start();
  auto guest = eater();
  auto cook = kitchen();
  auto other = kitchen(R"({"kitchen_name":"other","chefs":[]})");
  const std::string largest = dumpling('"' + std::string(defaults::max_message - dumpling("\"\"").size(), 'x') + '"');
  ASSERT_EQ(largest.size(), defaults::max_message);
  cook->send(largest);
  EXPECT_EQ(guest->read_frame().payload, largest);
  cook->send_bytes(masked_frame(net::Opcode::text, largest + ' ').substr(0, 100));
  EXPECT_EQ(cook->read_frame().close_code(), 1009U);
  other->send(dumpling("2"));
  EXPECT_EQ(guest->read_frame().payload, dumpling("2"));
}

TEST_P(HubTest, AnswersAndPassesOnWhatCameBeforeAnEndInTheSameRead) {
  start();
  auto guest = eater();
  const struct {
    std::string bytes;
    unsigned code;
  } ends[] = {
      {masked_frame(net::Opcode::close, "\x03\xe8"), 1000},
      {"\xff\xff", 1002},
      {masked_frame(net::Opcode::text, std::string(2 << 20, 'x')).substr(0, 20), 1009},
      {masked_frame(net::Opcode::text, R"({"first": 0})"), 1008},
  };
  for (const auto& end : ends) {
    RawClient cook(hub_->in_port());
    cook.handshake("Sec-WebSocket-Protocol: netdumplings.v1\r\n");
    cook.send(R"({"kitchen_name":"k","session":")" + std::to_string(end.code) + "\"}");
    EXPECT_EQ(cook.read_frame().payload, R"({"ack": 0})");
    cook.send_bytes(masked_frame(net::Opcode::text, R"({"first": 1})") +
                    masked_frame(net::Opcode::text, dumpling("1")) + masked_frame(net::Opcode::text, dumpling("2")) +
                    end.bytes);
    EXPECT_EQ(cook.read_frame().payload, R"({"ack": 2})") << end.code;
    EXPECT_EQ(cook.read_frame().close_code(), end.code);
    EXPECT_EQ(guest->read_frame().payload, dumpling("1")) << end.code;
    EXPECT_EQ(guest->read_frame().payload, dumpling("2"));
  }
}

TEST_P(HubTest, ABadHelloIsRefusedWithTheReasonAndIsNotCounted) {
  options_.timeouts.hello = 5min;
  start(50ms);
  auto guest = eater("guest");
  const struct {
    std::string hello;
    std::string why;
  } cases[] = {
      {"{}", "the hello has no 'kitchen_name'"},
      {"[]", "the hello isn't a JSON object"},
      {"\"hello\"", "the hello isn't a JSON object"},
      {"hello", "the hello isn't JSON"},
      {std::string(70000, 'x'), "a hello has at most 65536 bytes"},
      {std::string(5 << 20, 'x'), "a hello has at most 65536 bytes"},
  };
  for (const auto& c : cases) {
    RawClient client(hub_->in_port());
    client.upgrade();
    client.send(c.hello);
    const auto frame = client.read_frame();
    EXPECT_EQ(frame.close_code(), 1008U);
    EXPECT_EQ(frame.payload.substr(2), c.why);
    client.send_bytes(masked_frame(net::Opcode::close, "\x03\xf0"));
    client.read_to_end();
    EXPECT_TRUE(wait_for_log("warning A client at 127.0.0.1:" + std::to_string(client.local_port()) +
                             " never became a dumpling kitchen: sent 1008 (policy violation) " + c.why))
        << logged();
  }
  const auto status = json::parse(guest->read_frame().payload);
  EXPECT_EQ(status["payload"]["dumpling_kitchen_count"], 0);
  EXPECT_EQ(status["payload"]["dumpling_eater_count"], 1);
}

TEST_P(HubTest, AClientThatNeverSaysHelloIsRefused) {
  options_.timeouts.hello = 100ms;
  start(50ms);
  RawClient client(hub_->in_port());
  client.upgrade();
  const auto frame = client.read_frame();
  EXPECT_EQ(frame.close_code(), 1008U);
  EXPECT_EQ(frame.payload.substr(2), "no hello in time");
}

TEST_P(HubTest, TheStatusListsClientsAndCountsDumplings) {
  start(20ms);
  auto guest = eater("guest");
  const auto before = json::parse(guest->read_frame().payload);
  EXPECT_EQ(before["payload"]["total_dumplings_in"], 0);
  auto cook = kitchen(R"({"kitchen_name":"k","session":"secret"})");
  for (int i = 0; i < 5; ++i) cook->send(dumpling("1"));
  json status;
  int received = 1;
  int dumplings = 0;
  while (dumplings < 5 || !status.is_object()) {
    const auto got = json::parse(guest->read_frame().payload);
    ++received;
    if (got["metadata"]["chef"] == "C") {
      ++dumplings;
      status = nullptr;
    } else {
      status = got;
    }
  }
  const json& payload = status["payload"];
  EXPECT_EQ(payload["total_dumplings_in"], 5);
  EXPECT_EQ(payload["total_dumplings_out"], received - 1) << "all but this status itself";
  EXPECT_GT(payload["server_uptime"], 0.0);
  EXPECT_EQ(payload["dumpling_kitchens"][0]["info_from_kitchen"].dump(), R"({"chefs":[],"kitchen_name":"k"})");
  EXPECT_EQ(payload["dumpling_kitchens"][0]["info_from_hub"]["port"], cook->local_port());
  EXPECT_EQ(payload["dumpling_eaters"][0]["info_from_eater"].dump(), R"({"eater_name":"guest"})");
  cook->cut();
  ASSERT_TRUE(wait_for_log("Dumpling kitchen k connection closed: no close frame received"));
  const auto after = json::parse(guest->read_frame().payload);
  EXPECT_LE(after["payload"]["dumpling_kitchen_count"], 1);
}

TEST_P(HubTest, NamesFromOutsideAreHarmlessInTheLog) {
  start();
  auto cook = kitchen(R"({"kitchen_name":"k\u001b[2J\nINFO fake"})");
  ASSERT_TRUE(wait_for_log("Received dumpling kitchen connection from k"));
  EXPECT_EQ(logged().find('\x1b'), std::string::npos);
  EXPECT_EQ(logged().find("\nINFO fake"), std::string::npos);
}

// Whether each eater gets copies or all share pages, while the log goes round nearly three times.
class SlowEaterTest : public HubTest {
 protected:
  void feed_one_that_does_not_read();
  const kitchen::testing::ScratchFolder scratch_;
};

INSTANTIATE_TEST_SUITE_P(Threads, SlowEaterTest, testing::Values(1, 3));

void SlowEaterTest::feed_one_that_does_not_read() {
  options_.log_size = 2 * defaults::log_chunk;
  start();
  auto deaf = eater("deaf", 4096);
  auto guest = eater("guest");
  auto cook = kitchen();
  const auto padding = [](int number) { return std::string(100000, static_cast<char>('a' + number % 26)); };
  constexpr int all = 240;
  for (int i = 0; i < all; ++i) {
    const std::string sent = dumpling('"' + std::to_string(i) + ' ' + padding(i) + '"');
    cook->send(sent);
    ASSERT_EQ(guest->read_frame().payload, sent);
  }
  // What the deaf one gets in the end is whole, in order, and has one gap.
  int last = -1;
  int gaps = 0;
  while (last < all - 1) {
    const test::Frame frame = deaf->read_frame();
    if (frame.opcode == net::Opcode::ping) continue;
    const std::string payload = json::parse(frame.payload)["payload"];
    const int number = std::stoi(payload);
    ASSERT_EQ(payload, std::to_string(number) + ' ' + padding(number));
    ASSERT_TRUE(last >= 0 || number == 0) << "what was under way has changed";
    if (number != last + 1) ++gaps;
    ASSERT_GT(number, last);
    last = number;
  }
  EXPECT_GE(gaps, 1);
  EXPECT_TRUE(wait_for_log("Dumpling eater deaf is too slow: "));
}

TEST_P(SlowEaterTest, CostsTheOthersNothingAndIsSkipped) { feed_one_that_does_not_read(); }

TEST_P(SlowEaterTest, GetsWhatItWasSentInSharedPagesAsItWas) {
  options_.page_budget = std::make_shared<net::PageBudget>(defaults::shared_pages_limit, 1);
  feed_one_that_does_not_read();
}

TEST_P(SlowEaterTest, GetsWhatItWasSentFromALogOnDiskAsItWas) {
  options_.page_budget = std::make_shared<net::PageBudget>(defaults::shared_pages_limit, 1);
  options_.log_folder = scratch_.path();
  feed_one_that_does_not_read();
}

TEST_P(HubTest, StoppingClosesAllConnectionsWith1001) {
  start();
  auto guest = eater();
  auto cook = kitchen();
  ASSERT_TRUE(wait_for_log("kitchen connection from k"));
  std::promise<void> done;
  loop_.post([&] { hub_->stop([&] { done.set_value(); }); });
  for (auto* client : {guest.get(), cook.get()}) {
    EXPECT_EQ(client->read_frame().close_code(), 1001U);
    client->send_bytes(masked_frame(net::Opcode::close, "\x03\xe9"));
    EXPECT_TRUE(client->ends());
  }
  EXPECT_EQ(done.get_future().wait_for(10s), std::future_status::ready);
}

TEST_P(HubTest, HealthIsAnsweredOnBothPortsAndForeignPagesAreNot) {
  options_.allowed_origins = {"https://page.example"};
  start();
  for (const auto port : {hub_->in_port(), hub_->out_port()}) {
    RawClient probe(port);
    EXPECT_NE(probe.request("GET /healthz HTTP/1.1", "Host: localhost\r\n").find("200 OK"), std::string::npos);
    EXPECT_EQ(probe.read_to_end(), "ok\n");
    RawClient evil(port);
    EXPECT_NE(evil.handshake("Origin: http://evil.example\r\n").find("403"), std::string::npos);
    EXPECT_NE(evil.read_to_end().find("--allow-origin http://evil.example"), std::string::npos);
    RawClient allowed(port);
    EXPECT_NE(allowed.handshake("Origin: https://page.example\r\n").find("101"), std::string::npos);
  }
  EXPECT_TRUE(wait_for_log("Refused 127.0.0.1:"));
}

TEST_P(HubTest, LogsWhereItListensAndASecondHubCannotHaveTheSamePorts) {
  start();
  const std::string in = std::to_string(hub_->in_port());
  const std::string out = std::to_string(hub_->out_port());
  EXPECT_TRUE(wait_for_log("info Dumpling hub initiated; waiting for connections\n"));
  EXPECT_TRUE(wait_for_log("info Dumplings in: ws://localhost:" + in + "  out: ws://localhost:" + out + "\n"));
  HubOptions same = options_;
  same.out_port = hub_->out_port();
  net::Loop loop;
  same.threads = 1;
  Hub second(loop, same);
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().find("localhost:" + out), std::string::npos) << started.error();
}

}  // namespace
}  // namespace netdumplings::hub
