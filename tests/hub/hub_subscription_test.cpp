// Eaters that choose what they get and where they start.
#include "hub/hub_fixture.hpp"
#include "hub/log/clock.hpp"

namespace netdumplings::hub {
namespace {

class HubSubscriptionTest : public HubTest {
 protected:
  static std::string of(const std::string& chef, const std::string& kitchen, const std::string& driver, int number) {
    return R"({"metadata":{"chef":")" + chef + R"(","kitchen":)" + kitchen + R"(,"driver":")" + driver +
           R"("},"payload":)" + std::to_string(number) + '}';
  }
  // The payloads of the next `count` messages.
  static std::vector<int> read(RawClient& client, std::size_t count) {
    std::vector<int> got;
    while (got.size() < count) got.push_back(json::parse(client.read_frame().payload)["payload"].get<int>());
    return got;
  }
  // Sends dumplings 0 to `count` of chefs A and B in turn, and waits until they are in the log.
  void fill(RawClient& cook, int count) {
    std::string bytes;
    for (int i = 0; i < count; ++i)
      bytes += masked_frame(net::Opcode::text, of(i % 2 == 0 ? "A" : "B", "\"k\"", "packet", i));
    const auto before = census().log_entries;
    cook.send_bytes(bytes);
    ASSERT_TRUE(wait_for([&] { return census().log_entries == before + static_cast<std::uint64_t>(count); }));
  }
  static json word(RawClient& client) { return json::parse(client.read_frame().payload); }

  const std::string v1_ = "Sec-WebSocket-Protocol: netdumplings.v1\r\n";
};

INSTANTIATE_TEST_SUITE_P(Threads, HubSubscriptionTest, testing::Values(1, 3));

