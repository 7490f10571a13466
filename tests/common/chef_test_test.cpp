// A chef's author can run a chef without a kitchen, with the defaults that it declares.
#include <netdumplings/chef_test.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace netdumplings {
namespace {

class CounterChef : public DumplingChef {
 public:
  static constexpr ChefOption chef_options[] = {{"begin", "number", "3", "the first number"},
                                                {"word", "string", "\"hello\"", "what is logged"}};
  CounterChef() {
    if (begin_ < 0) throw std::runtime_error("begin is negative");
  }
  Payload packet_handler(const Packet& packet) override {
    emit(nlohmann::json(packet.time_ns()));
    return nlohmann::json(++begin_);
  }
  Payload interval_handler(double interval) override {
    log(options().at("word").get<std::string>() + " from " + kitchen().name);
    if (now() == 13) throw std::runtime_error("bad luck");
    return nlohmann::json(interval);
  }
  int begun() const { return begin_; }

 private:
  int begin_ = options().at("begin");
};

TEST(ChefInTest, HasTheDefaultsThatTheChefDeclares) {
  ChefInTest<CounterChef> chef;
  EXPECT_EQ(chef->begun(), 3);
  EXPECT_EQ(ChefInTest<CounterChef>(nlohmann::json{{"begin", 7}})->begun(), 7);
}

TEST(ChefInTest, CollectsWhatHandlersEmitReturnAndLog) {
  ChefInTest<CounterChef> chef(nlohmann::json::object(),
                               {.name = "garage", .interface = "eth0", .filter = "", .poke_interval = 2.5});
  nd_packet packet{};
  packet.struct_size = sizeof packet;
  packet.time_ns = 99;
  const auto made = chef.packet(packet);
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0], 99);
  EXPECT_EQ(made[1], 4);
  EXPECT_EQ(chef.poke(1).at(0), 2.5);
  EXPECT_EQ(chef.log().at(0), "hello from garage");
}

class PatientChef : public DumplingChef {
 public:
  Payload interval_handler(double) override {
    after(std::chrono::seconds(2), [this] { emit(nlohmann::json{{"second", now()}}); });
    after(std::chrono::seconds(1), [this] { emit(nlohmann::json{{"first", now()}}); });
    after(std::chrono::hours(1), [] { throw std::runtime_error("too long"); });
    return {};
  }
};

TEST(ChefInTest, CallsFunctionsWhenTheirTimeHasCome) {
  ChefInTest<PatientChef> chef;
  chef.poke(5'000'000'000);
  EXPECT_TRUE(chef.wait_until(5'999'999'999).empty());
  const auto made = chef.wait_until(7'000'000'000);
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0]["first"], 7'000'000'000);
  EXPECT_EQ(made[1]["second"], 7'000'000'000);
  EXPECT_THROW(chef.wait_until(4'000'000'000'000), std::runtime_error);
}

class HastyChef : public DumplingChef {
 public:
  HastyChef() {
    after(std::chrono::seconds(1), [] {});
  }
};

TEST(ChefInTest, RefusesTimersThatNdSniffRefuses) {
  EXPECT_THROW(ChefInTest<HastyChef>(), std::runtime_error) << "in a constructor";
}

TEST(ChefInTest, ThrowsWhatTheChefThrows) {
  ChefInTest<CounterChef> chef;
  EXPECT_THROW(chef.poke(13), std::runtime_error);
  EXPECT_EQ(chef.poke(14).size(), 1U);
  EXPECT_THROW(ChefInTest<CounterChef>(nlohmann::json{{"begin", -1}}), std::runtime_error);
}

class OptionChef : public DumplingChef {
 public:
  static constexpr ChefOption chef_options[] = {{"port", "number", "53", "a port", 0, 1e6}};
  Payload interval_handler(double) override { return nlohmann::json(elapsed()); }

 private:
  std::uint16_t port_ = option<std::uint16_t>("port");
};

TEST(Option, IsRefusedWithItsNameAndRangeIfItsTypeCannotHoldIt) {
  for (const char* value : {"-1", "65536", "1.5", "1e300"}) {
    try {
      const ChefInTest<OptionChef> chef(nlohmann::json{{"port", nlohmann::json::parse(value)}});
      FAIL() << value;
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(std::string(error.what()).find("option port should be a whole number from 0 to 65535, and is "), 0U)
          << error.what();
    }
  }
  for (const char* value : {"0", "65535", "80.0"}) {
    EXPECT_NO_THROW(ChefInTest<OptionChef>(nlohmann::json{{"port", nlohmann::json::parse(value)}})) << value;
  }
}

TEST(Elapsed, IsTheTimeBetweenPokes) {
  ChefInTest<OptionChef> chef;
  EXPECT_EQ(chef.poke(1'000'000'000).at(0), 0);
  EXPECT_EQ(chef.poke(4'500'000'000).at(0), 3.5);
  EXPECT_EQ(chef.poke(2'000'000'000).at(0), 0) << "the clock went back";
}

TEST(ChefInTest, RefusesAnOptionThatTheChefDoesNotDeclare) {
  EXPECT_THROW(ChefInTest<CounterChef>(nlohmann::json{{"bgin", 1}}), std::invalid_argument);
}

}  // namespace
}  // namespace netdumplings
