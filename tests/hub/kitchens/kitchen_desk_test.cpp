// The desk with its kitchens' sessions (kitchen_session.hpp), without a network.
#include "hub/kitchens/kitchen_desk.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>

#include "common/protocol.hpp"
#include "hub/fake_connection.hpp"
#include "hub/kitchens/kitchen_session.hpp"
#include "net/stingy_transport.hpp"

namespace netdumplings::hub {
namespace {

const std::string dumpling = R"({"metadata":{"chef":"C","kitchen":"k","driver":"packet"},"payload":1})";

class KitchenDeskTest : public testing::Test {
 protected:
  KitchenDeskTest() {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(lines_);
    sink->set_pattern("%l %v");
    desk_ = std::make_unique<KitchenDesk>(
        loop_, log_, KitchenDeskOptions{5000, std::make_shared<spdlog::logger>("hub", sink)}, [this] { ++batches_; });
  }
  // A kitchen that has connected, and speaks `subprotocol`.
  struct Kitchen {
    Kitchen(KitchenDesk& desk, const std::string& subprotocol) {
      connection.spoken = subprotocol;
      session = desk.receive(connection);
    }
    // Bytes after a message must be readable.
    void send(const std::string& message, bool binary = false) const {
      const std::string room = message + std::string(net::ConnectionHandler::readable_after, ' ');
      session->on_message(std::string_view(room).substr(0, message.size()), binary);
    }

    test::StingyTransport peer{1, 1 << 20};
    FakeConnection connection{peer};
    std::unique_ptr<net::ConnectionHandler> session;
  };
  std::unique_ptr<Kitchen> kitchen(const std::string& hello = R"({"kitchen_name":"k"})",
                                   const std::string& subprotocol = "") {
    auto made = std::make_unique<Kitchen>(*desk_, subprotocol);
    made->send(hello);
    return made;
  }
  Census census() {
    Census census;
    desk_->report(census);
    return census;
  }

  struct Lines {
    std::size_t written = 0;
    std::size_t longest = 0;
  };
  // The lines of the log that begin with this.
  Lines lines_with(const std::string& begin) {
    Lines found;
    std::istringstream log(lines_.str());
    for (std::string line; std::getline(log, line);) {
      if (!line.starts_with(begin)) continue;
      ++found.written;
      found.longest = std::max(found.longest, line.size());
    }
    return found;
  }
  // How many lines were left out, as the log says.
  std::size_t left_out(const std::string& what) {
    std::size_t sum = 0;
    std::istringstream log(lines_.str());
    for (std::string line; std::getline(log, line);) {
      if (line.ends_with(" lines left out: " + what)) sum += std::stoul(line.substr(std::string("warning ").size()));
    }
    return sum;
  }
  static std::string many(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  }

  std::ostringstream lines_;
  net::Loop loop_;
  DumplingLog log_{1 << 20, 1 << 16};
  int batches_ = 0;
  std::unique_ptr<KitchenDesk> desk_;
};

TEST_F(KitchenDeskTest, PutsDumplingsIntoTheLogAsTheyCame) {
  const auto cook = kitchen();
  cook->send(dumpling);
  cook->send(dumpling + ' ', true);
  ASSERT_EQ(log_.head(), 2U);
  const auto pin = log_.pin(0);
  EXPECT_EQ(pin->message(0), dumpling);
  EXPECT_EQ(pin->message(1), dumpling + ' ');
  EXPECT_EQ(pin->bytes(pin->begin_of(1), pin->end_of(1))[0], '\x82') << "binary";
  EXPECT_EQ(pin->entry(0).origin(), OriginHasher(log_.key()).of({"C", "k", "packet"}));
  EXPECT_EQ(pin->entry(0).arrival_ms, pin->entry(1).arrival_ms) << "they came in one batch";
}

TEST_F(KitchenDeskTest, CallsOnceForAllDumplingsOfARead) {
  const auto cook = kitchen();
  cook->send(dumpling);
  cook->send(dumpling);
  EXPECT_EQ(batches_, 0);
  cook->session->on_batch_end();
  EXPECT_EQ(batches_, 1);
}

TEST_F(KitchenDeskTest, LogsAndCountsWhatIsNotADumpling) {
  const auto cook = kitchen();
  cook->send("nonsense");
  cook->send("{}");
  cook->send(R"({"metadata":{"chef":"SystemStatusChef"}})");
  cook->send(dumpling);
  EXPECT_EQ(log_.head(), 1U);
  const KitchenLedger ledger = census().kitchens_present;
  EXPECT_EQ(ledger.received, 4U);
  EXPECT_EQ(ledger.invalid, 3U);
  EXPECT_EQ(ledger.taken, 1U);
  for (const char* why : {"Could not interpret dumpling JSON", "Could not determine chef name", "the hub's own"}) {
    EXPECT_NE(lines_.str().find(why), std::string::npos) << lines_.str();
  }
}

TEST_F(KitchenDeskTest, InvalidDumplingsOfAllKitchensTogetherMakeFewAndShortLines) {
  const std::string large = R"({"kitchen_name":"k","filter":")" + std::string(60'000, 'f') + "\"}";
  for (int i = 0; i < 30; ++i) {
    const auto cook = kitchen(large);
    for (int j = 0; j < 30; ++j) cook->send("nonsense");
    cook->session->on_closed("gone");
  }
  desk_->tell_left_out_lines();
  const Lines lines = lines_with("error Received invalid dumpling");
  EXPECT_GE(lines.written, defaults::bad_client_lines);
  EXPECT_LT(lines.written, 300U);
  EXPECT_LT(lines.longest, defaults::longest_shown_card + 100);
  EXPECT_EQ(lines.written + left_out("invalid dumplings"), 900U);
}

TEST_F(KitchenDeskTest, KitchensThatComeAndGoMakeFewAndShortLines) {
  const std::string hello = R"({"kitchen_name":")" + many("\\u0001", 256) + "\"}";
  for (int i = 0; i < 2000; ++i) kitchen(hello)->session->on_closed("gone");
  desk_->tell_left_out_lines();
  const Lines came = lines_with("info Received dumpling kitchen connection from ");
  const Lines went = lines_with("info Dumpling kitchen ");
  EXPECT_GE(came.written + went.written, defaults::coming_and_going_burst);
  EXPECT_LT(came.written + went.written, 2000U);
  EXPECT_LT(came.longest, defaults::longest_shown_name + 100);
  EXPECT_EQ(came.written + went.written + left_out("kitchens that came or went"), 4000U);
}