TEST_P(HubSubscriptionTest, EachGetsWhatItChoseInOrder) {
  start();
  auto all = eater("all");
  auto chef = eater("chef", 0, R"(,"chefs":["A"])");
  auto kitchens = eater("kitchens", 0, R"(,"kitchens":["k","l"])");
  auto driver = eater("driver", 0, R"(,"drivers":["interval"])");
  auto both = eater("both", 0, R"(,"chefs":["B"],"drivers":["packet"])");
  auto cook = kitchen();
  int number = 0;
  for (const char* chef_name : {"A", "B"}) {
    for (const char* kitchen_name : {"\"k\"", "\"m\"", "null"}) {
      for (const char* driver_name : {"packet", "interval"}) {
        cook->send(of(chef_name, kitchen_name, driver_name, number++));
      }
    }
  }
  EXPECT_EQ(read(*all, 12), (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(read(*chef, 6), (std::vector{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(read(*kitchens, 4), (std::vector{0, 1, 6, 7}));
  EXPECT_EQ(read(*driver, 6), (std::vector{1, 3, 5, 7, 9, 11}));
  EXPECT_EQ(read(*both, 3), (std::vector{6, 8, 10}));
  cook->send(of("A", "\"k\"", "packet", 12));
  EXPECT_EQ(read(*chef, 1), (std::vector{12}));
  EXPECT_EQ(read(*kitchens, 1), (std::vector{12}));
}

TEST_P(HubSubscriptionTest, ALongNameIsChosenAndATooLongOneIsInvalid) {
  start();
  const std::string name(defaults::longest_name, 'x');
  auto wants_it = eater("wants", 0, R"(,"chefs":[")" + name + "\"]");
  auto wants_not = eater("not", 0, R"(,"chefs":["A"])");
  auto cook = kitchen();
  cook->send(of("A", "\"k\"", "packet", 0));
  cook->send(of(name + 'x', "\"k\"", "packet", 3));
  cook->send(of("A", '"' + name + "x\"", "packet", 4));
  cook->send(of(name, "\"k\"", "packet", 1));
  cook->send(of("A", "\"k\"", "packet", 2));
  EXPECT_EQ(read(*wants_it, 1), (std::vector{1}));
  EXPECT_EQ(read(*wants_not, 2), (std::vector{0, 2}));
}

TEST_P(HubSubscriptionTest, LastCountsTheDumplingsThatMatch) {
  start();
  auto cook = kitchen();
  fill(*cook, 100);
  EXPECT_EQ(read(*eater("a", 0, R"(,"last":3)"), 3), (std::vector{97, 98, 99}));
  auto chosen = eater("b", 0, R"(,"last":3,"chefs":["A"])");
  EXPECT_EQ(read(*chosen, 3), (std::vector{94, 96, 98}));
  EXPECT_EQ(read(*eater("c", 0, R"(,"last":1000)"), 100).front(), 0);
  auto none = eater("d", 0, R"(,"last":0)");
  cook->send(of("A", "\"k\"", "packet", 100));
  EXPECT_EQ(read(*none, 1), (std::vector{100}));
  EXPECT_EQ(read(*chosen, 1), (std::vector{100}));
}

TEST_P(HubSubscriptionTest, AV1EaterIsToldHowManyOfTheLastThereAre) {
  start();
  auto cook = kitchen();
  fill(*cook, 10);
  EXPECT_EQ(word(*eater("few", 0, R"(,"last":3)", v1_))["found"], 3);
  EXPECT_EQ(word(*eater("all", 0, R"(,"last":11)", v1_))["found"], 10);
  EXPECT_EQ(word(*eater("chosen", 0, R"(,"last":11,"chefs":["A"])", v1_))["found"], 5);
  EXPECT_EQ(word(*eater("nothing", 0, R"(,"last":2,"chefs":["None"])", v1_))["found"], 0);
  EXPECT_FALSE(word(*eater("since", 0, R"(,"since":3600)", v1_)).contains("found"));
}

TEST_P(HubSubscriptionTest, SinceCountsFromTheArrival) {
  start();
  auto cook = kitchen();
  fill(*cook, 10);
  const auto filled = milliseconds_since_epoch();
  ASSERT_TRUE(wait_for([&] { return milliseconds_since_epoch() > filled; }));
  EXPECT_EQ(read(*eater("all", 0, R"(,"since":3600)"), 10).front(), 0);
  auto late = eater("late", 0, R"(,"since":0)");
  cook->send(of("A", "\"k\"", "packet", 77));
  EXPECT_EQ(read(*late, 1), (std::vector{77}));
}

TEST_P(HubSubscriptionTest, AV1EaterIsToldItsPositionAndGoesOnThere) {
  start();
  auto cook = kitchen();
  fill(*cook, 10);
  auto first = eater("first", 0, R"(,"last":4)", v1_);
  json place = word(*first);
  EXPECT_EQ(place["position"], 6);
  EXPECT_EQ(place["found"], 4);
  const std::string log = place["log"];
  EXPECT_EQ(read(*first, 4), (std::vector{6, 7, 8, 9}));
  place = word(*first);  // it comes by itself, soon
  EXPECT_EQ(place, (json{{"log", log}, {"position", 10}}));
  first->cut();
  fill(*cook, 5);
  const auto after = [](const std::string& name, int position) {
    return R"(,"after":{"log":")" + name + R"(","position":)" + std::to_string(position) + '}';
  };
  auto again = eater("again", 0, after(log, 10), v1_);
  EXPECT_EQ(word(*again)["position"], 10);
  EXPECT_EQ(read(*again, 5), (std::vector{0, 1, 2, 3, 4}));
  auto elsewhere = eater("elsewhere", 0, after("another", 12), v1_);
  EXPECT_EQ(word(*elsewhere)["position"], 0);
  EXPECT_EQ(read(*elsewhere, 15).back(), 4);
  auto liar = eater("liar", 0, after(log, 1000), v1_);
  EXPECT_EQ(word(*liar)["position"], 15) << "no further than the head";
  auto plain = eater("plain", 0, after(log, 12));
  EXPECT_EQ(read(*plain, 3), (std::vector{2, 3, 4})) << "v1 or not";
}

TEST_P(HubSubscriptionTest, AV1EaterIsToldWhatWasSkippedBeforeTheNextDumpling) {
  options_.log_size = 2 * defaults::log_chunk;
  start();
  auto slow = eater("slow", 4096, "", v1_);
  EXPECT_EQ(word(*slow)["position"], 0);
  auto cook = kitchen();
  std::string padding(100000, ' ');
  constexpr int total = 300;
  for (int i = 0; i < total; ++i) cook->send(of("A", "\"k\"", "packet", i) + padding);
  ASSERT_TRUE(wait_for([&] { return census().log_entries == total; }));
  int expected = 0;
  int skipped = 0;
  while (expected < total) {
    const json said = word(*slow);
    if (said.contains("metadata")) {
      EXPECT_EQ(said["payload"], expected);
      ++expected;
    } else if (said.contains("skipped")) {
      skipped += said["skipped"].get<int>();
      expected += said["skipped"].get<int>();
      EXPECT_EQ(word(*slow)["position"], expected);
    } else {
      EXPECT_EQ(said["position"], expected);
    }
  }
  EXPECT_GT(skipped, 0);
}

// The contract: at most every 100 ms, however small the batches; and when it is quiet, where it is now.
TEST_P(HubSubscriptionTest, AV1EaterIsToldItsPositionAtMostTenTimesASecond) {
  start();
  auto cook = kitchen();
  const auto began = std::chrono::steady_clock::now();
  auto guest = eater("guest", 0, "", v1_);
  constexpr int total = 500;
  int words = 0;
  int position = 0;
  const auto hear = [&](const json& said) {
    ++words;
    position = said["position"];
  };
  for (int i = 0; i < total; ++i) {
    cook->send(of("A", "\"k\"", "packet", i));
    json said = word(*guest);
    for (; !said.contains("metadata"); said = word(*guest)) hear(said);
    ASSERT_EQ(said["payload"], i);
  }
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_LE(words, took / 100ms + 2) << "one at the beginning, then one each 100 ms";
  while (position < total) hear(word(*guest));
  EXPECT_EQ(position, total);
}

TEST_P(HubSubscriptionTest, AnEaterThatComesBackTooLateStartsAtTheOldestEntry) {
  options_.log_size = 2 * defaults::log_chunk;
  start();
  const std::string log = word(*eater("first", 0, "", v1_))["log"];
  auto cook = kitchen();
  constexpr int total = 150;
  for (int i = 0; i < total; ++i) cook->send(of("A", "\"k\"", "packet", i) + std::string(100000, ' '));
  ASSERT_TRUE(wait_for([&] { return census().log_entries == total; }));
  auto again = eater("again", 0, R"(,"after":{"log":")" + log + R"(","position":1})", v1_);
  EXPECT_EQ(word(*again), (json{{"log", log}, {"position", 1}}));
  const json skipped = word(*again);
  ASSERT_TRUE(skipped.contains("skipped")) << skipped;
  const int oldest = 1 + skipped["skipped"].get<int>();
  EXPECT_GT(oldest, 50) << "two chunks hold 83";
  EXPECT_EQ(word(*again), (json{{"log", log}, {"position", oldest}}));
  EXPECT_EQ(word(*again)["payload"], oldest);
}

TEST_P(HubSubscriptionTest, AHelloWithAWrongValueIsRefusedWithTheKeysName) {
  start();
  RawClient client(hub_->out_port());
  client.upgrade();
  client.send(R"({"eater_name":"e","chefs":5})");
  const auto frame = client.read_frame();
  EXPECT_EQ(frame.close_code(), 1008U);
  EXPECT_EQ(frame.payload.substr(2), "'chefs' in the hello isn't a list of strings");
}

}  // namespace
}  // namespace netdumplings::hub
