#include "net/loop/endpoint.hpp"

#include <gtest/gtest.h>

#include <string>

namespace netdumplings::net {
namespace {

std::string read_back(std::string_view text) {
  const auto endpoint = parse_endpoint(text, 11347);
  return endpoint ? endpoint->to_string() : endpoint.error();
}

TEST(Endpoint, AHostAloneGetsTheDefaultPort) {
  EXPECT_EQ(read_back("localhost"), "localhost:11347");
  EXPECT_EQ(read_back("10.0.0.1"), "10.0.0.1:11347");
  EXPECT_EQ(read_back("[::1]"), "[::1]:11347");
}

TEST(Endpoint, APortIsRead) {
  EXPECT_EQ(read_back("hub_1.example.com:80"), "hub_1.example.com:80");
  EXPECT_EQ(read_back("[fe80::1%eth0]:65535"), "[fe80::1%eth0]:65535");
  EXPECT_EQ(read_back("localhost:0"), "localhost:0");
}

TEST(Endpoint, TheSchemeAndATrailingSlashMayStandThere) {
  EXPECT_EQ(read_back("ws://localhost:1/"), "localhost:1");
  EXPECT_EQ(read_back("ws://[::1]:1"), "[::1]:1");
  EXPECT_EQ(read_back("localhost/"), "localhost:11347");
}

TEST(Endpoint, TheSchemeSaysWhetherItIsTls) {
  EXPECT_EQ(parse_endpoint("wss://h:1/", 2)->uri(), "wss://h:1");
  EXPECT_EQ(parse_endpoint("wss://[::1]", 2)->uri(), "wss://[::1]:2");
  EXPECT_EQ(parse_endpoint("ws://h:1", 2)->uri(), "ws://h:1");
  EXPECT_EQ(parse_endpoint("h:1", 2)->uri(), "ws://h:1");
  EXPECT_FALSE(parse_endpoint("wss://ws://h:1", 2).ok());
  EXPECT_FALSE(parse_endpoint("https://h:1", 2).ok());
}

TEST(Endpoint, AUrlMayHaveAPathAndThenThePortOfHttp) {
  const auto uri = [](std::string_view text) { return parse_endpoint(text, 11347)->uri(); };
  EXPECT_EQ(uri("wss://hub.example/nd/"), "wss://hub.example:443/nd/");
  EXPECT_EQ(uri("ws://hub.example/nd"), "ws://hub.example:80/nd");
  EXPECT_EQ(uri("wss://[::1]:8443/a/b%20c/"), "wss://[::1]:8443/a/b%20c/");
  EXPECT_EQ(parse_endpoint("wss://h/", 11347)->path, "/");
  EXPECT_EQ(uri("wss://h/"), "wss://h:11347") << "no path";
  EXPECT_EQ(read_back("h/nd/"), "'h/nd/' is no HOST:PORT: a path needs ws:// or wss:// before the host");
  for (const auto& path : {std::string("a b"), std::string("a?b"), std::string("a#b"), std::string("a\r\nX: 1"),
                           std::string("a\0", 2), std::string("\xc3\xa4"), std::string(1024, 'a')}) {
    EXPECT_FALSE(parse_endpoint("wss://h/" + path, 1).ok()) << path;
  }
}

TEST(Endpoint, AZoneMayBeWrittenAsInAUrl) {
  EXPECT_EQ(parse_endpoint("ws://[fe80::1%25eth0]:1", 2)->host, "fe80::1%eth0");
  EXPECT_EQ(parse_endpoint("[fe80::1%25eth0]:1", 2)->host, "fe80::1%eth0");
  EXPECT_EQ(parse_endpoint("ws://[fe80::1%253]:1", 2)->host, "fe80::1%3");
  EXPECT_EQ(parse_endpoint("[fe80::1%253]:1", 2)->host, "fe80::1%253") << "an interface's number";
  EXPECT_EQ(parse_endpoint("ws://[fe80::1%25]:1", 2)->host, "fe80::1%25");
}

TEST(Endpoint, TheFieldHostHasNoZoneAndNoUsualPort) {
  const auto host_field = [](std::string_view text) { return parse_endpoint(text, 11347)->host_field(); };
  EXPECT_EQ(host_field("h"), "h:11347");
  EXPECT_EQ(host_field("[fe80::1%eth0]"), "[fe80::1]:11347");
  EXPECT_EQ(host_field("wss://h/nd/"), "h");
  EXPECT_EQ(host_field("wss://[::1]:443"), "[::1]");
  EXPECT_EQ(host_field("ws://h:443"), "h:443");
  EXPECT_EQ(host_field("ws://h:80"), "h");
}

TEST(Endpoint, AnIpv6AddressHasNoBracketsInTheHost) { EXPECT_EQ(parse_endpoint("[::1]:1", 2)->host, "::1"); }

TEST(Endpoint, APortThatIsNoneIsRefused) {
  for (const auto* text : {"h:", "h:x", "h:65536", "h:-1", "h: 1", "h:1x", "h:99999999999999999999", "[::1]:"}) {
    EXPECT_EQ(read_back(text),
              "'" + std::string(text) + "' is no HOST:PORT: the port must be a number from 0 to 65535");
  }
}

TEST(Endpoint, AnIpv6AddressWithoutBracketsIsToldHowToBeWritten) {
  EXPECT_EQ(read_back("::1"), "'::1' is no HOST:PORT: an IPv6 address goes in brackets, as in [::1]:11347");
}

TEST(Endpoint, WhatIsNoHostIsRefused) {
  const std::string too_long(254, 'a');
  for (const auto& text :
       {std::string(), std::string(":1"), std::string("ws://"), std::string("a b"), std::string("user@host:1"),
        std::string("host:1/path"), std::string("h\r\nX: 1"), std::string("[::1"), std::string("[]:1"),
        std::string("[::1]1"), std::string("[a b]:1"), std::string("h\0x", 3), too_long}) {
    EXPECT_FALSE(parse_endpoint(text, 1).ok()) << text;
  }
}

}  // namespace
}  // namespace netdumplings::net
