// DnsChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "chefs/network/dns/dns_messages.hpp"
#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::hex;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using Payloads = NetworkKitchen::Payloads;
using nlohmann::ordered_json;

class DnsChef : public ::testing::Test {
 protected:
  Payloads ask(const DnsMessage& message, std::int64_t at = start) {
    return kitchen.take(talk.by_client(message.bytes()), at);
  }
  Payloads answer(const DnsMessage& message, std::int64_t at = start + millisecond) {
    return kitchen.take(talk.by_server(message.bytes()), at);
  }
  /// Asks, and returns what is reported of the answer.
  ordered_json exchange(DnsMessage reply) {
    ask(dns_question(reply.name, reply.id));
    const auto made = answer(reply);
    return made.size() == 1 ? made[0]["dns"] : ordered_json();
  }
  std::string data_of(std::size_t type, const Buffer& data) {
    DnsMessage reply{.flags = DnsMessage::response};
    const ordered_json dns = exchange(reply.add(type, data));
    return dns["answers"].at(0)["data"];
  }

  NetworkKitchen kitchen{"DnsChef"};
  UdpTalk talk;
};

TEST_F(DnsChef, ReportsAQuestionWithItsAnswer) {
  EXPECT_TRUE(ask(dns_question()).empty());
  const auto made = answer(dns_answer(), start + 20 * millisecond);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].dump(),
            R"({"dns":{"when":1600000000.0,"transport":"udp","client":{"ip":"192.0.2.1","port":40000},)"
            R"("server":{"ip":"198.51.100.2","port":53},"id":4660,"name":"www.example","type":"A",)"
            R"("response_code":"NOERROR","authoritative":false,"truncated":false,)"
            R"("answers":[{"name":"www.example","type":"A","ttl":60,"data":"192.0.2.80"}],"latency":0.02}})");
}

TEST_F(DnsChef, ReportsFlagsAndTheResponseCode) {
  const auto dns = exchange({.flags = 0x8703});
  EXPECT_EQ(dns["response_code"], "NXDOMAIN");
  EXPECT_EQ(dns["authoritative"], true);
  EXPECT_EQ(dns["truncated"], true);
  EXPECT_EQ(dns["answers"], ordered_json::array());
}

TEST_F(DnsChef, ReadsTheUpperBitsOfTheResponseCodeFromTheOptRecord) {
  EXPECT_EQ(
      exchange(
          {.flags = 0x8180, .additional_count = 1, .additionals = hex("00 0029 1000 01000000 0000")})["response_code"],
      "BADVERS");
}

TEST_F(DnsChef, NamesWhatIanaHasNoNameForByItsNumber) {
  const auto dns = exchange({.flags = 0x818f, .type = 65280});
  EXPECT_EQ(dns["response_code"], "RCODE15");
  EXPECT_EQ(dns["type"], "TYPE65280");
}

TEST_F(DnsChef, CallsTheRootADot) { EXPECT_EQ(exchange({.flags = 0x8180, .name = ""})["name"], "."); }

TEST_F(DnsChef, ReportsAQuestionWithoutAnswerAfterFiveSeconds) {
  ask(dns_question());
  EXPECT_TRUE(kitchen.poke(start + 4999 * millisecond).empty());
  const auto made = kitchen.poke(start + 5 * second);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].dump(),
            R"({"dns":{"when":1600000000.0,"transport":"udp","client":{"ip":"192.0.2.1","port":40000},)"
            R"("server":{"ip":"198.51.100.2","port":53},"id":4660,"name":"www.example","type":"A",)"
            R"("response_code":null,"authoritative":null,"truncated":null,"answers":[],"latency":null}})");
  EXPECT_TRUE(kitchen.poke(start + 10 * second).empty());
  EXPECT_TRUE(kitchen.close(start + 10 * second).empty());
}

TEST_F(DnsChef, ReportsItAtTheNextPacketOfAnyKind) {
  ask(dns_question());
  EXPECT_EQ(kitchen.take(UdpTalk{.server_port = 9}.by_client(hex("00")), start + 6 * second).size(), 1u);
}

TEST_F(DnsChef, ReportsWhatIsOpenAtTheEnd) {
  ask(dns_question("one.example", 1));
  ask(dns_question("two.example", 2));
  EXPECT_EQ(kitchen.close().size(), 2u);
}

