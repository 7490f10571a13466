#include "kitchen/sniffer.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <nlohmann/json.hpp>

#include "kitchen/capture_bytes.hpp"
#include "kitchen/chef_fixtures.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::ElementsAre;
using testing::frame;
using ::testing::IsEmpty;
using testing::TestKitchen;

constexpr std::int64_t second = 1'000'000'000;

// Gives packets with these times, one for each read, then the error, if there is one, or the end.
class ScriptedSource final : public PacketSource {
 public:
  ScriptedSource(std::deque<std::int64_t> times, std::string error = {}, bool live = false)
      : times_(std::move(times)), error_(std::move(error)), live_(live) {}

  Result<Status> read(PacketHandler& handler, std::chrono::nanoseconds) override {
    if (times_.empty() && !error_.empty()) return Error{error_};
    if (times_.empty()) return Status::end;
    nd_packet packet{};
    packet.struct_size = sizeof packet;
    packet.bytes = bytes_.data();
    packet.captured_length = packet.wire_length = static_cast<std::uint32_t>(bytes_.size());
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

 private:
  testing::Bytes bytes_ = frame();
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
