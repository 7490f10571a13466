// Also the test of payload_parts.
#include "eaters/top/flow_reader.hpp"

#include <gtest/gtest.h>

#include "eaters/top/flows.hpp"
#include "eaters/top/payload_parts.hpp"

namespace netdumplings::eaters::top {
namespace {

using nlohmann::json;

TEST(FlowReader, AConnectionIsWhatItsReportSays) {
  const ConnectionRow row = read_flow(flow_of(50000)).value().row;
  EXPECT_EQ(row.client, "10.0.0.5");
  EXPECT_EQ(row.client_port, 50000);
  EXPECT_EQ(row.server, "192.0.2.1:443");
  EXPECT_EQ(row.state, "closed");
  EXPECT_EQ(row.service, "tls www.example.com");
  EXPECT_EQ(row.bytes(), 21000);
  EXPECT_EQ(row.sent, 1000);
  EXPECT_EQ(row.received, 20000);
  EXPECT_EQ(row.resent, 0);
  EXPECT_EQ(row.duration, 2);
  EXPECT_EQ(row.kitchen, "garage");
}

TEST(FlowReader, WithoutAServiceTheProtocolIsShown) {
  EXPECT_EQ(read_flow(flow_of(1, {{"service", nullptr}, {"server_name", nullptr}}))->row.service, "tcp");
}

TEST(FlowReader, APortBelongsToAnIpv6AddressInBrackets) {
  const json server = {{"ip", "2001:db8::1"}, {"port", 443}};
  EXPECT_EQ(read_flow(flow_of(1, {{"server", server}}))->row.server, "[2001:db8::1]:443");
}

TEST(FlowReader, ManyPacketsAreResentFromOneOfAHundredOn) {
  const auto many_resent = [](int resent, int packets) {
    const json client = {{"ip", "10.0.0.5"}, {"packets", packets}};
    const json server = {{"ip", "192.0.2.1"}, {"packets", 0}};
    const json tcp = {{"retransmitted", {{"client", 0}, {"server", resent}}}};
    return read_flow(flow_of(1, {{"client", client}, {"server", server}, {"tcp", tcp}}))->row.many_resent;
  };
  EXPECT_TRUE(many_resent(1, 100));
  EXPECT_FALSE(many_resent(1, 101));
  EXPECT_FALSE(many_resent(0, 0));
}

TEST(FlowReader, ReportsOfOneConnectionHaveOneKey) {
  const std::string key = read_flow(flow_of(1))->key;
  EXPECT_EQ(read_flow(flow_of(1, {{"state", "open"}, {"end", 1e9 + 1}}))->key, key);
  EXPECT_NE(read_flow(flow_of(2))->key, key);
  EXPECT_NE(read_flow(flow_of(1, {{"start", 1e9 + 1}}))->key, key);
  Dumpling other = flow_of(1);
  other.kitchen = "attic";
  EXPECT_NE(read_flow(other)->key, key);
}

TEST(FlowReader, NonsenseIsNoConnectionOrOneWithoutFigures) {
  for (const json& payload : {json(nullptr), json(7), json{{"flow", 5}}, json{{"flow", {{"client", "10.0.0.5"}}}}}) {
    EXPECT_FALSE(read_flow({flow_chef, "garage", DumplingDriver::packet, 0, payload}));
  }
  const json end = {{"ip", "evil"}, {"port", -1}, {"bytes", "many"}, {"packets", json::array()}};
  const auto report =
      read_flow(flow_of(1, {{"client", end}, {"server", end}, {"tcp", 3}, {"state", 1}, {"protocol", 2}}));
  EXPECT_EQ(report->row.bytes(), std::nullopt);
  EXPECT_EQ(report->row.resent, std::nullopt);
  EXPECT_EQ(report->row.server, "evil");
  EXPECT_EQ(report->row.state, "?");
}

TEST(FlowReader, LongTextsAreCut) {
  const std::string text(100000, 'x');
  const json end = {{"ip", text}};
  const auto report = read_flow(flow_of(1, {{"client", end},
                                            {"server", end},
                                            {"state", text},
                                            {"service", text},
                                            {"server_name", text},
                                            {"community_id", text}}));
  EXPECT_LT(report->key.size() + report->row.state.size() + report->row.service.size(), 1500U);
}

TEST(EndText, LeavesOutWhatIsNoPort) {
  EXPECT_EQ(end_text("192.0.2.1", 443), "192.0.2.1:443");
  EXPECT_EQ(end_text("::1", 65535), "[::1]:65535");
  EXPECT_EQ(end_text("192.0.2.1", {}), "192.0.2.1");
  EXPECT_EQ(end_text("192.0.2.1", 1e300), "192.0.2.1");
}

}  // namespace
}  // namespace netdumplings::eaters::top
