#include <netdumplings/layers/dns.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

std::string over_udp(const Buffer& message) { return in_udp(40000, 53, message); }

// Returns the first question's name, or "(none)".
std::string lookup(const Buffer& message) {
  const Frame frame(ether(0x0800, ipv4(17, udp(40000, 53, message))));
  const auto view = frame.packet().layer<layers::Dns>();
  const auto question = view ? view->first_question() : std::nullopt;
  return question ? question->name : "(none)";
}

Buffer record(const Buffer& name, std::size_t type, const Buffer& data, std::size_t length) {
  return name + u16(type) + hex("0001 00000e10") + u16(length) + data;
}
Buffer record(const Buffer& name, std::size_t type, const Buffer& data) {
  return record(name, type, data, data.size());
}

const Buffer to_question = hex("c00c");

TEST(DnsLayer, IsFoundByEitherPort) {
  EXPECT_EQ(in_udp(40000, 53, example_query()), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(in_udp(53, 40000, example_query()), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(in_udp(5353, 5353, example_query()), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(in_udp(53, 123, example_query()), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(in_udp(123, 53, example_query()), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(in_udp(5353, 137, example_query()), "Ethernet|IP|UDP|DNS");
}

TEST(DnsLayer, AHeaderCutBetweenFieldsCounts) {
  for (const std::size_t size : {2u, 3u, 4u, 6u, 8u, 10u, 12u}) {
    EXPECT_EQ(over_udp(cut(example_query(), size)), "Ethernet|IP|UDP|DNS") << size;
  }
  for (const std::size_t size : {1u, 5u, 7u, 9u, 11u})
    EXPECT_EQ(over_udp(cut(example_query(), size)), "Ethernet|IP|UDP|Raw") << size;
  EXPECT_EQ(over_udp({}), "Ethernet|IP|UDP");
}

TEST(DnsLayer, AQuestionMayBeCutBetweenItsFields) {
  const std::size_t name_end = 12 + 13;
  for (const std::size_t size : {name_end - 6, name_end, name_end + 2, name_end + 4}) {
    EXPECT_EQ(over_udp(cut(example_query(), size)), "Ethernet|IP|UDP|DNS") << size;
  }
  EXPECT_EQ(over_udp(cut(example_query(), name_end + 1)), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(over_udp(cut(example_query(), name_end + 3)), "Ethernet|IP|UDP|Raw");
}

TEST(DnsLayer, BytesBehindTheMessageAreRaw) {
  EXPECT_EQ(over_udp(example_query() + filler(4)), "Ethernet|IP|UDP|DNS|Raw");
}

TEST(DnsLayer, ACountLargerThanTheMessageLeavesItUnread) {
  EXPECT_EQ(over_udp(dns(example_question(), {.questions = 65535})), "Ethernet|IP|UDP|DNS|Raw");
  EXPECT_EQ(over_udp(dns(example_question(), {.questions = 3})), "Ethernet|IP|UDP|DNS")
      << "but two that are missing don't matter";
}

TEST(DnsLayer, RecordsOfKnownTypesMustBeWhole) {
  const auto answer = [](const Buffer& records) { return over_udp(dns(example_question() + records, {.answers = 1})); };
  EXPECT_EQ(answer(record(to_question, 1, hex("01020304"))), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(answer(record(to_question, 1, hex("0102"))), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(answer(record(to_question, 28, zeros(15))), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(answer(record(to_question, 5, to_question)), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(answer(record(to_question, 15, hex("000a") + to_question)), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(answer(record(to_question, 33, hex("0001 0002 01"))), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(answer(record(to_question, 6, to_question + to_question + zeros(20))), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(answer(record(to_question, 16, hex("03") + text("abc"))), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(answer(record(to_question, 41, {})), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(answer(record(to_question, 999, filler(7))), "Ethernet|IP|UDP|DNS");
  EXPECT_EQ(answer(cut(record(to_question, 1, {}), 9)), "Ethernet|IP|UDP|Raw") << "a record's header must be whole";
}

TEST(DnsLayer, AMessageThatTheCaptureCutOffAfterItsQuestionsCounts) {
  const Buffer answer = record(to_question, 1, hex("01020304"));
  const Buffer message = dns(example_question() + answer + answer, {.answers = 2});
  const std::size_t questions_end = 12 + example_question().size();
  const Buffer over_udp = ether(0x0800, ipv4(17, udp(53, 40000, message)));
  const Buffer over_tcp = ether(0x0800, ipv4(6, tcp(53, 40000, u16(message.size()) + message)));
  for (std::size_t size = questions_end; size < message.size(); ++size) {
    EXPECT_EQ(chain_if_captured(over_udp, 14 + 20 + 8 + size), "Ethernet|IP|UDP|DNS") << size;
    EXPECT_EQ(chain_if_captured(over_tcp, 14 + 20 + 20 + 2 + size), "Ethernet|IP|TCP|DNS") << size;
  }
  EXPECT_EQ(chain_if_captured(over_udp, 14 + 20 + 8 + questions_end - 5), "Ethernet|IP|UDP|Raw");
  EXPECT_EQ(chain_if_captured(over_tcp, 14 + 20 + 20 + 2 + questions_end - 5), "Ethernet|IP|TCP|Raw");
}

TEST(DnsLayer, AMessageThatEndsEarlyByItselfIsRawThoughTheCaptureCutThePacketBehindIt) {
  const Buffer message = dns(example_question() + cut(record(to_question, 1, hex("01020304")), 13), {.answers = 1});
  const Buffer frame = ether(0x0800, ipv4(17, udp(53, 40000, message)) + zeros(9));
  EXPECT_EQ(chain_if_captured(frame, frame.size() - 2), "Ethernet|IP|UDP|Raw|Padding");
}

TEST(DnsLayer, AnswersInErrorMessagesAreRead) {
  EXPECT_EQ(in_ipv4(1, hex("0303 0000 00000000") + ipv4(17, udp(1, 53, example_query()))),
            "Ethernet|IP|ICMP|IP in ICMP|UDP in ICMP|DNS");
}

TEST(DnsOverTcp, ASegmentMustHoldTheWholeFirstMessage) {
  const Buffer query = example_query();
  const auto over_tcp = [](const Buffer& payload) { return in_ipv4(6, tcp(40000, 53, payload)); };
  EXPECT_EQ(over_tcp(u16(query.size()) + query), "Ethernet|IP|TCP|DNS");
  EXPECT_EQ(over_tcp(u16(query.size()) + query + u16(query.size()) + query), "Ethernet|IP|TCP|DNS|Raw");
  EXPECT_EQ(over_tcp(u16(query.size() + 40) + query), "Ethernet|IP|TCP|Raw");
  EXPECT_EQ(over_tcp(hex("00")), "Ethernet|IP|TCP|Raw");
  EXPECT_EQ(in_ipv4(6, tcp(40000, 5353, u16(query.size()) + query)), "Ethernet|IP|TCP|Raw") << "mDNS is UDP's";
}

TEST(DnsOverTcp, TheViewReadsTheMessageBehindItsLength) {
  const Buffer query = example_query();
  const Frame frame(ether(0x0800, ipv4(6, tcp(53, 40000, u16(query.size()) + query))));
  const auto view = frame.packet().layer<layers::Dns>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->id(), 0x1234);
  EXPECT_EQ(view->first_question()->name, "Example.COM");
}

TEST(DnsView, ReadsTheHeader) {
  const Frame frame(ether(0x0800, ipv4(17, udp(53, 4, hex("abcd 8583 0001 0002 0003 0004")))));
  const auto view = frame.packet().layer<layers::Dns>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->id(), 0xabcd);
  EXPECT_TRUE(view->is_response());
  EXPECT_TRUE(view->is_authoritative());
  EXPECT_EQ(view->response_code(), 3);
  EXPECT_EQ(view->question_count(), 1);
  EXPECT_EQ(view->answer_count(), 2);
  EXPECT_EQ(view->authority_count(), 3);
  EXPECT_EQ(view->additional_count(), 4);
}

TEST(DnsView, ReadsTheFirstQuestion) {
  const Frame frame(ether(0x0800, ipv4(17, udp(4, 53, example_query()))));
  const auto question = frame.packet().layer<layers::Dns>()->first_question();
  ASSERT_TRUE(question);
  EXPECT_EQ(question->name, "Example.COM");
  EXPECT_EQ(question->type, 1);
  EXPECT_EQ(question->dns_class, 1);
}

TEST(DnsView, AHeaderAloneHasNoQuestion) {
  EXPECT_EQ(lookup(dns({})), "(none)");
  EXPECT_EQ(lookup(dns(example_question(), {.questions = 0})), "(none)");
}

TEST(DnsView, ReadsNamesAsFarAsTheyGo) {
  EXPECT_EQ(lookup(dns(hex("00 0001 0001"))), "") << "the root";
  EXPECT_EQ(lookup(cut(example_query(), 18)), "Examp");
  EXPECT_EQ(lookup(dns(hex("3f") + text("abc"))), "abc");
  EXPECT_EQ(lookup(cut(example_query(), 25)), "Example.COM") << "without type and class";
  EXPECT_EQ(lookup(dns(example_question(), {.questions = 65535})), "Example.COM");
}

TEST(DnsView, SaysWhetherANameIsOnlyABeginning) {
  const auto is_cut_off = [](const Buffer& message) {
    const Frame frame(ether(0x0800, ipv4(17, udp(40000, 53, message))));
    return frame.packet().layer<layers::Dns>()->first_question()->is_cut_off;
  };
  for (std::size_t size = 13; size < 12 + 13; ++size) EXPECT_TRUE(is_cut_off(cut(example_query(), size))) << size;
  EXPECT_FALSE(is_cut_off(cut(example_query(), 12 + 13)));
  EXPECT_TRUE(is_cut_off(dns(hex("0161 c0ff 0001 0001")))) << "a pointer past the end";
  EXPECT_FALSE(is_cut_off(dns(hex("0161 c00c 0001 0001")))) << "a pointer in a circle";
  EXPECT_FALSE(is_cut_off(dns(hex("00 0001 0001")))) << "the root";
}

TEST(DnsView, NamesOfDifferentLabelsAreDifferentTexts) {
  EXPECT_EQ(lookup(dns(hex("03") + text("a.b") + hex("03") + text("com") + hex("00 0001 0001"))), "a\\.b.com");
  EXPECT_EQ(lookup(dns(hex("04") + text("\\255") + hex("00 0001 0001"))), "\\\\255");
  EXPECT_EQ(lookup(dns(hex("01 ff 00 0001 0001"))), "\\255");
}

TEST(DnsView, KeepsUtf8AndEscapesOtherBytes) {
  EXPECT_EQ(lookup(dns(hex("03 c3a9 78 00 0001 0001"))), "éx");
  EXPECT_EQ(lookup(dns(hex("04 ff41fe42 00 0001 0001"))), "\\255A\\254B");
  EXPECT_EQ(lookup(dns(hex("03 eda080 00 0001 0001"))), "\\237\\160\\128") << "a surrogate";
  EXPECT_EQ(lookup(dns(hex("02 c080 00 0001 0001"))), "\\192\\128") << "an overlong form";
  EXPECT_EQ(lookup(dns(hex("04 f4908080 00 0001 0001"))), "\\244\\144\\128\\128") << "past the last character";
  EXPECT_EQ(lookup(dns(hex("04 f09f8c8d 00 0001 0001"))), "\U0001F30D");
}

TEST(DnsView, FollowsPointersButNotInCircles) {
  EXPECT_EQ(lookup(dns(hex("c00c 0001 0001"))), "") << "to itself";
  EXPECT_EQ(lookup(dns(hex("0161 c00c 0001 0001"))), "a.a") << "scapy goes round once, too";
  EXPECT_EQ(lookup(dns(hex("c000 0001 0001"))), "") << "into the header";
  EXPECT_EQ(lookup(dns(hex("c0ff 0001 0001"))), "") << "past the end";
  EXPECT_EQ(lookup(dns(hex("c012 0001 0001 0161 00"))), "a") << "forward";
  EXPECT_EQ(lookup(dns(hex("4001 0001 0001"))), "") << "a label type that never came to be";
}

TEST(DnsView, ReadsAllQuestions) {
  const Frame frame(ether(
      0x0800, ipv4(17, udp(5353, 5353, dns(example_question() + to_question + hex("001c 0001"), {.questions = 2})))));
  const auto questions = frame.packet().layer<layers::Dns>()->questions();
  ASSERT_EQ(questions.size(), 2u);
  EXPECT_EQ(questions[0].type, 1);
  EXPECT_EQ(questions[1].name, "Example.COM");
  EXPECT_EQ(questions[1].type, 28);
}

TEST(DnsView, QuestionsThatAreNotThereAreNotGiven) {
  const Frame frame(ether(0x0800, ipv4(17, udp(4, 53, dns(example_question(), {.questions = 9})))));
  EXPECT_EQ(frame.packet().layer<layers::Dns>()->questions().size(), 1u);
}

}  // namespace
}  // namespace netdumplings
