#include "kitchen/sniffer.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <nlohmann/json.hpp>

#include "kitchen/capture_bytes.hpp"
#include "kitchen/chef_fixtures.hpp"
#include "packet/frames.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using testing::frame;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TestKitchen;

constexpr std::int64_t second = 1'000'000'000;

// Gives packets with these times, one for each read, then the error, if there is one, or the end.
class ScriptedSource final : public PacketSource {
 public:
  explicit ScriptedSource(std::deque<std::int64_t> times, std::string error = {}, bool live = false)
      : times_(std::move(times)), error_(std::move(error)), live_(live) {}

  Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds) override {
    if (times_.empty() && !error_.empty()) return Error{error_};
    if (times_.empty()) return Status::end;
    nd_packet packet{};
    packet.struct_size = sizeof packet;
    packet.bytes = bytes.data();
    packet.captured_length = packet.wire_length = static_cast<std::uint32_t>(bytes.size());
    packet.time_ns = times_.front();
    packet.link_type = 1;
    packet.interface_name = "";
    times_.pop_front();
    ++reads;
    handler.packet(packet);
    return Status::more;
  }
  CaptureCounts counts() override { return {}; }
  [[nodiscard]] bool live() const override { return live_; }

  int reads = 0;
  testing::Bytes bytes = frame();

 private:
  std::deque<std::int64_t> times_;
  std::string error_;
  bool live_;
};

struct Made {
  double time;
  std::string driver;
  friend bool operator==(const Made&, const Made&) = default;
};

class SnifferOnAFile : public ::testing::Test {
 protected:
  Result<void> sniff(ScriptedSource& source, double poke_interval = 5) {
    return Sniffer(source, kitchen_.runner, poke_interval, stop_, {.flush = [] {}}).run();
  }
  [[nodiscard]] std::vector<Made> made() const {
    std::vector<Made> all;
    for (const auto& text : kitchen_.sink.dumplings) {
      const auto metadata = nlohmann::json::parse(text)["metadata"];
      all.push_back({metadata["creation_time"], metadata["driver"]});
    }
    return all;
  }

  TestKitchen kitchen_{{"teller"}};
  StopSignals stop_;
};

// The chef makes two dumplings of each packet.

TEST_F(SnifferOnAFile, PacketsAndPokesCarryPacketTime) {
  ScriptedSource source({100 * second, 101 * second, 105 * second});
  EXPECT_TRUE(sniff(source));
  EXPECT_THAT(made(), ElementsAre(Made{100, "interval"}, Made{100, "packet"}, Made{100, "packet"}, Made{101, "packet"},
                                  Made{101, "packet"}, Made{105, "interval"}, Made{105, "packet"}, Made{105, "packet"},
                                  Made{105, "interval"}));
}

TEST_F(SnifferOnAFile, APipeThatIsQuietIsPokedByTheSteadyClockAfterTheLastPacketsTime) {
  ScriptedSource source({100 * second});
  Sniffer sniffer(source, kitchen_.runner, 1e-9, stop_, {.flush = [] {}});
  EXPECT_EQ(sniffer.quiet(), std::chrono::nanoseconds::max()) << "no packets, no pokes";
  EXPECT_TRUE(sniffer.run());
  EXPECT_THAT(made().size(), 4U) << "two pokes, two dumplings of the packet";
  EXPECT_TRUE(sniffer.quiet());
  EXPECT_TRUE(sniffer.quiet());
  ASSERT_THAT(made().size(), 6U);
  EXPECT_GE(made().back().time, 100);
}

TEST_F(SnifferOnAFile, WhenNoMoreIsWantedAPipeIsNotWaitedForAnyLonger) {
  kitchen_.sink.most = 5;
  ScriptedSource source({100 * second});
  Sniffer sniffer(source, kitchen_.runner, 1e-9, stop_, {.flush = [] {}});
  EXPECT_TRUE(sniffer.run());
  EXPECT_EQ(sniffer.quiet(), std::nullopt);
}

class SnifferWithConnections : public SnifferOnAFile {
 protected:
  TestKitchen kitchen_{{"connections"}, {{"EventsChef"}}};
  Result<void> sniff(ScriptedSource& source) {
    return Sniffer(source, kitchen_.runner, 5, stop_, {.flush = [] {}}).run();
  }
};

TEST_F(SnifferWithConnections, ChefsAreClosedAfterTheLastPoke) {
  ScriptedSource source({100 * second});
  EXPECT_TRUE(sniff(source));
  EXPECT_THAT(kitchen_.payloads(), ElementsAre("\"poke\"", R"({"packet":null})", "\"poke\"", R"({"closing":0})"));
}

TEST_F(SnifferWithConnections, ChefsAreNotClosedIfNobodyTakesTheirDumplings) {
  kitchen_.sink.most = 2;
  ScriptedSource source({100 * second, 101 * second});
  EXPECT_TRUE(sniff(source));
  EXPECT_THAT(kitchen_.payloads(), ElementsAre("\"poke\"", R"({"packet":null})"));
}

// A connection times out by the clock of packets, before the poke that is due at the same time.
TEST_F(SnifferWithConnections, TimeOutsComeBeforeAPoke) {
  ScriptedSource source({100 * second, 161 * second});
  source.bytes = frames::ether(0x0800, frames::ipv4(17, frames::udp(40000, 53, frames::text("who?"))));
  EXPECT_TRUE(sniff(source));
  std::vector<std::string> keys;
  for (const auto& payload : kitchen_.payloads()) keys.push_back(payload.substr(0, payload.find(',')));
  EXPECT_THAT(keys,
              ElementsAre("\"poke\"", R"({"opened":1)", R"({"packet":1)", R"({"ended":1)", "\"poke\"", R"({"opened":2)",
                          R"({"packet":2)", R"({"updated":2)", "\"poke\"", R"({"ended":2)", R"({"closing":0})"));
}