TEST_F(DnsChef, GivesALateAnswerTheLatencyOfItsQuestion) {
  ask(dns_question());
  const auto made = answer(dns_answer(), start + 7 * second);
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0]["dns"]["response_code"], nullptr);
  EXPECT_EQ(made[1]["dns"]["response_code"], "NOERROR");
  EXPECT_EQ(made[1]["dns"]["latency"], 7.0);
}

TEST_F(DnsChef, MeasuresFromTheFirstOfRepeatedQuestions) {
  ask(dns_question());
  ask(dns_question(), start + second);
  EXPECT_EQ(answer(dns_answer(), start + 2 * second)[0]["dns"]["latency"], 2.0);
  EXPECT_TRUE(kitchen.close(start + 9 * second).empty());
}

TEST_F(DnsChef, TakesAQuestionThatComesAgainAfterFiveSecondsForANewOne) {
  ask(dns_question());
  EXPECT_EQ(ask(dns_question(), start + 6 * second).size(), 1u);
  EXPECT_EQ(answer(dns_answer(), start + 7 * second)[0]["dns"]["latency"], 1.0);
}

TEST_F(DnsChef, WaitsAsLongWhenTheClocksOfTwoInterfacesDiffer) {
  const UdpTalk other{.client_port = 50000};
  constexpr std::int64_t hour = 3600 * second;
  kitchen.take(other.by_client(dns_question("ahead.example").bytes()), start + hour);
  EXPECT_TRUE(ask(dns_question("behind.example"), start).empty());
  EXPECT_TRUE(kitchen.take(UdpTalk{.server_port = 9}.by_client(hex("00")), start + hour + second).empty());
  EXPECT_EQ(answer(dns_answer("behind.example"), start + 2 * second)[0]["dns"]["latency"], 2.0);
}

TEST_F(DnsChef, MatchesAnswersByNameAndType) {
  ask(dns_question("one.example"));
  ask(dns_question("two.example"), start + second);
  EXPECT_EQ(answer(dns_answer("two.example"), start + 2 * second)[0]["dns"]["latency"], 1.0);
  EXPECT_EQ(answer(dns_answer("one.example"), start + 3 * second)[0]["dns"]["latency"], 3.0);
}

TEST_F(DnsChef, IgnoresTheCaseOfNames) {
  ask(dns_question("wWw.eXample"));
  const auto dns = answer(dns_answer("www.example"))[0]["dns"];
  EXPECT_EQ(dns["latency"], 0.001);
  EXPECT_EQ(dns["name"], "wWw.eXample");
}

TEST_F(DnsChef, MatchesAnAnswerWithoutAQuestionByItsId) {
  ask(dns_question("www.example"));
  const auto dns = answer({.flags = 0x8181, .name = "-"})[0]["dns"];
  EXPECT_EQ(dns["name"], "www.example");
  EXPECT_EQ(dns["response_code"], "FORMERR");
  EXPECT_EQ(dns["latency"], 0.001);
}

TEST_F(DnsChef, HasNoLatencyIfTheQuestionWasNotSeen) {
  const auto dns = answer(dns_answer())[0]["dns"];
  EXPECT_EQ(dns["latency"], nullptr);
  EXPECT_EQ(dns["when"], 1600000000.001);
  EXPECT_EQ(dns["client"]["port"], 40000);
  EXPECT_EQ(dns["server"]["port"], 53);
}

TEST_F(DnsChef, ReportsASecondAnswerWithoutLatency) {
  exchange(dns_answer());
  EXPECT_EQ(answer(dns_answer(), start + second)[0]["dns"]["latency"], nullptr);
}

TEST_F(DnsChef, KeepsApartWhatTwoServersAskEachOther) {
  talk.client_port = 53;
  ask(dns_question());
  kitchen.take(talk.by_server(dns_question().bytes()), start + millisecond);
  const auto dns = kitchen.take(talk.by_client(dns_answer().bytes()), start + 2 * millisecond)[0]["dns"];
  EXPECT_EQ(dns["client"]["ip"], "198.51.100.2");
  EXPECT_EQ(dns["latency"], 0.001);
}

