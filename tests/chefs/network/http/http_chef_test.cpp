// HttpChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {
namespace {

using Payloads = NetworkKitchen::Payloads;
using nlohmann::ordered_json;

class HttpChef : public ::testing::Test {
 protected:
  HttpChef() { talk.open(kitchen); }

  /// The client or the server says something, a millisecond after what was said before.
  Payloads client(std::string_view text) { return kitchen.take(talk.client_says(text), at += millisecond); }
  Payloads server(std::string_view text) { return kitchen.take(talk.server_says(text), at += millisecond); }
  /// Lets the server answer, and returns the one report about it.
  ordered_json only(const Payloads& made) { return made.size() == 1 ? made[0]["http"] : ordered_json(made); }
  Payloads close() { return kitchen.close(at += second); }

  NetworkKitchen kitchen{"HttpChef"};
  TcpTalk talk{8080};
  std::int64_t at = start + second;
};

constexpr std::string_view http_get = "GET /a HTTP/1.1\r\nHost: www.example\r\n\r\n";
constexpr std::string_view http_ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST_F(HttpChef, ReportsARequestWithItsResponse) {
  EXPECT_TRUE(client("POST /a?b=c HTTP/1.1\r\nHost: www.example\r\nUser-Agent: curl/8\r\nContent-Length: 4\r\n\r\nbody")
                  .empty());
  const auto made =
      server("HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 2\r\n\r\nno");
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].dump(),
            R"({"http":{"when":1600000001.001,"client":{"ip":"192.0.2.1","port":40000},)"
            R"("server":{"ip":"198.51.100.2","port":8080},"method":"POST","host":"www.example","target":"/a?b=c",)"
            R"("user_agent":"curl/8","status":404,"content_type":"text/html; charset=utf-8","request_bytes":4,)"
            R"("response_bytes":2,"latency":0.001}})");
  EXPECT_TRUE(close().empty());
}

TEST_F(HttpChef, ReportsEachRequestOfAConnectionThatIsKeptAlive) {
  for (int i = 0; i < 3; ++i) {
    client("GET /" + std::to_string(i) + " HTTP/1.1\r\n\r\n");
    EXPECT_EQ(only(server(http_ok))["target"], "/" + std::to_string(i));
  }
}