class SnifferWithTimers : public ::testing::Test {
 protected:
  std::vector<std::string> sniffed(ScriptedSource& source) {
    EXPECT_TRUE(Sniffer(source, kitchen_.runner, 3, stop_, {.flush = [] {}}).run());
    return kitchen_.payloads();
  }
  TestKitchen kitchen_{{"waiting"}, {{"WaitingChef"}}};
  StopSignals stop_;
};

TEST_F(SnifferWithTimers, FunctionsRunBeforeTheFirstPacketOfTheirTime) {
  ScriptedSource source({100 * second, 101 * second, 102 * second, 110 * second});
  EXPECT_THAT(sniffed(source), ElementsAre(R"({"waited":1,"now":102000000000})", R"({"waited":2,"now":110000000000})",
                                           R"({"again":1,"now":110000000000})", R"({"waited":3,"now":110000000000})"));
  EXPECT_THAT(kitchen_.sink.dumplings, Each(HasSubstr(R"("driver":"interval")")));
}

TEST_F(SnifferWithTimers, AClockThatGoesBackMakesNothingRunEarly) {
  std::deque<std::int64_t> times(1002, 50 * second);
  times.front() = 100 * second;
  ScriptedSource source(std::move(times));
  EXPECT_THAT(sniffed(source), IsEmpty());
}

TEST_F(SnifferWithTimers, AQuietPipeIsNoReasonToWaitLonger) {
  TestKitchen kitchen({"waiting"}, {{"WaitingChef"}}, {"WaitingChef:milliseconds=1"});
  ScriptedSource source({100 * second});
  Sniffer sniffer(source, kitchen.runner, 3600, stop_, {.flush = [] {}});
  EXPECT_TRUE(sniffer.run());
  for (auto wait = sniffer.quiet(); kitchen.payloads().size() < 2; wait = sniffer.quiet()) {
    ASSERT_LE(wait, std::chrono::milliseconds(1));
  }
  EXPECT_THAT(kitchen.payloads(), ElementsAre(HasSubstr("waited"), HasSubstr("again")));
  EXPECT_GT(sniffer.quiet(), std::chrono::minutes(1));
}

TEST_F(SnifferOnAFile, NoPacketsNoPokes) {
  ScriptedSource source({});
  EXPECT_TRUE(sniff(source));
  EXPECT_THAT(made(), IsEmpty());
}

TEST_F(SnifferOnAFile, PacketsBeforeAnErrorAreHandledWithALastPoke) {
  ScriptedSource source({100 * second}, "cut off");
  EXPECT_EQ(sniff(source).error(), "cut off");
  EXPECT_THAT(made(),
              ElementsAre(Made{100, "interval"}, Made{100, "packet"}, Made{100, "packet"}, Made{100, "interval"}));
}

TEST_F(SnifferOnAFile, NothingMoreIsReadWhenTheSinkWantsNoMore) {
  kitchen_.sink.most = 3;
  ScriptedSource source({100 * second, 101 * second, 102 * second});
  EXPECT_TRUE(sniff(source));
  EXPECT_EQ(source.reads, 1);
  EXPECT_EQ(made().size(), 3U) << "no last poke either";
}

TEST_F(SnifferOnAFile, TheStatusIsTheKitchensEachIntervalOfPacketTimeAndAtTheEnd) {
  ScriptedSource source({100 * second, 109 * second, 110 * second, 125 * second});
  std::vector<std::int64_t> times;
  Sniffer sniffer(source, kitchen_.runner, 1000, stop_,
                  {.flush = [] {},
                   .status =
                       [&](std::int64_t now_ns) {
                         times.push_back(now_ns / second);
                         return true;
                       },
                   .status_interval = 10});
  EXPECT_TRUE(sniffer.run());
  EXPECT_THAT(times, ElementsAre(110, 120, 125));
  EXPECT_EQ(sniffer.handled(), 4U);
}

TEST_F(SnifferOnAFile, WhenTheStatusIsNotWantedAnyMoreTheKitchenStops) {
  ScriptedSource source({100 * second, 110 * second, 120 * second, 130 * second});
  Sniffer sniffer(source, kitchen_.runner, 1000, stop_,
                  {.flush = [] {}, .status = [](std::int64_t) { return false; }, .status_interval = 10});
  EXPECT_TRUE(sniffer.run());
  EXPECT_EQ(source.reads, 2);
}

TEST(Sniffer, InLiveCaptureSignsOfLifeComeWhenTheyAreDue) {
  TestKitchen kitchen({"teller"});
  StopSignals stop;
  for (const auto interval : {std::chrono::nanoseconds(1), std::chrono::nanoseconds(0)}) {
    ScriptedSource source(std::deque<std::int64_t>(100, second), "gone", true);
    int signs = 0;
    Sniffer sniffer(source, kitchen.runner, 1000, stop,
                    {.flush = [] {}, .alive = [&] { ++signs; }, .alive_interval = interval});
    EXPECT_EQ(sniffer.run().error(), "gone");
    EXPECT_EQ(signs, interval.count() > 0 ? 101 : 0) << "one before each read";
  }
}

TEST(Sniffer, WithoutAChefLeftItEnds) {
  TestKitchen kitchen({"misbehaving"}, {{"FlakyChef"}});
  StopSignals stop;
  ScriptedSource source(std::deque<std::int64_t>(20000, second));
  Sniffer sniffer(source, kitchen.runner, 1000, stop, {.flush = [] {}});
  EXPECT_EQ(sniffer.run().error(), "no chef is left: all of them were retired");
  EXPECT_EQ(source.reads, 10000);
}

}  // namespace
}  // namespace netdumplings::kitchen
