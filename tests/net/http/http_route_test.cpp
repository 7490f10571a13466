#include "net/http/http_route.hpp"

#include <gtest/gtest.h>

#include "net/http/http_head_impl.hpp"

namespace netdumplings::net {
namespace {

// The status that a request is answered with; 101 when it is to be upgraded, 200 when a page is asked for.
unsigned status(const std::string& head) {
  const OriginRules rules({"localhost"}, {});
  const auto parsed = parse_head(head);
  if (!parsed) return 400;
  const HttpRequest request = summary(*parsed);
  const auto to = route(request, rules, {"127.0.0.1", "127.0.0.1"});
  if (to.reply) return to.reply->status;
  return to.upgrade ? 101 : request.path() == "/healthz" ? 200 : no_such_page(request).status;
}

const std::string no_key = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n";
const std::string upgrade = no_key + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

TEST(HttpRoute, AnswersPagesAndUpgradesWebSocketsWhateverTheirPath) {
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200U);
  EXPECT_EQ(status("GET /healthz?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200U);
  EXPECT_EQ(status("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 426U);
  EXPECT_EQ(status("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404U);
  EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\n" + upgrade + "\r\n"), 101U);
  EXPECT_EQ(status("GET /any/path HTTP/1.1\r\nHost: localhost\r\n" + upgrade + "\r\n"), 101U);
}

TEST(HttpRoute, RefusesForeignPagesAndReboundNames) {
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n" + upgrade + "\r\n"), 101U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n" + upgrade + "\r\n"), 403U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n" + upgrade + "\r\n"), 403U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: evil.example\r\n" + upgrade + "\r\n"), 403U);
  EXPECT_EQ(status("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 403U);
}

TEST(HttpRoute, SaysThatItIsThereWhateverTheHost) {
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 200U);
  EXPECT_EQ(status("HEAD /healthz?x HTTP/1.1\r\nHost: 10.0.0.7:8080\r\n\r\n"), 200U);
  EXPECT_EQ(status("GET /healthz HTTP/1.0\r\n\r\n"), 200U) << "no Host, as haproxy's checks";
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n"), 403U);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n" + upgrade + "\r\n"), 403U);
  EXPECT_EQ(status("GET /healthz/x HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 403U);
}

TEST(HttpRoute, SeveralLinesOfAFieldAreOneList) {
  const std::string rest = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const std::string head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  EXPECT_EQ(status(head + "Connection: keep-alive\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + rest), 101U);
  EXPECT_EQ(
      status(head + "Connection: close, x\r\nConnection: y ,UPGRADE\r\nUpgrade: h2c\r\nUpgrade: WebSocket\r\n" + rest),
      101U);
  EXPECT_EQ(status(head + "Connection: keep-alive\r\nConnection: upgrades\r\nUpgrade: websocket\r\n" + rest), 400U);
}

TEST(HttpRoute, RefusesWhatNobodyHonestSends) {
  EXPECT_EQ(status("GET / HTTP/1.1\r\n" + upgrade + "\r\n"), 400U) << "no Host";
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n" + upgrade + "\r\n"), 400U);
  EXPECT_EQ(
      status("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nOrigin: null\r\n" + upgrade + "\r\n"),
      400U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n" +
                   upgrade + "\r\n"),
            400U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n" + upgrade + "\r\n"), 400U);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + upgrade + "\r\n"), 400U);
  EXPECT_EQ(status("\x16\x03\x01 TLS\r\n\r\n"), 400U);
}

TEST(HttpRoute, UpgradesOnlyWithOneKeyOf16Bytes) {
  const auto with = [](const std::string& lines) {
    return status("GET / HTTP/1.1\r\nHost: localhost\r\n" + no_key + lines + "\r\n");
  };
  EXPECT_EQ(with("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"), 101U);
  for (const char* key :
       {"", "AAAA", "AAAAAAAAAAAAAAAAAAAAAB==", "AAAAAAAAAAAAAAAAAAAAAAAA", "!AAAAAAAAAAAAAAAAAAAAA=="}) {
    EXPECT_EQ(with(std::string("Sec-WebSocket-Key: ") + key + "\r\n"), 400U) << key;
  }
  EXPECT_EQ(with(""), 400U) << "none";
  const std::string key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
  EXPECT_EQ(with(key + key), 400U) << "two";
}

TEST(HttpRoute, ARefusalSaysWhyForTheLogAndAnAnswerDoesNot) {
  const OriginRules rules({"localhost"}, {});
  HttpRequest request;
  request.method = "GET";
  request.target = "/";
  request.host = "localhost";
  request.method = "POST";
  EXPECT_EQ(route(request, rules, {"127.0.0.1", "127.0.0.1"}).reply->refused, "");
  request.host = "evil.example";
  EXPECT_NE(route(request, rules, {"127.0.0.1", "127.0.0.1"}).reply->refused, "");
}

TEST(HttpRoute, AReplyCarriesItsOwnHeadersAndMaySayHowLongItKeeps) {
  HttpReply reply{200, "body"};
  reply.headers = {{"ETag", "\"1\""}, {"Cache-Control", "no-cache"}};
  const std::string bytes = to_bytes(reply, true);
  EXPECT_NE(bytes.find("\r\nETag: \"1\"\r\n"), std::string::npos);
  EXPECT_NE(bytes.find("\r\nCache-Control: no-cache\r\n"), std::string::npos);
  EXPECT_EQ(bytes.find("no-store"), std::string::npos);
  EXPECT_TRUE(bytes.ends_with("\r\n\r\nbody"));
  EXPECT_NE(to_bytes({200, ""}, true).find("\r\nCache-Control: no-store\r\n"), std::string::npos);
}

TEST(HttpRoute, RepliesAreForPagesOfTheirOwnOriginAndOverTlsForTlsAlone) {
  const std::string plain = to_bytes({200, ""}, true);
  EXPECT_NE(plain.find("\r\nCross-Origin-Resource-Policy: same-origin\r\n"), std::string::npos);
  EXPECT_EQ(plain.find("Strict-Transport-Security"), std::string::npos);
  EXPECT_NE(to_bytes({200, ""}, true, true).find("\r\nStrict-Transport-Security: max-age=2592000\r\n"),
            std::string::npos);
}

TEST(HttpRoute, NotModifiedHasNoBodyAndDescribesNone) {
  const std::string bytes = to_bytes({304, ""}, true);
  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_EQ(bytes.find("\r\nContent-"), std::string::npos);
}

TEST(HttpHead, TellsWhichVersionAClientHas) {
  const auto head = parse_head("GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"1\"\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(summary(*head).if_none_match, "\"1\"");
  EXPECT_EQ(summary(*head).path(), "/");
}

TEST(HttpHead, TellsTheTokenOfAnAuthorizationThatIsABearersAndOfNoOther) {
  const std::pair<std::string, std::string> cases[] = {
      {"Authorization: Bearer a.token\r\n", "a.token"},
      {"authorization: BEARER   a.token  \r\n", "a.token"},
      {"Authorization: Bearer\r\n", ""},
      {"Authorization: Bearer \r\n", ""},
      {"Authorization: Basic a.token\r\n", ""},
      {"Authorization: Bearera.token\r\n", ""},
      {"Proxy-Authorization: Bearer a.token\r\n", ""},
      {"Authorization: a.token\r\n", ""},
      {"Authorization: Bearer a token\r\n", "a token"},
      {"", ""},
  };
  for (const auto& [line, token] : cases) {
    const auto head = parse_head("GET / HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n");
    ASSERT_TRUE(head) << line;
    EXPECT_EQ(summary(*head).token, token) << line;
  }
}

TEST(HttpHead, TellsTheTokenAmongSubprotocolsWhichIsNeverChosen) {
  const std::pair<std::string, std::string> cases[] = {
      {"netdumplings.bearer.YQ", "YQ"},
      {"netdumplings.v1, netdumplings.bearer.YQ", "YQ"},
      {"netdumplings.bearer.YQ, netdumplings.bearer.Yg", "YQ"},
      {"netdumplings.plain\r\nSec-WebSocket-Protocol: netdumplings.bearer.YQ", "YQ"},
      {"netdumplings.bearer.", ""},
      {"netdumplings.bearer", ""},
      {"xnetdumplings.bearer.YQ", ""},
      {"Netdumplings.bearer.YQ", ""},
  };
  for (const auto& [offers, token] : cases) {
    const auto head = parse_head("GET / HTTP/1.1\r\nHost: localhost\r\nSec-WebSocket-Protocol: " + offers + "\r\n\r\n");
    ASSERT_TRUE(head) << offers;
    EXPECT_EQ(summary(*head).encoded_token, token) << offers;
    EXPECT_EQ(choose_subprotocol(*head, {"netdumplings.v1"}),
              offers.starts_with("netdumplings.v1") ? "netdumplings.v1" : "")
        << offers;
  }
}

TEST(HttpHead, TellsWhetherAClientAcceptsGzip) {
  const std::pair<const char*, bool> cases[] = {
      {"", false},
      {"Accept-Encoding: gzip, deflate, br\r\n", true},
      {"Accept-Encoding: br\r\nAccept-Encoding: x-GZIP\r\n", true},
      {"Accept-Encoding: gzip;q=0.5, identity\r\n", true},
      {"Accept-Encoding: *\r\n", true},
      {"Accept-Encoding: identity\r\n", false},
      {"Accept-Encoding: \r\n", false},
      {"Accept-Encoding: gzip;q=0\r\n", false},
      {"Accept-Encoding: *, gzip; Q=0.000\r\n", false},
      {"Accept-Encoding: *;q=0\r\n", false},
      {"Accept-Encoding: gzip, *;q=0\r\n", true},
      {"Accept-Encoding: zgzip\r\n", false},
  };
  for (const auto& [lines, accepts] : cases) {
    const auto head = parse_head("GET / HTTP/1.1\r\nHost: localhost\r\n" + std::string(lines) + "\r\n");
    ASSERT_TRUE(head) << lines;
    EXPECT_EQ(summary(*head).accepts_gzip, accepts) << lines;
  }
}

TEST(HttpHead, EndsWithItsEmptyLine) {
  EXPECT_EQ(head_size("GET / HTTP/1.1\r\nHost: a\r\n"), 0U);
  EXPECT_EQ(head_size("GET / HTTP/1.1\r\n\r\nmore"), 18U);
}

}  // namespace
}  // namespace netdumplings::net