TEST_F(DnsChef, ReportsEachQuestionOfMulticastDnsAtOnce) {
  talk = {.client_port = 5353, .server_port = 5353, .server = "e00000fb"};
  const Buffer two = hex("0000 0000 0002 0000 0000 0000") + dns_name("_http._tcp.local") + hex("000c 0001") +
                     dns_name("a.local") + hex("001c 8001");
  const auto made = kitchen.take(talk.by_client(two), start);
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0]["dns"]["transport"], "mdns");
  EXPECT_EQ(made[0]["dns"]["name"], "_http._tcp.local");
  EXPECT_EQ(made[0]["dns"]["type"], "PTR");
  EXPECT_EQ(made[0]["dns"]["response_code"], nullptr);
  EXPECT_EQ(made[1]["dns"]["type"], "AAAA");
  EXPECT_TRUE(kitchen.close(start + 9 * second).empty());
}

TEST_F(DnsChef, ReportsEachAnnouncementOfMulticastDns) {
  talk = {.client_port = 5353, .server_port = 5353, .server = "e00000fb"};
  const Buffer announcement =
      hex("0000 8400 0000 0001 0000 0000") + dns_name("a.local") + hex("0001 8001 00000078 0004 c0000201");
  const auto made = kitchen.take(talk.by_client(announcement), start);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["dns"]["name"], nullptr);
  EXPECT_EQ(made[0]["dns"]["type"], nullptr);
  EXPECT_EQ(made[0]["dns"]["response_code"], "NOERROR");
  EXPECT_EQ(made[0]["dns"]["authoritative"], true);
  EXPECT_EQ(made[0]["dns"]["answers"][0].dump(), R"({"name":"a.local","type":"A","ttl":120,"data":"192.0.2.1"})");
  EXPECT_EQ(made[0]["dns"]["latency"], nullptr);
}

TEST_F(DnsChef, ReportsLlmnr) {
  talk = {.server_port = 5355, .server = "e00000fc"};
  const auto made = ask(dns_question("printer"));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["dns"]["transport"], "llmnr");
}

TEST_F(DnsChef, ReadsAnAnswerThatCameInFragments) {
  ask(dns_question());
  const Buffer datagram = frames::udp(53, 40000, dns_answer().bytes());
  const auto fragment = [&](std::size_t begin, std::size_t end, std::size_t fields) {
    Buffer packet = frames::ipv4(17, {datagram.begin() + std::ptrdiff_t(begin), datagram.begin() + std::ptrdiff_t(end)},
                                 {.fragment = fields});
    const Buffer addresses = hex("c6336402 c0000201");
    std::copy(addresses.begin(), addresses.end(), packet.begin() + 12);
    return frames::ether(0x0800, packet);
  };
  EXPECT_TRUE(kitchen.take(fragment(0, 32, 0x2000), start + millisecond).empty());
  const auto made = kitchen.take(fragment(32, datagram.size(), 4), start + 2 * millisecond);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["dns"]["latency"], 0.002);
  EXPECT_EQ(made[0]["dns"]["answers"][0]["data"], "192.0.2.80");
}

TEST_F(DnsChef, MakesNothingOfAnErrorThatQuotesAQuestion) {
  ask(dns_question());
  const Buffer sent = talk.by_client(dns_question().bytes());
  const Buffer quoted(sent.begin() + 14, sent.end());
  EXPECT_TRUE(kitchen.take(ipv4_frame("c6336402", "c0000201", 1, hex("0303 0000 00000000") + quoted), start).empty());
}

TEST_F(DnsChef, MakesNothingOfOtherThingsOnItsPort) {
  EXPECT_TRUE(kitchen.take(talk.by_client(frames::text("GET / HTTP/1.1\r\nHost: www.example\r\n\r\n")), start).empty());
  EXPECT_TRUE(kitchen.take(talk.by_client(hex("00")), start).empty());
  EXPECT_TRUE(kitchen.take(talk.by_client({}), start).empty());
  EXPECT_TRUE(kitchen.close(start + 9 * second).empty());
}

