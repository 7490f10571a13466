#include "net/http/token_guard.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

const std::string one = "0123456789abcdef";
const std::string two = "?~>another token";

std::shared_ptr<TokenGuard> guard(const std::vector<std::string>& tokens) {
  auto made = std::make_shared<TokenGuard>();
  made->replace(tokens);
  return made;
}

HttpRequest websocket(const std::string& token, const std::string& encoded = "") {
  HttpRequest request;
  request.method = "GET";
  request.target = "/";
  request.token = token;
  request.encoded_token = encoded;
  request.wants_websocket = true;
  return request;
}

HttpRequest page(const std::string& target, const std::string& token = "", const std::string& encoded = "") {
  HttpRequest request = websocket(token, encoded);
  request.target = target;
  request.wants_websocket = false;
  return request;
}

TEST(TokenGuard, AdmitsEachOfItsTokensAndNothingLikeThem) {
  const auto tokens = guard({one, two});
  EXPECT_TRUE(tokens->admits(one));
  EXPECT_TRUE(tokens->admits(two));
  for (const std::string& wrong : {std::string(), one.substr(1), one + "0", "0" + one, one + two, std::string("\0", 1),
                                   std::string("0123456789ABCDEF"), base64url(one)}) {
    EXPECT_FALSE(tokens->admits(wrong)) << wrong;
  }
}

TEST(TokenGuard, AdmitsThemInBase64urlToo) {
  const auto tokens = guard({one, two});
  EXPECT_TRUE(tokens->admits_encoded("MDEyMzQ1Njc4OWFiY2RlZg"));
  EXPECT_TRUE(tokens->admits_encoded(base64url(two)));
  for (const char* wrong : {"", "MDEyMzQ1Njc4OWFiY2RlZg==", "MDEyMzQ1Njc4OWFiY2RlZh", "0123456789abcdef"}) {
    EXPECT_FALSE(tokens->admits_encoded(wrong)) << wrong;
  }
}

TEST(TokenGuard, ANewOneAdmitsNobody) {
  const TokenGuard tokens;
  EXPECT_FALSE(tokens.admits(""));
  EXPECT_FALSE(tokens.admits_encoded(""));
}

TEST(TokenGuard, NewTokensTakeThePlaceOfTheOldOnes) {
  const auto tokens = guard({one});
  tokens->replace({two});
  EXPECT_FALSE(tokens->admits(one));
  EXPECT_FALSE(tokens->admits_encoded(base64url(one)));
  EXPECT_TRUE(tokens->admits(two));
}

TEST(Base64url, IsWithoutPaddingAndOfTheAlphabetForUrls) {
  // RFC 4648, section 10, and the two digits in which the alphabets differ.
  const std::pair<const char*, const char*> cases[] = {{"", ""},        {"f", "Zg"},        {"fo", "Zm8"},
                                                       {"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"},
                                                       {"\xff", "_w"},  {"\xfb\xff", "-_8"}};
  for (const auto& [bytes, text] : cases) EXPECT_EQ(base64url(bytes), text);
}

TEST(Access, AsksForNothingWithoutAGuard) {
  EXPECT_FALSE(refuse_without_token(websocket(""), {}));
  EXPECT_FALSE(refuse_without_token(websocket("whatever"), {}));
  EXPECT_FALSE(refuse_without_token(page("/metrics"), {}));
}

TEST(Access, AWebSocketShowsItsTokenInEitherWayAndAPageInTheHeaderAlone) {
  const Access access{guard({one}), guard({two}), {}};
  EXPECT_FALSE(refuse_without_token(websocket(one), access));
  EXPECT_FALSE(refuse_without_token(websocket("", base64url(one)), access));
  EXPECT_FALSE(refuse_without_token(page("/metrics", two), access));
  EXPECT_TRUE(refuse_without_token(websocket(two), access)) << "the other guard's";
  EXPECT_TRUE(refuse_without_token(websocket("", one), access));
  EXPECT_TRUE(refuse_without_token(page("/metrics", one), access));
  EXPECT_TRUE(refuse_without_token(page("/metrics", "", base64url(two)), access));
}

TEST(Access, PublicPagesAreThereForEverybodyButAWebSocketOfTheirPathIsNot) {
  const Access access{guard({one}), guard({one}), [](std::string_view path) { return path == "/healthz"; }};
  EXPECT_FALSE(refuse_without_token(page("/healthz?now"), access));
  EXPECT_TRUE(refuse_without_token(page("/healthz/more"), access));
  EXPECT_TRUE(refuse_without_token(page("/nothing"), access)) << "what isn't public is nobody's business";
  HttpRequest request = websocket("");
  request.target = "/healthz";
  EXPECT_TRUE(refuse_without_token(request, access));
}

TEST(Access, TheAnswerIs401WithTheSchemeAndForTheLogWhetherThereWasAToken) {
  const Access access{guard({one}), nullptr, {}};
  const auto none = refuse_without_token(websocket(""), access);
  const std::string bytes = to_bytes(*none, true);
  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 401 Unauthorized\r\n")) << bytes;
  EXPECT_NE(bytes.find("\r\nWWW-Authenticate: Bearer\r\n"), std::string::npos) << bytes;
  EXPECT_NE(bytes.find("\r\nCache-Control: no-store\r\n"), std::string::npos) << bytes;
  EXPECT_EQ(none->refused, "it showed no token");
  const auto wrong = refuse_without_token(websocket("a wrong token, it seems"), access);
  EXPECT_EQ(wrong->refused, "it showed a wrong token");
  EXPECT_EQ(to_bytes(*wrong, true), bytes) << "a stranger learns nothing of it";
}

}  // namespace
}  // namespace netdumplings::net
