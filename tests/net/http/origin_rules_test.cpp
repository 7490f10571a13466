#include "net/http/origin_rules.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

struct Case {
  const char* value;
  bool allowed;
};

TEST(OriginRules, AHubOnLoopbackIsReadByItsOwnMachinesPagesAlone) {
  const OriginRules rules("localhost", {});
  for (const Case& c : {
           Case{"http://localhost", true},
           Case{"http://localhost:3000", true},
           Case{"https://LOCALHOST:3000", true},
           Case{"http://app.localhost", true},
           Case{"http://127.0.0.1:8080", true},
           Case{"http://127.9.9.9", true},
           Case{"http://[::1]:8080", true},
           Case{"null", false},
           Case{"file://", false},
           Case{"", false},
           Case{"localhost", false},
           Case{"http://", false},
           Case{"http://evil.example", false},
           Case{"http://localhost.evil.example", false},
           Case{"http://evil.example/localhost", false},
           Case{"http://127.0.0.1.evil.example", false},
           Case{"http://evil-localhost", false},
           Case{"http://192.168.1.7", false},
           Case{"http://[::2]", false},
       }) {
    EXPECT_EQ(!rules.refuse_origin(c.value, "127.0.0.1"), c.allowed) << c.value;
  }
}

TEST(OriginRules, AHubsOwnAddressesAndNamesAreItsOwn) {
  const OriginRules named("hub.example", {});
  EXPECT_FALSE(named.refuse_origin("http://hub.example:11348", "192.168.1.7"));
  EXPECT_FALSE(named.refuse_origin("http://192.168.1.7", "192.168.1.7"));
  EXPECT_TRUE(named.refuse_origin("http://192.168.1.8", "192.168.1.7"));
  EXPECT_TRUE(named.refuse_origin("http://other.example", "192.168.1.7"));
}

TEST(OriginRules, PagesOverTlsAreItsOwnTooAndAreNamedAsSuch) {
  const OriginRules rules("hub.example", {"https://page.example:8443"}, true);
  EXPECT_FALSE(rules.refuse_origin("https://hub.example:11348", "192.168.1.7"));
  EXPECT_FALSE(rules.refuse_origin("https://192.168.1.7:11348", "192.168.1.7"));
  EXPECT_FALSE(rules.refuse_origin("https://page.example:8443", "192.168.1.7"));
  EXPECT_TRUE(rules.refuse_origin("http://page.example:8443", "192.168.1.7"));
  EXPECT_TRUE(rules.refuse_origin("https://evil.example", "192.168.1.7"));
  const auto why = rules.refuse_host("other.example", "192.168.1.7", true);
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("--allow-origin https://other.example would"), std::string::npos) << *why;
}

TEST(OriginRules, WhatTheUserAllowsIsLetInAndNothingLikeIt) {
  const OriginRules rules("localhost", {"https://Page.example/", "null", "http://b.example:8080"});
  for (const Case& c : {
           Case{"https://page.example", true},
           Case{"null", true},
           Case{"file://", true},
           Case{"http://b.example:8080", true},
           Case{"http://page.example", false},
           Case{"https://page.example:444", false},
           Case{"https://page.example.evil.example", false},
           Case{"http://b.example", false},
       }) {
    EXPECT_EQ(!rules.refuse_origin(c.value, "127.0.0.1"), c.allowed) << c.value;
  }
}

TEST(OriginRules, ARefusalNamesTheOriginHarmlesslyAndTheWayOut) {
  const auto why = OriginRules("localhost", {}).refuse_origin("http://evil.example\x1b[2J", "127.0.0.1");
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("--allow-origin http://evil.example"), std::string::npos) << *why;
  EXPECT_EQ(why->find('\x1b'), std::string::npos);
}

TEST(OriginRules, OnLoopbackAHostByAnotherNameIsReboundAndRefused) {
  const OriginRules rules("localhost", {"http://tunnel.example"});
  for (const Case& c : {
           Case{"localhost", true},
           Case{"localhost:11348", true},
           Case{"LocalHost.:11348", true},
           Case{"127.0.0.1:11348", true},
           Case{"[::1]:11348", true},
           Case{"tunnel.example:11348", true},
           Case{"evil.example", false},
           Case{"evil.example:11348", false},
           Case{"192.168.1.7", false},
           Case{"", false},
       }) {
    EXPECT_EQ(!rules.refuse_host(c.value, "127.0.0.1", false), c.allowed) << c.value;
    EXPECT_EQ(!rules.refuse_host(c.value, "127.0.0.1", true), c.allowed) << c.value;
  }
}

TEST(OriginRules, AHubForOthersIsReachedByAnyNameButNotByAPage) {
  const OriginRules rules("0.0.0.0", {});
  EXPECT_FALSE(rules.refuse_host("myhub.lan:11348", "192.168.1.7", false));
  EXPECT_TRUE(rules.refuse_host("myhub.lan:11348", "192.168.1.7", true));
  EXPECT_FALSE(rules.refuse_host("192.168.1.7:11348", "192.168.1.7", true));
  EXPECT_FALSE(rules.refuse_host("203.0.113.9:8000", "192.168.1.7", true)) << "a forwarded address can't be rebound";
}

}  // namespace
}  // namespace netdumplings::net