TEST_F(DnsChef, WritesDataAsAZoneFileDoes) {
  EXPECT_EQ(data_of(28, hex("20010db8 00000000 00000000 00000001")), "2001:db8::1");
  EXPECT_EQ(data_of(2, dns_name("ns.example")), "ns.example");
  EXPECT_EQ(data_of(5, dns_name("b.example")), "b.example");
  EXPECT_EQ(data_of(12, dns_name("host.example")), "host.example");
  EXPECT_EQ(data_of(39, dns_name("c.example")), "c.example");
  EXPECT_EQ(data_of(15, hex("000a") + dns_name("mail.example")), "10 mail.example");
  EXPECT_EQ(data_of(16, hex("03") + frames::text("a\"b") + hex("00")), R"("a\"b" "")");
  EXPECT_EQ(data_of(33, hex("0001 0002 01bb") + dns_name("srv.example")), "1 2 443 srv.example");
  EXPECT_EQ(data_of(6, dns_name("ns.example") + dns_name("root.example") +
                           hex("00000001 00000002 00000003 00000004 00000005")),
            "ns.example root.example 1 2 3 4 5");
  EXPECT_EQ(data_of(43, hex("1234 08 02 abcdef")), "4660 8 2 abcdef");
  EXPECT_EQ(data_of(44, hex("01 02 abcdef")), "1 2 abcdef");
  EXPECT_EQ(data_of(52, hex("03 01 01 abcdef")), "3 1 1 abcdef");
  EXPECT_EQ(data_of(257, hex("00 05") + frames::text("issueca.example")), R"(0 issue "ca.example")");
}

TEST_F(DnsChef, WritesTheParametersOfServiceBindings) {
  const Buffer parameters = hex("0001 0006 02 6832 02 6833") + hex("0002 0000") + hex("0003 0002 01bb") +
                            hex("0004 0008 c0000201 c0000202") + hex("0005 0002 abcd") +
                            hex("0006 0010 20010db8 00000000 00000000 00000001") + hex("ff00 0001 07");
  EXPECT_EQ(data_of(65, hex("0001 00") + parameters),
            "1 . alpn=h2,h3 no-default-alpn port=443 ipv4hint=192.0.2.1,192.0.2.2 ech=abcd ipv6hint=2001:db8::1 "
            "key65280=07");
  EXPECT_EQ(data_of(64, hex("0000") + dns_name("other.example")), "0 other.example");
}

TEST_F(DnsChef, WritesOtherDataInHex) {
  EXPECT_EQ(data_of(65280, hex("00ff")), "00ff");
  EXPECT_EQ(data_of(1, hex("c00002")), "c00002");
  EXPECT_EQ(data_of(257, hex("00 ff 41")), "00ff41");
  EXPECT_EQ(data_of(10, frames::filler(1000)).size(), 256u);
}

TEST_F(DnsChef, BoundsTheAnswersAndTheirData) {
  DnsMessage many{.flags = DnsMessage::response};
  for (int i = 0; i < 120; ++i) many.add(1, hex("c0000250"));
  EXPECT_EQ(exchange(many)["answers"].size(), 100u);
  Buffer text;
  for (int i = 0; i < 20; ++i) text = text + hex("ff") + Buffer(255, 0xff);
  EXPECT_LE(data_of(16, text).size(), 3 * 1024u);  // each byte may have become U+FFFD
}

TEST_F(DnsChef, BoundsTheQuestionsWithOneId) {
  std::size_t given_up = 0;
  for (int i = 0; i < 20; ++i) given_up += ask(dns_question("n" + std::to_string(i) + ".example")).size();
  EXPECT_EQ(given_up, 4u);
  EXPECT_EQ(kitchen.close().size(), 16u);
}

