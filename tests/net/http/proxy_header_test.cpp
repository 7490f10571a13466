#include "net/http/proxy_header.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/defaults.hpp"

namespace netdumplings::net {
namespace {

using State = ProxyHeader::State;

const std::string signature("\r\n\r\n\0\r\nQUIT\n", 12);

// A header of version 2: what comes after the signature, and the size of `rest`.
std::string version_2(char command, char family, const std::string& rest) {
  return signature + command + family + static_cast<char>(rest.size() >> 8) + static_cast<char>(rest.size()) + rest;
}

const std::string four = version_2('\x21', '\x11', std::string("\xc0\x00\x02\x07\x7f\x00\x00\x01\xdc\x04\x2c\x54", 12));
const std::string six = version_2('\x21', '\x21',
                                  std::string("\x20\x01\x0d\xb8", 4) + std::string(11, '\0') + "\x07" +
                                      std::string(16, '\0') + std::string("\xdc\x04\x2c\x54", 4));

TEST(ProxyHeader, TellsTheClientInEitherVersion) {
  const std::pair<std::string, std::string> cases[] = {
      {"PROXY TCP4 192.0.2.7 192.0.2.1 56324 11348\r\n", "192.0.2.7:56324"},
      {"PROXY TCP6 2001:db8::7 2001:db8::1 56324 11348\r\n", "[2001:db8::7]:56324"},
      {four, "192.0.2.7:56324"},
      {six, "[2001:db8::7]:56324"},
      {version_2('\x21', '\x11',
                 four.substr(16) + "\x03\x00\x04"
                                   "abcd"),
       "192.0.2.7:56324"},  // with an extension
  };
  for (const auto& [bytes, client] : cases) {
    const ProxyHeader header = read_proxy_header(bytes + "GET / HTTP/1.1\r\n");
    ASSERT_EQ(header.state, State::whole) << client;
    EXPECT_EQ(header.size, bytes.size());
    ASSERT_TRUE(header.client);
    EXPECT_EQ(header.client->to_string(), client);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      EXPECT_EQ(read_proxy_header(bytes.substr(0, i)).state, State::unfinished) << i;
    }
  }
}

TEST(ProxyHeader, OfAProxyThatSpeaksForItselfHasNoClient) {
  for (const std::string& bytes :
       {std::string("PROXY UNKNOWN\r\n"), std::string("PROXY UNKNOWN ff::1 ff::2 1 2\r\n"), version_2('\x20', '\0', ""),
        version_2('\x20', '\x11', four.substr(16)), version_2('\x21', '\x31', std::string(216, 'u'))}) {
    const ProxyHeader header = read_proxy_header(bytes);
    EXPECT_EQ(header.state, State::whole);
    EXPECT_EQ(header.size, bytes.size());
    EXPECT_FALSE(header.client);
  }
}

TEST(ProxyHeader, IsntWhatBeginsARequestOrTls) {
  for (const std::string bytes :
       {"GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n", "\x16\x03\x01", "\r\nGET", "PROXYS"}) {
    EXPECT_EQ(read_proxy_header(bytes).state, State::none) << bytes;
  }
}

TEST(ProxyHeader, OneThatBreaksItsRulesIsBad) {
  const std::string longest(defaults::longest_proxy_header, 'x');
  for (const std::string& bytes :
       {std::string("PROXY TCP4 192.0.2.7 192.0.2.1 56324\r\n"),
        std::string("PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n"),
        std::string("PROXY TCP4 192.0.2.7 192.0.2.1 1 65536\r\n"),
        std::string("PROXY TCP4 192.0.2.7 192.0.2.1 1 2 3\r\n"), std::string("PROXY UDP4 192.0.2.7 192.0.2.1 1 2\r\n"),
        std::string("PROXY TCP4 localhost 192.0.2.1 1 2\r\n"), "PROXY TCP4 " + longest,
        version_2('\x31', '\x11', four.substr(16)), version_2('\x22', '\x11', four.substr(16)),
        version_2('\x21', '\x11', "short"), version_2('\x21', '\x21', four.substr(16)),
        version_2('\x21', '\x11', longest)}) {
    EXPECT_EQ(read_proxy_header(bytes).state, State::bad) << bytes.substr(0, 40);
  }
}

TEST(ProxyHeader, NoChangeOfItsBytesIsReadBeyondTheirEnd) {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = i % 3 == 0 ? four : i % 3 == 1 ? six : "PROXY TCP4 192.0.2.7 192.0.2.1 56324 11348\r\n";
    for (unsigned changes = random() % 4; changes > 0; --changes)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(random() % (bytes.size() + 1));
    const ProxyHeader header = read_proxy_header(bytes);
    EXPECT_LE(header.size, bytes.size());
    EXPECT_EQ(header.size > 0, header.state == State::whole);
  }
}

}  // namespace
}  // namespace netdumplings::net
