#include "eaters/top/hub_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "net/fake_hub.hpp"
#include "net/wait_for.hpp"

namespace netdumplings::eaters::top {
namespace {

using net::Opcode;
using netdumplings::test::wait_for;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
namespace fake = net::fake;

TopCommand command_for(const net::Endpoint& hub, bool reconnect = true) {
  TopCommand command;
  command.tool.name = "topeater";
  command.tool.hub = hub.to_string();
  command.tool.reconnect = reconnect;
  return command;
}

fake::Peer welcome(fake::Hub& hub, const std::string& hello = R"({"eater_name":"topeater"})") {
  auto peer = hub.accept();
  peer.accept();
  EXPECT_EQ(peer.read_message().payload, hello);
  return peer;
}

// What the screen would say about the connection.
LinkState link_of(const HubWatch& watch) { return watch.scene().link; }

TEST(HubWatch, CountsWhatIsNoDumplingAndGoesOnEating) {
  fake::Hub hub;
  const TopCommand command = command_for(hub.endpoint());
  const HubWatch watch(command);
  auto peer = welcome(hub);
  peer.send_frame(Opcode::text, "{");
  peer.send_frame(Opcode::text, R"({"metadata": {}, "payload": ": Invalid dumpling: "})");
  peer.send_frame(Opcode::text, R"({"metadata": {"chef": "C: Invalid dumpling: ", "kitchen": "garage", )"
                                R"("creation_time": 1, "driver": "packet"}, "payload": 1})");
  EXPECT_TRUE(wait_for([&] { return !watch.scene().overview.chefs.empty(); }));
  EXPECT_EQ(link_of(watch).unreadable, 2U);
  EXPECT_EQ(link_of(watch).kind, LinkState::Kind::connected);
}

TEST(HubWatch, SaysWhyTheHubIsAwayAndThatItIsBack) {
  std::optional<fake::Hub> hub(std::in_place);
  const auto endpoint = hub->endpoint();
  const TopCommand command = command_for(endpoint);
  const HubWatch watch(command);
  {
    auto peer = welcome(*hub);
    peer.send_close(1001, "back soon");
    EXPECT_TRUE(wait_for([&] { return link_of(watch).why == "received 1001 (going away) back soon"; }));
    EXPECT_EQ(link_of(watch).kind, LinkState::Kind::away);
  }
  hub.reset();
  EXPECT_TRUE(wait_for([&] { return link_of(watch).why == endpoint.to_string() + ": connection refused"; }));
  hub.emplace("127.0.0.1", endpoint.port);
  auto peer = welcome(*hub);
  EXPECT_TRUE(wait_for([&] { return link_of(watch).kind == LinkState::Kind::connected; }));
  EXPECT_THAT(watch.last_words(), ElementsAre());
  EXPECT_FALSE(watch.ended());
}

TEST(HubWatch, EachConnectionStartsLikeTheFirst) {
  fake::Hub hub;
  TopCommand command = command_for(hub.endpoint());
  command.status_only = true;
  const HubWatch watch(command);
  for (int i = 0; i < 2; ++i) {
    auto peer = hub.accept();
    const auto head = peer.read_head();
    EXPECT_EQ(head.find("Sec-WebSocket-Protocol"), head.npos);
    peer.accept(head);
    EXPECT_THAT(peer.read_message().payload, HasSubstr(R"("since":180.0)"));
    peer.reset();
  }
}

TEST(HubWatch, WithoutReconnectItEndsWithTheHubAndKeepsItsLastWords) {
  fake::Hub hub;
  const TopCommand command = command_for(hub.endpoint(), false);
  const HubWatch watch(command);
  welcome(hub).send_close(1001);
  EXPECT_TRUE(wait_for([&] { return watch.ended().has_value(); }));
  EXPECT_EQ(watch.ended(), EaterEnd::lost);
  EXPECT_THAT(watch.last_words(), ElementsAre("topeater: Lost connection to dumpling hub: received 1001 (going away)",
                                              "topeater: Done eating dumplings."));
}

TEST(HubWatch, WithoutReconnectAHubThatIsNotThereEndsIt) {
  const TopCommand command = command_for(fake::nobody(), false);
  const HubWatch watch(command);
  EXPECT_TRUE(wait_for([&] { return watch.ended().has_value(); }));
  EXPECT_EQ(watch.ended(), EaterEnd::no_hub);
  EXPECT_THAT(watch.last_words(),
              ElementsAre("topeater: There was a problem with the dumpling hub connection. Is nd-hub available?",
                          StartsWith("topeater: no connection to the hub at ws://")));
}

}  // namespace
}  // namespace netdumplings::eaters::top
