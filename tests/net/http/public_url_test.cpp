#include "net/http/public_url.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

TEST(PublicUrl, HasAnOriginAsBrowsersWriteItAndAPath) {
  const struct {
    const char* text;
    const char* origin;
    const char* path;
  } cases[] = {
      {"https://hub.example", "https://hub.example", "/"},
      {"https://Hub.Example:443/", "https://hub.example", "/"},
      {"http://hub.example:80/a", "http://hub.example", "/a/"},
      {"https://hub.example:8443/a/b/", "https://hub.example:8443", "/a/b/"},
      {"http://[2001:db8::1]:8080/Nd", "http://[2001:db8::1]:8080", "/Nd/"},
  };
  for (const auto& c : cases) {
    const auto url = parse_public_url(c.text);
    ASSERT_TRUE(url) << c.text;
    EXPECT_EQ(url->origin, c.origin);
    EXPECT_EQ(url->path, c.path);
    EXPECT_EQ(url->text(), std::string(c.origin) + c.path);
  }
}

TEST(PublicUrl, WhatIsNoUrlOfAPageIsRefused) {
  for (const char* text : {"", "hub.example", "ws://hub.example/", "https://", "https:///a", "https://a@hub.example/",
                           "https://hub.example/?a", "https://hub.example/#a", "https://hub.example:0/",
                           "https://hub.example:x/", "https://hub.example/a//b", "https://ws://hub.example",
                           "https://hub.example/a b", "https://[fe80::1%eth0]/", "https://hub.example/\r\nX: 1"}) {
    EXPECT_FALSE(parse_public_url(text)) << text;
  }
}

}  // namespace
}  // namespace netdumplings::net
