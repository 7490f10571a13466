#include "net/http/origin_rules.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

constexpr ConnectionEnds here{"127.0.0.1", "127.0.0.1"};
constexpr ConnectionEnds elsewhere{"192.168.1.7", "192.168.1.9"};

struct Case {
  const char* value;
  bool allowed;
};

TEST(OriginRules, AHubOnLoopbackIsReadByItsOwnMachinesPagesAlone) {
  const OriginRules rules({"localhost"}, {});
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
           Case{"http://0.0.0.0:8080", false},
           Case{"ftp://localhost", false},
           Case{"chrome-extension://localhost", false},
           Case{"ws://localhost", false},
           Case{"://localhost", false},
           Case{"http://evil.example", false},
           Case{"http://localhost.evil.example", false},
           Case{"http://evil.example/localhost", false},
           Case{"http://127.0.0.1.evil.example", false},
           Case{"http://evil-localhost", false},
           Case{"http://192.168.1.7", false},
           Case{"http://[::2]", false},
       }) {
    EXPECT_EQ(!rules.refuse_origin(c.value, here), c.allowed) << c.value;
  }
}

TEST(OriginRules, AHubsOwnAddressesAndNamesAreItsOwn) {
  const OriginRules named({"hub.example"}, {});
  EXPECT_FALSE(named.refuse_origin("http://hub.example:11348", elsewhere));
  EXPECT_FALSE(named.refuse_origin("http://192.168.1.7", elsewhere));
  EXPECT_TRUE(named.refuse_origin("http://192.168.1.8", elsewhere));
  EXPECT_TRUE(named.refuse_origin("http://other.example", elsewhere));
}

TEST(OriginRules, AHubForOthersHasTheNamesOfItsMachine) {
  const std::string name = machine_name();
  ASSERT_NE(name, "");
  const std::string first = name.substr(0, name.find('.'));
  for (const char* address : {"0.0.0.0", "192.168.1.7"}) {
    const OriginRules rules({address}, {});
    for (const std::string& own : {name, first, first + ".local"}) {
      EXPECT_FALSE(rules.refuse_origin("http://" + own + ":11348", elsewhere)) << own;
      EXPECT_FALSE(rules.refuse_host(own + ":11348", elsewhere, true)) << own;
    }
    EXPECT_TRUE(rules.refuse_origin("http://" + first + ".evil.example", elsewhere));
  }
  EXPECT_TRUE(OriginRules({"localhost"}, {}).refuse_origin("http://" + first + ".local", here));
}

// `localhost` is the machine of whoever says it.
TEST(OriginRules, LoopbackPagesAreOursOnlyIfTheClientIsOnThisMachine) {
  for (const char* listens_on : {"0.0.0.0", "localhost", "127.0.0.1"}) {
    const OriginRules rules({listens_on}, {"http://localhost:5000"});
    for (const char* origin :
         {"http://localhost", "http://app.localhost:3000", "https://127.0.0.1", "http://[::1]:80"}) {
      EXPECT_FALSE(rules.refuse_origin(origin, here)) << origin;
      const auto why = rules.refuse_origin(origin, {"127.0.0.1", "192.168.1.9"});
      ASSERT_TRUE(why) << origin;
      EXPECT_NE(why->find("from another machine; nd-hub --allow-origin " + std::string(origin)), std::string::npos);
    }
    EXPECT_FALSE(rules.refuse_origin("http://localhost:5000", elsewhere)) << "allowed";
  }
  EXPECT_FALSE(OriginRules({"0.0.0.0"}, {}).refuse_origin("http://0.0.0.0:11348", here));
  EXPECT_TRUE(OriginRules({"0.0.0.0"}, {}).refuse_origin("http://0.0.0.0:11348", elsewhere));
}

TEST(OriginRules, AZoneIsNoPartOfAnAddress) {
  const OriginRules rules({"fe80::1%eth0"}, {});
  const ConnectionEnds ends{"fe80::1%eth0", "fe80::2%eth0"};
  for (const char* host : {"[fe80::1]:11348", "[fe80::1%eth1]:11348", "[fe80::1%25wlan0]:11348"}) {
    EXPECT_FALSE(rules.refuse_host(host, ends, true)) << host;
    EXPECT_FALSE(rules.refuse_origin(std::string("http://") + host, ends)) << host;
  }
  EXPECT_TRUE(rules.refuse_origin("http://[fe80::3]", ends));
}

TEST(OriginRules, PagesOverTlsAreItsOwnTooAndAreNamedAsSuch) {
  const OriginRules rules({"hub.example"}, {"https://page.example:8443"}, true);
  EXPECT_FALSE(rules.refuse_origin("https://hub.example:11348", elsewhere));
  EXPECT_FALSE(rules.refuse_origin("https://192.168.1.7:11348", elsewhere));
  EXPECT_FALSE(rules.refuse_origin("https://page.example:8443", elsewhere));
  EXPECT_TRUE(rules.refuse_origin("http://page.example:8443", elsewhere));
  EXPECT_TRUE(rules.refuse_origin("https://evil.example", elsewhere));
  const auto why = rules.refuse_host("other.example", elsewhere, true);
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("--allow-origin https://other.example would"), std::string::npos) << *why;
}