TEST_F(DnsChef, BoundsTheQuestionsOfAll) {
  std::size_t given_up = 0;
  const std::string label(60, 'x');
  const std::string longest = label + '.' + label + '.' + label + '.' + label;
  for (std::size_t i = 0; i < 40'000; ++i) {
    talk.client_port = 1024 + i / 10'000;
    given_up += ask(dns_question(longest, i % 10'000)).size();
  }
  const auto left = kitchen.close().size();
  EXPECT_EQ(given_up + left, 40'000u);
  EXPECT_LT(left, 38'000u) << left;
  EXPECT_GT(left, 20'000u);
}

class DnsChefOnTcp : public DnsChef {
 protected:
  DnsChefOnTcp() { tcp.open(kitchen); }
  TcpTalk tcp{53};
};

TEST_F(DnsChefOnTcp, ReadsSeveralMessagesOfASegment) {
  EXPECT_TRUE(
      kitchen
          .take(tcp.client_says(dns_question("one.example", 1).framed() + dns_question("two.example", 2).framed()),
                start + second)
          .empty());
  const auto made =
      kitchen.take(tcp.server_says(dns_answer("two.example", 2).framed() + dns_answer("one.example", 1).framed()),
                   start + 2 * second);
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0]["dns"]["transport"], "tcp");
  EXPECT_EQ(made[0]["dns"]["name"], "two.example");
  EXPECT_EQ(made[1]["dns"]["latency"], 1.0);
}

TEST_F(DnsChefOnTcp, ReadsAMessageThatComesByteByByte) {
  std::int64_t at = start + second;
  for (const std::uint8_t byte : dns_question().framed()) kitchen.take(tcp.client_says(Buffer{byte}), at);
  std::size_t made = 0;
  for (const std::uint8_t byte : dns_answer().framed() + dns_answer("two.example").framed()) {
    made += kitchen.take(tcp.server_says(Buffer{byte}), at += millisecond).size();
  }
  EXPECT_EQ(made, 2u);
}

TEST_F(DnsChefOnTcp, GoesOnAfterAHoleThatEndsBeforeAMessage) {
  kitchen.take(tcp.client_says(dns_question().framed()), start + second);
  tcp.server_says(dns_answer().framed());  // the capture lacks it
  kitchen.take(tcp.server_says(dns_answer("two.example", 2).framed()), start + 2 * second);
  const auto made = kitchen.take(tcp.client_hears(), start + 3 * second);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["dns"]["name"], "two.example");
}

TEST_F(DnsChefOnTcp, LeavesOtherProtocolsAlone) {
  EXPECT_TRUE(kitchen.take(tcp.client_says("GET / HTTP/1.1\r\n\r\n"), start + second).empty());
  EXPECT_TRUE(kitchen.take(tcp.client_says(dns_question().framed()), start + second).empty());
  EXPECT_TRUE(kitchen.close(start + 9 * second).empty());
}

TEST_F(DnsChefOnTcp, ReadsTheLongestMessageInLinearTime) {
  DnsMessage longest = dns_answer();
  while (longest.bytes().size() < 65'000) longest.add(16, hex("ff") + frames::filler(255));
  const Buffer bytes = longest.framed();
  std::size_t made = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 100) {
    const auto end = bytes.begin() + std::ptrdiff_t(std::min(at + 100, bytes.size()));
    made += kitchen.take(tcp.server_says(Buffer(bytes.begin() + std::ptrdiff_t(at), end)), start + second).size();
  }
  EXPECT_EQ(made, 1u);
}

TEST(DnsChefBounds, SharesItsMemoryAmongAllConnections) {
  NetworkKitchen kitchen("DnsChef");
  const Buffer beginning = hex("ffff 1234 8180 0001 0000 0000 0000") + frames::filler(60'000);
  for (std::size_t i = 0; i < 700; ++i) {  // 42 MB in all
    TcpTalk talk(53, 1024 + i);
    talk.open(kitchen);
    kitchen.take(talk.server_says(beginning), start + second);
  }
  TcpTalk talk(53, 60'000);
  talk.open(kitchen);
  EXPECT_EQ(kitchen.take(talk.server_says(dns_answer().framed()), start + second).size(), 1u);
}

// Each mutated answer must leave the kitchen with valid JSON, or nothing.
TEST_F(DnsChef, SurvivesMutatedMessages) {
  DnsMessage reply = dns_answer();
  reply.add(6, dns_name("ns.example") + dns_name("root.example") + frames::zeros(20)).add(15, hex("000ac00c"));
  reply.add(65, hex("0001 00 0001 0003 02 6832 0004 0004 c0000201")).add(16, hex("03 616263"));
  const Buffer bytes = reply.bytes();
  std::uint32_t random = 1;
  const auto next = [&](std::size_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
  for (int i = 0; i < 5000; ++i) {
    Buffer mutated = bytes;
    for (std::size_t changes = next(8); changes > 0; --changes) {
      mutated[next(mutated.size())] = static_cast<std::uint8_t>(next(256));
    }
    mutated.resize(next(4) == 0 ? next(mutated.size()) : mutated.size());
    kitchen.take(talk.by_server(mutated), start + i * millisecond);
  }
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("error")));
}

}  // namespace
}  // namespace netdumplings::chefs::network
