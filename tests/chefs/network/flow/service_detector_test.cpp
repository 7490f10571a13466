// Services, told from what the sides say first.
#include "network/flow/service_detector.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "packet/frames.hpp"
#include "packet/streams.hpp"

namespace netdumplings::chefs::network {
namespace {

using namespace std::string_literals;
using frames::Buffer;
using frames::hex;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using frames::text;
using frames::zeros;

struct Talk {
  std::string_view service;
  Buffer client;
  Buffer server = {};
  std::uint16_t port = 0;
};

// Names are as in docs/networkchefs.md.
const Talk talks[] = {
    {"http", text("GET /index.html HTTP/1.1\r\n")},
    {"http", text("POST /a/path/that/is/longer/than/what/is/looked/at/" + std::string(200, 'x'))},
    {"http", text("CONNECT example.com:443 HTTP/1.1\r\n")},
    {"http", text("BREW /pot HTTP/1.1\r\n")},
    {"http", text("GET /old.html\r\n")},
    {"http", text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")},
    {"http", {}, text("HTTP/1.1 404 Not Found\r\n")},
    {"tls", hex("16 0301 0200 01 0001fc 0303")},
    {"tls", {}, hex("16 0303 007a 02 000076 0303")},
    {"tls", hex("17 0303 0040") + zeros(0x40)},
    {"ssh", {}, text("SSH-2.0-OpenSSH_9.2p1\r\n")},
    {"ssh", text("SSH-2.0-OpenSSH_9.2p1\r\n")},
    {"smtp", {}, text("220 mail.example.com ESMTP Postfix\r\n")},
    {"smtp", text("EHLO me.example\r\n"), text("220 mail.example.com\r\n")},
    {"smtp", {}, text("220 mail.example.com\r\n"), 25},
    {"ftp", {}, text("220 (vsFTPd 3.0.3)\r\n")},
    {"ftp", text("USER anonymous\r\n"), text("220 welcome\r\n")},
    {"ftp", {}, text("220 welcome\r\n"), 21},
    {"imap", {}, text("* OK [CAPABILITY IMAP4rev1] ready\r\n")},
    {"pop3", {}, text("+OK ready\r\n")},
    {"nntp", {}, text("200 news.example.com ready\r\n"), 119},
    {"irc", text("NICK somebody\r\n")},
    {"xmpp", text("<?xml version='1.0'?><stream:stream to='example.com'>")},
    {"sip", text("REGISTER sip:example.com SIP/2.0\r\n")},
    {"rtsp", text("DESCRIBE rtsp://example.com/a RTSP/1.0\r\n")},
    {"rtsp", text("OPTIONS * RTSP/1.0\r\n")},
    {"syslog", text("<134>1 2026-11-30T12:00:00Z host app - - -")},
    {"redis", text("*1\r\n$4\r\nPING\r\n")},
    {"nats", {}, text("INFO {\"server_id\":\"a\"}\r\n")},
    {"rsync", {}, text("@RSYNCD: 31.0\n")},
    {"git", text("0033git-upload-pack /project.git\0host=a\0"s)},
    {"amqp", text("AMQP\0\0\x09\x01"s)},
    {"bittorrent", text("\023BitTorrent protocol")},
    {"vnc", {}, text("RFB 003.008\n")},
    {"telnet", {}, hex("fffd18 fffd20")},
    {"smb", hex("00000054 ff534d42 72")},
    {"smb", {}, hex("000000f0 fe534d42 4000")},
    {"smb", hex("81000044 20") + zeros(67), hex("82000000 00000054 ff534d42 72")},
    {"dcerpc", hex("05000b03 10000000 4800 0000 01000000")},
    {"kerberos", hex("000000c0 6a81bd 3081ba a103 020105 a203 02010a")},
    {"ldap", hex("300c 020101 6007 020103 0400 8000")},
    {"snmp", hex("3026 020101 0406 7075626c6963 a019")},
    {"dns", hex("0017 1234 0100 0001 0000 0000 0000 0161 0162 00 0001 0001")},
    {"mysql", {}, hex("4a000000 0a") + text("8.0.36") + zeros(20)},
    {"postgresql", hex("00000008 04d2162f")},
    {"postgresql", hex("00000029 00030000") + text("user") + zeros(1)},
    {"mongodb", hex("3a000000 01000000 00000000 d4070000")},
    {"mssql", hex("1201 0034 0000 0100 00 001f")},
    {"rdp", hex("0300002f 2ae0 0000 0000 00") + text("Cookie: mstshash=a\r\n")},
    {"rdp", hex("03000013 0ee0 0000 0000 00 01 00 08 00 03000000")},
    {"mqtt", hex("1010 0004") + text("MQTT") + hex("04 02 003c")},
    {"bgp", Buffer(16, 0xff) + hex("001d 01 04")},
    {"diameter", hex("010000c8 80000101 00000000 12345678")},
    {"pptp", hex("009c 0001 1a2b3c4d 0001")},
    {"opcua", text("HELF") + hex("38000000")},
    {"modbus", hex("0001 0000 0006 01 03 0000 000a"), {}, 502},
    {"socks", hex("05 01 00"), hex("05 00")},
};

FirstBytes first_of(const Talk& talk) {
  return {.client = talk.client, .server = talk.server, .server_port = talk.port};
}

TEST(ServiceDetector, NamesWhatTcpCarries) {
  for (const Talk& talk : talks) {
    EXPECT_EQ(tcp_service(first_of(talk)), talk.service)
        << streams::text_of(talk.client) << " / " << streams::text_of(talk.server);
  }
}

TEST(ServiceDetector, NamesNothingThatItDoesNotKnow) {
  for (const Talk& talk : {
           Talk{"", {}},
           Talk{"", text("hello, world\r\n")},
           Talk{"", text("GET lost\r\n")},
           Talk{"", text("220 who is it?\r\n")},
           Talk{"", {}, text("220 who is it?\r\n")},
           Talk{"", {}, text("200 what is it?\r\n")},
           Talk{"", zeros(64)},
           Talk{"", Buffer(64, 0xff)},
           Talk{"", hex("0001 0000 0006 01 03 0000 000a"), {}, 503},
           Talk{"", hex("05 01 00"), hex("06 00")},
           Talk{"", hex("16 0301 0200")},
           Talk{"", text("<999>too much")},
           Talk{"", hex("ff fb")},
       }) {
    EXPECT_EQ(tcp_service(first_of(talk)), "") << streams::text_of(talk.client) << streams::text_of(talk.server);
  }
}

// While bytes come, the answer may come, and then it stays.
TEST(ServiceDetector, NamesNoOtherServiceBeforeAllBytesAreThere) {
  for (const Talk& talk : talks) {
    const auto check = [&](Bytes client, Bytes server) {
      const auto service = tcp_service({.client = client, .server = server, .server_port = talk.port});
      EXPECT_TRUE(service.empty() || service == talk.service) << service << " instead of " << talk.service;
    };
    streams::for_each_prefix(talk.client, [&](Bytes client) { check(client, {}); });
    streams::for_each_prefix(talk.server, [&](Bytes server) { check(talk.client, server); });
  }
}

TEST(ServiceDetector, LooksAtTheFirstBytesOnly) {
  for (const Talk& talk : talks) {
    const Buffer late = Buffer(service_sample_size, 'x') + (talk.client.empty() ? talk.server : talk.client);
    EXPECT_EQ(tcp_service({.client = late, .server = {}, .server_port = talk.port}), "") << talk.service;
  }
}

TEST(ServiceDetector, StaysWithinBytesThatAreDamaged) {
  for (const Talk& talk : talks) {
    const Buffer& whole = talk.client.empty() ? talk.server : talk.client;
    int round = 0;
    streams::for_each_change(whole, [&](Bytes bytes) {
      if (++round > 1000) return;
      tcp_service({.client = bytes, .server = bytes, .server_port = talk.port});
    });
  }
}

struct Datagram {
  std::string_view service;
  Buffer payload;
  std::size_t server_port = 9999;
};

const Datagram datagrams[] = {
    {"quic", hex("c3 00000001 08 0102030405060708 00") + zeros(50), 443},
    {"quic", hex("d0 6b3343cf 08 0102030405060708 00") + zeros(50), 443},
    {"stun", hex("0001 0000 2112a442") + zeros(12)},
    {"dtls", hex("16 fefd 0000 000000000000 0040 01") + zeros(63)},
    {"sip", text("INVITE sip:alice@example.com SIP/2.0\r\n")},
    {"sip", text("SIP/2.0 200 OK\r\n")},
    {"ssdp", text("M-SEARCH * HTTP/1.1\r\n"), 1900},
    {"ssdp", text("HTTP/1.1 200 OK\r\n"), 1900},
    {"syslog", text("<13>Nov 30 12:00:00 host app: text"), 514},
    {"snmp", hex("3026 020101 0406 7075626c6963 a019")},
    {"wireguard", hex("01000000") + zeros(144)},
    {"bittorrent", text("d1:ad2:id20:abcdefghij0123456789e1:q4:ping")},
    {"dns", frames::example_query(), 53},
    {"dns", frames::example_query()},
    {"mdns", frames::example_query(), 5353},
    {"llmnr", frames::example_query(), 5355},
    {"ntp", hex("23") + zeros(47), 123},
    {"dhcp", hex("01010600") + zeros(232) + hex("63825363 350101 ff"), 67},
    {"dhcpv6", hex("01 123456"), 547},
    {"netbios-ns", hex("1234 0110 0001 0000 0000 0000 20") + Buffer(32, 'A') + hex("00 0020 0001"), 137},
    {"tftp", hex("0001") + text("file") + hex("00") + text("octet") + hex("00"), 69},
    {"radius", hex("01 01 0014") + zeros(16), 1812},
    {"ike", hex("0102030405060708 0000000000000000 21 20 22 08 00000000 0000001c"), 500},
    {"rip", hex("01 02 0000"), 520},
    {"", text("hello, world")},
    {"", {}},
};

std::string_view service_of(Bytes payload, std::size_t port) {
  const Buffer bytes(payload.begin(), payload.end());
  const frames::Frame frame(frames::ether(0x0800, frames::ipv4(17, frames::udp(40000, port, bytes))));
  return udp_service(frame.packet());
}

TEST(ServiceDetector, NamesWhatUdpCarries) {
  for (const Datagram& datagram : datagrams) {
    EXPECT_EQ(service_of(datagram.payload, datagram.server_port), datagram.service)
        << streams::text_of(datagram.payload);
  }
}

TEST(ServiceDetector, NamesWhatIsInATunnel) {
  const Buffer inner = frames::ether(0x0800, frames::ipv4(17, frames::udp(40000, 9999, text("SIP/2.0 200 OK\r\n"))));
  const frames::Frame frame(
      frames::ether(0x0800, frames::ipv4(17, frames::udp(40000, 4789, hex("08000000 00002a00") + inner))));
  EXPECT_EQ(udp_service(frame.packet()), "sip");
}

TEST(ServiceDetector, StaysWithinDatagramsThatAreDamaged) {
  for (const Datagram& datagram : datagrams) {
    if (datagram.payload.empty()) continue;
    int round = 0;
    streams::for_each_change(datagram.payload, [&](Bytes bytes) {
      if (++round <= 200) service_of(bytes, datagram.server_port);
    });
  }
}

}  // namespace
}  // namespace netdumplings::chefs::network