TEST(OriginRules, WhatTheUserAllowsIsLetInAndNothingLikeIt) {
  const OriginRules rules({"localhost"},
                          {"https://Page.example/", "null", "http://b.example:8080", "http://usual.example:80"});
  for (const Case& c : {
           Case{"https://page.example", true},
           Case{"null", true},
           Case{"file://", true},
           Case{"http://b.example:8080", true},
           Case{"http://page.example", false},
           Case{"https://page.example:444", false},
           Case{"https://page.example.evil.example", false},
           Case{"http://b.example", false},
           Case{"https://page.example:443", true},
           Case{"http://usual.example", true},
       }) {
    EXPECT_EQ(!rules.refuse_origin(c.value, here), c.allowed) << c.value;
  }
}

TEST(OriginRules, ARefusalNamesTheOriginHarmlesslyAndTheWayOut) {
  const auto why = OriginRules({"localhost"}, {}).refuse_origin("http://evil.example\x1b[2J", here);
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("--allow-origin http://evil.example"), std::string::npos) << *why;
  EXPECT_EQ(why->find('\x1b'), std::string::npos);
}

TEST(OriginRules, WhoFollowsARefusalHasAPageThatWorks) {
  struct Try {
    const char* host;
    bool tls;
    const char* origin;  // that a browser sends for a page there
  };
  for (const Try& page :
       {Try{"garage.lan:11348", false, "http://garage.lan:11348"},
        Try{"Garage.LAN.:11348", false, "http://garage.lan.:11348"}, Try{"garage.lan", false, "http://garage.lan"},
        Try{"garage.lan:80", false, "http://garage.lan"}, Try{"garage.lan:11348", true, "https://garage.lan:11348"}}) {
    const auto why = OriginRules({"0.0.0.0"}, {}, page.tls).refuse_host(page.host, elsewhere, true);
    ASSERT_TRUE(why) << page.host;
    const std::string flag = "nd-hub --allow-origin ";
    const auto begin = why->find(flag) + flag.size();
    const std::string offered = why->substr(begin, why->find(' ', begin) - begin);
    EXPECT_EQ(offered, page.origin);
    const OriginRules followed({"0.0.0.0"}, {offered}, page.tls);
    EXPECT_FALSE(followed.refuse_host(page.host, elsewhere, true)) << page.host;
    EXPECT_FALSE(followed.refuse_origin(page.origin, elsewhere)) << page.host;
  }
  const auto behind_tls = OriginRules({"localhost"}, {}).refuse_host("hub.example", here, true, true);
  EXPECT_NE(behind_tls->find("--allow-origin https://hub.example would"), std::string::npos) << *behind_tls;
}

TEST(OriginRules, NothingIsOfferedThatAShellWouldTakeForMore) {
  const OriginRules rules({"localhost"}, {});
  const std::string too_long(400, 'a');
  for (const char* const text : {"x;reboot", "$(reboot)", "x`y`", "x'y", "a b", too_long.c_str()}) {
    const std::string host = text;
    const auto why = rules.refuse_host(host, here, true);
    ASSERT_TRUE(why);
    EXPECT_EQ(why->find("--allow-origin"), std::string::npos) << *why;
    EXPECT_LT(why->size(), 400U);
    const auto of_origin = rules.refuse_origin("http://" + host, here);
    ASSERT_TRUE(of_origin);
    EXPECT_EQ(of_origin->find("--allow-origin"), std::string::npos) << *of_origin;
  }
}

TEST(OriginRules, OnLoopbackAHostByAnotherNameIsReboundAndRefused) {
  const OriginRules rules({"localhost"}, {"http://tunnel.example"});
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
    EXPECT_EQ(!rules.refuse_host(c.value, here, false), c.allowed) << c.value;
    EXPECT_EQ(!rules.refuse_host(c.value, here, true), c.allowed) << c.value;
  }
}

TEST(OriginRules, AHubForOthersIsReachedByAnyNameButNotByAPage) {
  const OriginRules rules({"0.0.0.0"}, {});
  EXPECT_FALSE(rules.refuse_host("myhub.lan:11348", elsewhere, false));
  EXPECT_TRUE(rules.refuse_host("myhub.lan:11348", elsewhere, true));
  EXPECT_FALSE(rules.refuse_host("192.168.1.7:11348", elsewhere, true));
  EXPECT_FALSE(rules.refuse_host("203.0.113.9:8000", elsewhere, true)) << "a forwarded address can't be rebound";
}

}  // namespace
}  // namespace netdumplings::net
