// Also the test of http_head.
#include <gtest/gtest.h>

#include <string>

#include "net/http/upgrade_impl.hpp"

namespace netdumplings::net {
namespace {

// The key of RFC 6455, section 1.3, and what a server answers it with.
const std::string key = "dGhlIHNhbXBsZSBub25jZQ==";
const std::string right =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

class UpgradeTest : public testing::Test {
 protected:
  UpgradeRequest request_{{"hub.example", 11347}, {"one", "two"}, "", key};
  UpgradeAnswer answer_{request_};
};

TEST_F(UpgradeTest, AReplyHasTheAcceptOfTheRfcAndTheSubprotocolThatWasChosen) {
  const std::string plain = upgrade_reply(key, "");
  EXPECT_NE(plain.find("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos);
  EXPECT_EQ(plain.find("Sec-WebSocket-Protocol"), std::string::npos);
  EXPECT_NE(plain.find("\r\nServer: netdumplings/"), std::string::npos);
  EXPECT_NE(upgrade_reply(key, "two").find("\r\nSec-WebSocket-Protocol: two\r\n"), std::string::npos);
}

TEST_F(UpgradeTest, AClientAcceptsTheReplyOfOurServer) {
  const std::string reply = upgrade_reply(key, "two") + "a frame";
  EXPECT_EQ(answer_.read(reply), reply.size() - 7);
  EXPECT_TRUE(answer_.complete());
  EXPECT_EQ(answer_.fault(), "");
  EXPECT_EQ(answer_.not_offered(), "");
  EXPECT_EQ(answer_.subprotocol(), "two");
  EXPECT_EQ(answer_.read("more"), 0U);
}

TEST_F(UpgradeTest, SeveralConnectionLinesOfAnAnswerAreOneList) {
  const std::string lines = "Connection: keep-alive\r\nX: 1\r\nConnection: Upgrade";
  answer_.read(std::string(right).replace(right.find("Connection:"), 31, lines) + "\r\n");
  EXPECT_TRUE(answer_.complete());
  EXPECT_EQ(answer_.fault(), "");
}

TEST_F(UpgradeTest, ARequestIsForThePathAndTheHostAsAProxyKnowsIt) {
  const UpgradeRequest request{{"hub.example", 443, true, "/nd/"}, {}, "", key};
  EXPECT_TRUE(request.to_bytes().starts_with("GET /nd/ HTTP/1.1\r\nHost: hub.example\r\n")) << request.to_bytes();
  const UpgradeRequest with_zone{{"fe80::1%eth0", 11347}, {}, "", key};
  EXPECT_TRUE(with_zone.to_bytes().starts_with("GET / HTTP/1.1\r\nHost: [fe80::1]:11347\r\n"));
}

TEST_F(UpgradeTest, AnAnswerMayComeAByteAtATime) {
  std::string unread;
  for (const char byte : right + "\r\n") {
    EXPECT_FALSE(answer_.complete());
    unread += byte;
    unread.erase(0, answer_.read(unread));
  }
  EXPECT_TRUE(answer_.complete());
  EXPECT_EQ(answer_.fault(), "");
}

TEST_F(UpgradeTest, NamesWhatIsWrongWithAnAnswer) {
  const auto without = [](const std::string& line) {
    std::string answer = right + "\r\n";
    const auto at = answer.find(line);
    return answer.erase(at, answer.find("\r\n", at) + 2 - at);
  };
  const std::pair<std::string, std::string> cases[] = {
      {without("Upgrade:"), "its answer has no Upgrade: websocket"},
      {without("Connection:"), "its answer has no Connection: Upgrade"},
      {without("Sec-WebSocket-Accept:"), "its answer has no right Sec-WebSocket-Accept"},
      {"HTTP/1.0" + right.substr(8) + "\r\n", "it speaks HTTP/1.0"},
      {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "bad version"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(20000, 'x'), "header limit exceeded"},
  };
  for (const auto& [answer, fault] : cases) {
    UpgradeAnswer read(request_);
    read.read(answer);
    EXPECT_EQ(read.fault(), fault);
  }
}

TEST_F(UpgradeTest, NamesWhatWasChosenButNotOffered) {
  answer_.read(right + "Sec-WebSocket-Protocol: three\r\n\r\n");
  EXPECT_EQ(answer_.not_offered(), "a subprotocol");
  UpgradeAnswer other(request_);
  other.read(right + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
  EXPECT_EQ(other.not_offered(), "a WebSocket extension");
}

TEST_F(UpgradeTest, AnotherStatusIsNoFaultAndItsWordsAreOurs) {
  answer_.read("HTTP/1.1 403 Go away\r\nContent-Length: 2\r\n\r\nno");
  EXPECT_TRUE(answer_.complete());
  EXPECT_EQ(answer_.fault(), "");
  EXPECT_EQ(answer_.status(), 403U);
  EXPECT_EQ(answer_.reason(), "Forbidden");
}

TEST_F(UpgradeTest, KeysAre16RandomBytes) {
  EXPECT_EQ(new_key().size(), 24U);
  EXPECT_NE(new_key(), new_key());
}

}  // namespace
}  // namespace netdumplings::net
