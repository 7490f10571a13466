// Clients before their hello: their places by themselves, and at a server.
#include "net/server/strangers.hpp"

#include <list>
#include <memory>
#include <vector>

#include "net/server_fixture.hpp"

namespace netdumplings::net {
namespace {

class StrangersTest : public testing::Test {
 protected:
  Strangers::Place& comes(const std::string& address) {
    auto place = strangers_->take_in(address, now_);
    EXPECT_TRUE(place) << place.error();
    return there_.emplace_back(std::move(*place));
  }

  Strangers::Clock::time_point now_{1h};
  std::shared_ptr<Strangers> strangers_ = std::make_shared<Strangers>(AdmissionLimits{3, 2, std::nullopt}, 500ms);
  std::list<Strangers::Place> there_;
};

TEST_F(StrangersTest, TheOldestLosesItsPlaceToTheOneThatComes) {
  const auto& first = comes("127.0.0.1");
  const auto& second = comes("127.0.0.1");
  comes("127.0.0.1");
  EXPECT_FALSE(first.lost());
  comes("10.0.0.1");
  EXPECT_TRUE(first.lost());
  EXPECT_FALSE(second.lost());
  there_.pop_front();
  comes("10.0.0.1");
  EXPECT_TRUE(second.lost()) << "what the first had was given away already";
}

TEST_F(StrangersTest, OneThatIsAdmittedOrGoesMakesRoom) {
  const auto& first = comes("127.0.0.1");
  comes("127.0.0.1") = {};
  comes("127.0.0.1");
  comes("127.0.0.1");
  EXPECT_FALSE(first.lost());
}

TEST_F(StrangersTest, AnAddressOfAnotherMachineHasAFewPlacesOnly) {
  comes("10.0.0.1");
  comes("10.0.0.1");
  const auto third = strangers_->take_in("10.0.0.1");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error(), "there are 2 connections from its address already that haven't said hello");
  comes("10.0.0.2");
  comes("10.0.0.2");
  comes("10.0.0.1") = {};
  comes("10.0.0.1");
}

TEST_F(StrangersTest, AreFullOnlyWhileAllCameJustNow) {
  comes("127.0.0.1");
  now_ += 400ms;
  comes("127.0.0.1");
  EXPECT_FALSE(strangers_->full(now_));
  comes("127.0.0.1");
  EXPECT_TRUE(strangers_->full(now_));
  EXPECT_FALSE(strangers_->full(now_ + 100ms));
  there_.pop_back();
  EXPECT_FALSE(strangers_->full(now_));
}

TEST_F(StrangersTest, APlaceMayOutliveTheServer) {
  comes("127.0.0.1");
  strangers_ = nullptr;
  there_.clear();
}

class StrangersAtAServerTest : public WebSocketServerTest {
 protected:
  std::unique_ptr<RawClient> greeted() {
    auto client = std::make_unique<RawClient>(port_);
    client->upgrade();
    client->send("hello");
    EXPECT_EQ(client->read_frame().payload, "hello");
    return client;
  }
};

TEST_F(StrangersAtAServerTest, SilentSocketsKeepNobodyOut) {
  strangers_.clients = 3;
  serve({.hello = 1h});
  const auto old = greeted();
  std::vector<std::unique_ptr<RawClient>> silent;
  for (int i = 0; i < 10; ++i) silent.push_back(std::make_unique<RawClient>(port_));
  const auto late = greeted();
  EXPECT_NE(silent.front()->read_to_end().find("503 Service Unavailable"), std::string::npos);
  for (RawClient* client : {old.get(), late.get()}) {
    client->send("still here");
    EXPECT_EQ(client->read_frame().payload, "still here");
  }
}

TEST_F(StrangersAtAServerTest, OneThatSaysNoHelloIsToldWhyItLosesItsPlace) {
  strangers_.clients = 1;
  serve({.hello = 1h});
  RawClient client(port_);
  client.upgrade();
  const auto late = greeted();
  const auto frame = client.read_frame();
  EXPECT_EQ(frame.close_code(), 1013U);
  EXPECT_EQ(frame.payload.substr(2), too_many_strangers);
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(wait_for_end(), std::string("sent 1013 (try again later) ") + too_many_strangers);
}

TEST_F(StrangersAtAServerTest, OneWhoseHelloComesWhenTheLastPlaceIsTakenIsToldSo) {
  admission_ = std::make_shared<Admission>(AdmissionLimits{1, 1, std::nullopt});
  serve();
  RawClient one(port_);
  one.upgrade();
  RawClient other(port_);
  other.upgrade();
  one.send("hello");
  EXPECT_EQ(one.read_frame().payload, "hello");
  other.send("hello");
  const auto frame = other.read_frame();
  EXPECT_EQ(frame.close_code(), 1013U);
  EXPECT_EQ(frame.payload.substr(2), "there are 1 connections already (--max-connections)");
  one.send_bytes(masked_frame(Opcode::close, "\x03\xe8"));
  EXPECT_TRUE(wait_for([this] { return admission_->clients() == 0; }));
  greeted();
}

}  // namespace
}  // namespace netdumplings::net