TEST_F(HttpChef, HasNullForFieldsThatAreNotThere) {
  client("GET / HTTP/1.0\r\n\r\n");
  const auto http = only(server("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(http["host"], nullptr);
  EXPECT_EQ(http["user_agent"], nullptr);
  EXPECT_EQ(http["content_type"], nullptr);
}

TEST_F(HttpChef, MeasuresFromTheRequestsLastByteToTheResponsesLastByte) {
  client("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
  client("dy");
  server("HTTP/1.1 200 OK\r\nContent-");
  server("Length: 4\r\n\r\nab");
  const auto http = only(server("cd"));
  EXPECT_EQ(http["when"], 1600000001.001);
  EXPECT_EQ(http["latency"], 0.003);
}

TEST_F(HttpChef, ReadsWhatComesByteByByte) {
  for (const char byte : http_get) client(std::string(1, byte));
  std::size_t made = 0;
  for (const char byte : http_ok) made += server(std::string(1, byte)).size();
  EXPECT_EQ(made, 1u);
}

TEST_F(HttpChef, AnswersPipelinedRequestsInTheirOrder) {
  client("GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
  const auto made = server(
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 201 OK\r\nContent-Length: 9\r\n\r\n"
      "HTTP/1.1 202 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_EQ(made.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(made[i]["http"]["target"], "/" + std::to_string(i + 1));
    EXPECT_EQ(made[i]["http"]["status"], 200 + i);
  }
}

TEST_F(HttpChef, CountsBodiesWithoutTheLinesAroundChunks) {
  client("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
  const auto http = only(server("2\r\nyz\r\n0\r\nTrailer: 1\r\n\r\n"));
  EXPECT_EQ(http["request_bytes"], 5);
  EXPECT_EQ(http["response_bytes"], 3);
}

TEST_F(HttpChef, KnowsResponsesWithoutABody) {
  for (const std::string_view status : {"204 No Content", "304 Not Modified"}) {
    client(http_get);
    EXPECT_EQ(only(server("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 9\r\n\r\n"))["response_bytes"], 0);
  }
  client("HEAD / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(only(server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"))["response_bytes"], 0);
}

TEST_F(HttpChef, ReportsABodyThatEndsWithTheConnectionAtItsEnd) {
  client(http_get);
  EXPECT_TRUE(server("HTTP/1.1 200 OK\r\n\r\nabc").empty());
  EXPECT_TRUE(server("def").empty());
  const auto http = only(close());
  EXPECT_EQ(http["status"], 200);
  EXPECT_EQ(http["response_bytes"], 6);
  EXPECT_EQ(http["latency"], 0.002);
}

TEST_F(HttpChef, TakesInterimResponsesForNone) {
  client("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_TRUE(server("HTTP/1.1 100 Continue\r\n\r\n").empty());
  client("body");
  const auto http = only(server(http_ok));
  EXPECT_EQ(http["status"], 200);
  EXPECT_EQ(http["request_bytes"], 4);
  EXPECT_EQ(http["latency"], 0.001);
}

TEST_F(HttpChef, ReportsAResponseThatComesBeforeTheRequestEnds) {
  client("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nbody");
  EXPECT_EQ(only(server("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"))["request_bytes"], 4);
  client("more");
  EXPECT_TRUE(close().empty());
}

TEST_F(HttpChef, EndsWhereAnotherProtocolBegins) {
  client("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  EXPECT_EQ(only(server("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x01x"))["status"], 101);
  client(http_get);
  EXPECT_TRUE(server(http_ok).empty());
  EXPECT_TRUE(close().empty());
}

TEST_F(HttpChef, EndsWhereATunnelBegins) {
  client("CONNECT www.example:443 HTTP/1.1\r\n\r\n");
  const auto http = only(server("HTTP/1.1 200 Connection established\r\n\r\n"));
  EXPECT_EQ(http["method"], "CONNECT");
  EXPECT_EQ(http["target"], "www.example:443");
  client("\x16\x03\x01");
  EXPECT_TRUE(close().empty());
}

TEST_F(HttpChef, GoesOnAfterATunnelThatWasRefused) {
  client("CONNECT www.example:443 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(only(server("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"))["status"], 407);
  client(http_get);
  EXPECT_EQ(only(server(http_ok))["target"], "/a");
}

TEST_F(HttpChef, ReportsARequestWithoutResponseAtTheEnd) {
  client("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
  const auto http = only(close());
  EXPECT_EQ(http["method"], "POST");
  EXPECT_EQ(http["status"], nullptr);
  EXPECT_EQ(http["content_type"], nullptr);
  EXPECT_EQ(http["request_bytes"], 4);
  EXPECT_EQ(http["response_bytes"], nullptr);
  EXPECT_EQ(http["latency"], nullptr);
}

TEST_F(HttpChef, HasNoLatencyForAResponseThatIsCut) {
  client(http_get);
  server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
  const auto http = only(close());
  EXPECT_EQ(http["status"], 200);
  EXPECT_EQ(http["response_bytes"], 3);
  EXPECT_EQ(http["latency"], nullptr);
}

TEST_F(HttpChef, WaitsForARequestThatWasCapturedAfterItsResponse) {
  const Buffer request = talk.client_says(http_get);
  EXPECT_TRUE(server(http_ok).empty());
  const auto http = only(kitchen.take(request, at));
  EXPECT_EQ(http["target"], "/a");
  EXPECT_EQ(http["status"], 200);
}

TEST_F(HttpChef, CountsMissingBytesOfABody) {
  client(http_get);
  server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
  (void)talk.server_says("def");  // the capture lacks it
  server("ghi");
  const auto http = only(kitchen.take(talk.client_hears(), at += millisecond));
  EXPECT_EQ(http["response_bytes"], 9);
  EXPECT_EQ(http["latency"], 0.003);
}

TEST_F(HttpChef, GoesOnAfterAHoleWhereAMessageBegins) {
  client("GET /1 HTTP/1.1\r\n\r\n");
  (void)talk.server_says("HTTP/1.1 200 OK\r\n");  // the capture lacks it
  server("Content-Length: 2\r\n\r\nok");
  client("GET /2 HTTP/1.1\r\n\r\n");
  const auto made = server(http_ok);
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0]["http"]["target"], "/1");
  EXPECT_EQ(made[0]["http"]["status"], nullptr);
  EXPECT_EQ(made[1]["http"]["target"], "/2");
  EXPECT_EQ(made[1]["http"]["status"], 200);
}

TEST_F(HttpChef, GoesOnAfterARequestThatTheCaptureLacks) {
  (void)talk.client_says(http_get);
  EXPECT_TRUE(server(http_ok).empty());
  at += second;
  const auto orphan = only(client("GET /2 HTTP/1.1\r\n\r\n"));
  EXPECT_EQ(orphan["method"], nullptr);
  EXPECT_EQ(orphan["status"], 200);
  const auto http = only(server("HTTP/1.1 201 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(http["target"], "/2");
  EXPECT_EQ(http["status"], 201);
}

TEST_F(HttpChef, GoesOnAfterAResponseThatTheCaptureLacks) {
  client("GET /1 HTTP/1.1\r\n\r\n");
  (void)talk.server_says(http_ok);
  client("GET /2 HTTP/1.1\r\n\r\n");
  const auto made = server("HTTP/1.1 201 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0]["http"]["status"], nullptr);
  EXPECT_EQ(made[1]["http"]["target"], "/2");
  EXPECT_EQ(made[1]["http"]["status"], 201);
}

TEST_F(HttpChef, ReportsAnOrphanAtTheEnd) {
  EXPECT_TRUE(server("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n").empty());
  const auto http = only(close());
  EXPECT_EQ(http["when"], 1600000001.001);
  EXPECT_EQ(http["method"], nullptr);
  EXPECT_EQ(http["request_bytes"], nullptr);
  EXPECT_EQ(http["status"], 408);
  EXPECT_EQ(http["latency"], nullptr);
}

TEST_F(HttpChef, StopsWaitingForRequestsThatNeverCome) {
  std::size_t made = 0;
  for (int i = 0; i < 20; ++i) made += server(http_ok).size();
  EXPECT_EQ(made, 20u);
}

TEST_F(HttpChef, LeavesOtherProtocolsAlone) {
  client("EHLO www.example\r\n");
  server("220 mail.example\r\n");
  client(http_get);
  server(http_ok);
  EXPECT_TRUE(close().empty());
}

TEST_F(HttpChef, GivesUpOnAHeadThatIsTooLong) {
  client("GET / HTTP/1.1\r\nX: ");
  for (int i = 0; i < 70; ++i) client(std::string(1000, 'x'));
  client("\r\n\r\n");
  EXPECT_TRUE(close().empty());
}

TEST_F(HttpChef, BoundsTheOpenRequests) {
  std::string requests;
  for (int i = 0; i < 100; ++i) requests += "GET / HTTP/1.1\r\n\r\n";
  client(requests);
  EXPECT_EQ(close().size(), 64u);
}

TEST_F(HttpChef, BoundsTheTexts) {
  const std::string longest(4000, 'x');
  client("GET /" + longest + " HTTP/1.1\r\nHost: " + longest + "\r\nUser-Agent: " + longest + "\r\n\r\n");
  const auto http = only(server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: " + longest + "\r\n\r\n"));
  EXPECT_EQ(std::string(http["target"]).size(), 2048u);
  for (const char* key : {"host", "user_agent", "content_type"}) EXPECT_EQ(std::string(http[key]).size(), 512u);
}

TEST_F(HttpChef, WritesTextsThatAreNotUtf8) {
  client("GET /caf\xe9 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(only(server(http_ok))["target"], "/caf\xEF\xBF\xBD");
}

TEST(HttpChefInTheMiddle, FindsTheNextMessage) {
  NetworkKitchen kitchen("HttpChef");
  TcpTalk talk(80);
  kitchen.take(talk.client_says("x"), start);  // a byte that keeps a connection alive
  kitchen.take(talk.server_says("the rest of a body"), start);
  kitchen.take(talk.client_says(http_get), start + second);
  const auto made = kitchen.take(talk.server_says(http_ok), start + second + millisecond);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["http"]["target"], "/a");
  EXPECT_EQ(made[0]["http"]["status"], 200);
}

TEST(HttpChefInTheMiddle, KnowsThatTheFirstResponseHasNoRequest) {
  NetworkKitchen kitchen("HttpChef");
  TcpTalk talk(80);
  kitchen.take(talk.client_hears(), start);
  auto made = kitchen.take(talk.server_says(http_ok), start);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["http"]["method"], nullptr);
  kitchen.take(talk.client_says(http_get), start + second);
  made = kitchen.take(talk.server_says(http_ok), start + second);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["http"]["target"], "/a");
}

TEST(HttpChefInTheMiddle, TakesTheSideThatAsksForTheClient) {
  NetworkKitchen kitchen("HttpChef");
  TcpTalk talk(40000, 8080);  // so the connection's server is the side that asks
  kitchen.take(talk.server_says(http_get), start);
  const auto made = kitchen.take(talk.client_says(http_ok), start);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["http"]["client"]["port"], 40000);
  EXPECT_EQ(made[0]["http"]["server"]["port"], 8080);
}

TEST(HttpChefBounds, SharesItsMemoryAmongAllConnections) {
  NetworkKitchen kitchen("HttpChef");
  const std::string beginning = "GET / HTTP/1.1\r\nX: " + std::string(60'000, 'x');
  std::size_t made = 0;
  for (std::size_t i = 0; i < 1200; ++i) {  // 72 MB in all
    TcpTalk talk(80, 1024 + i);
    talk.open(kitchen);
    made += kitchen.take(talk.client_says(http_get), start + second).size();
    made += kitchen.take(talk.client_says(beginning), start + second).size();
  }
  EXPECT_GT(made, 50u);  // given up, to make room for others
  EXPECT_LT(made, 400u);
  EXPECT_EQ(made + kitchen.close().size(), 1200u);
}

// Each mutated conversation must leave the kitchen with valid JSON, or nothing.
TEST(HttpChefBounds, SurvivesMutatedConversations) {
  NetworkKitchen kitchen("HttpChef");
  const std::string asked =
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
      "HEAD /3 HTTP/1.1\r\n\r\nPUT /4 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /5 HTTP/1.1\r\n\r\n";
  const std::string answered =
      "HTTP/1.1 200 OK\r\nContent-Type: a\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 100 Continue\r\n\r\n"
      "HTTP/1.1 201 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
      "HTTP/1.1 204 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc";
  std::uint32_t random = 1;
  const auto next = [&](std::size_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  const auto mutated = [&](std::string text) {
    for (std::size_t changes = next(4); changes > 0; --changes) text[next(text.size())] = static_cast<char>(next(256));
    return text;
  };
  for (std::size_t i = 0; i < 2000; ++i) {
    TcpTalk talk(80, 1024 + i);
    const std::int64_t at = start + std::int64_t(i) * millisecond;
    if (next(4) != 0) talk.open(kitchen, at);
    std::string left[] = {mutated(asked), mutated(answered)};
    while (!left[0].empty() || !left[1].empty()) {
      const std::size_t side = next(2);
      const std::string piece = left[side].substr(0, 1 + next(100));
      left[side].erase(0, piece.size());
      const Buffer frame = side == 0 ? talk.client_says(piece) : talk.server_says(piece);
      if (next(20) != 0) kitchen.take(frame, at);
    }
  }
  kitchen.close();
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("error")));
}

}  // namespace
}  // namespace netdumplings::chefs::network