TEST_F(KitchenDeskTest, ReportsTheKitchensThatAreThereAndThoseThatHaveGone) {
  const auto stays = kitchen(R"({"kitchen_name":"stays"})");
  const auto goes = kitchen(R"({"kitchen_name":"goes"})");
  stays->send(dumpling);
  goes->send(dumpling);
  goes->send("nonsense");
  goes->session->on_closed("gone");
  const Census there = census();
  EXPECT_EQ(there.kitchens, 1U);
  ASSERT_EQ(there.kitchen_list.size(), 1U);
  EXPECT_EQ(there.kitchen_list[0].card, R"({"kitchen_name":"stays","chefs":[]})");
  EXPECT_EQ(there.kitchens_present.received, 1U);
  EXPECT_EQ(there.kitchens_gone.received, 2U);
  EXPECT_NE(lines_.str().find("info Dumpling kitchen goes connection closed: gone\n"), std::string::npos);
}

TEST_F(KitchenDeskTest, RemembersAKitchenThatWentUntilItIsBack) {
  kitchen(R"({"kitchen_name":"garage"})")->session->on_closed("no close frame received");
  const auto absent = census().absent_kitchens;
  ASSERT_EQ(absent.size(), 1U);
  EXPECT_EQ(absent[0].name, "garage");
  EXPECT_EQ(absent[0].host, "127.0.0.1");
  EXPECT_EQ(absent[0].why, "no close frame received");
  const auto back = kitchen(R"({"kitchen_name":"garage"})");
  EXPECT_TRUE(census().absent_kitchens.empty());
}

TEST_F(KitchenDeskTest, TellsOfASecondKitchenOfTheSameNameFromElsewhere) {
  const auto first = kitchen();
  const auto same_host = kitchen();
  EXPECT_EQ(lines_with("warning Two").written, 0U);
  EXPECT_TRUE(census().shared_kitchen_names.empty());
  const auto other = std::make_unique<Kitchen>(*desk_, "");
  other->connection.address = {"10.0.0.7", 2};
  other->send(R"({"kitchen_name":"k"})");
  EXPECT_NE(lines_.str().find("warning Two dumpling kitchens have the name k: one at 127.0.0.1:1, one at 10.0.0.7:2\n"),
            std::string::npos)
      << lines_.str();
  EXPECT_EQ(census().shared_kitchen_names, std::vector<std::string>{"k"});
}

TEST_F(KitchenDeskTest, AClientWithoutAHelloIsNoKitchen) {
  const auto client = kitchen("nonsense");
  EXPECT_EQ(client->connection.closed, protocol::close_policy);
  client->session->on_closed("sent 1008");
  EXPECT_EQ(census().kitchens, 0U);
  EXPECT_NE(lines_.str().find("warning A client at 127.0.0.1:1 never became a dumpling kitchen: sent 1008\n"),
            std::string::npos)
      << lines_.str();
}

TEST_F(KitchenDeskTest, WhatASessionHasSentAlreadyIsKnownWhenItComesAgain) {
  const std::string hello = R"({"kitchen_name":"k","session":"s"})";
  auto cook = kitchen(hello, protocol::v1);
  cook->send(R"({"first": 1})");
  cook->send(dumpling);
  cook->send("nonsense");
  cook->session->on_closed("");
  cook = kitchen(hello, protocol::v1);
  cook->send(R"({"first": 1})");
  cook->send(dumpling);
  cook->send("nonsense");
  cook->send(dumpling);
  EXPECT_EQ(census().kitchens_present.known, 2U) << "what was refused doesn't come again either";
  EXPECT_EQ(log_.head(), 2U);
  cook->session->on_closed("");
}

TEST_F(KitchenDeskTest, ASecondConnectionOfASessionTakesOver) {
  const std::string hello = R"({"kitchen_name":"k","session":"s"})";
  const auto first = kitchen(hello, protocol::v1);
  const auto second = kitchen(hello, protocol::v1);
  EXPECT_EQ(first->connection.closed, protocol::close_taken_over);
  EXPECT_EQ(second->connection.closed, 0U);
  first->session->on_closed("");
  second->send(R"({"first": 1})");
  second->send(dumpling);
  EXPECT_EQ(log_.head(), 1U);
  second->session->on_closed("");
}

TEST_F(KitchenDeskTest, ASessionNeedsAName) {
  for (const std::string& name : {std::string(), std::string(defaults::longest_session_name + 1, 's')}) {
    const auto client = kitchen(R"({"kitchen_name":"k","session":")" + name + "\"}", protocol::v1);
    EXPECT_EQ(client->connection.closed, protocol::close_policy) << name;
    client->session->on_closed("");
  }
}

}  // namespace
}  // namespace netdumplings::hub
