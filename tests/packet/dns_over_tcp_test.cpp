// DNS messages on a TCP stream.
#include <netdumplings/layers/dns_over_tcp.hpp>

#include <gtest/gtest.h>

#include <cstddef>

#include "frames.hpp"
#include "streams.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)
using layers::Dns;
using layers::DnsOverTcp;

Buffer answered_query() {
  return hex("1234 8180 0001 0001 0000 0000  01 61 00 0001 0001  c00c 0001 0001 0000003c 0004 c0000207");
}
Buffer with_length(const Buffer& message) { return u16(message.size()) + message; }

TEST(DnsOverTcp, ReadsOneMessageAfterAnother) {
  const Buffer first = with_length(example_query());
  const Buffer stream = first + with_length(answered_query());
  const auto query = DnsOverTcp::of(Bytes(stream));
  ASSERT_TRUE(query && query->is_whole());
  EXPECT_EQ(query->size(), first.size());
  EXPECT_TRUE(query->message()->is_whole());
  EXPECT_FALSE(query->message()->is_response());
  const auto answer = DnsOverTcp::of(Bytes(stream).subspan(query->size()));
  ASSERT_TRUE(answer && answer->is_whole());
  EXPECT_EQ(answer->size(), stream.size() - first.size());
  EXPECT_EQ(answer->message()->answers().at(0).a()->to_string(), "192.0.2.7");
}

TEST(DnsOverTcp, EveryPrefixIsNotWhole) {
  streams::for_each_prefix(with_length(answered_query()), [](Bytes prefix) {
    const auto part = DnsOverTcp::of(prefix);
    ASSERT_TRUE(part) << prefix.size();
    EXPECT_FALSE(part->is_whole()) << prefix.size();
    EXPECT_EQ(part->size(), 0u);
    ASSERT_EQ(part->message().has_value(), prefix.size() >= 14) << prefix.size();
    if (!part->message()) return;
    EXPECT_EQ(part->message()->id(), 0x1234);
    EXPECT_FALSE(part->message()->is_whole()) << prefix.size();
    EXPECT_EQ(part->message()->questions().size(), prefix.size() > 14 ? 1u : 0u);
  });
}

TEST(DnsOverTcp, OtherBytesAreNone) {
  EXPECT_FALSE(DnsOverTcp::of(Bytes(hex("000b"))));
  EXPECT_TRUE(DnsOverTcp::of(Bytes(hex("000c"))));
  EXPECT_FALSE(DnsOverTcp::of(Bytes(hex("0020 1234 18"))));
  EXPECT_FALSE(DnsOverTcp::of(Bytes(hex("0020 1234 7f"))));
  EXPECT_TRUE(DnsOverTcp::of(Bytes(hex("0020 1234 b0")))) << "an answer to a dynamic update, or the like";
}

TEST(DnsMessage, CutAndTruncatedAreDifferent) {
  const Buffer whole = answered_query();
  EXPECT_TRUE(Dns::of(Bytes(whole))->is_whole());
  EXPECT_FALSE(Dns::of(Bytes(whole).first(whole.size() - 1))->is_whole());
  EXPECT_FALSE(Dns::of(Bytes(whole).first(19))->is_whole()) << "questions only, and an answer announced";
  EXPECT_FALSE(Dns::of(Bytes(whole).first(11)));
  const Buffer truncated = hex("1234 8380 0001 0000 0000 0000  01 61 00 0001 0001");
  EXPECT_TRUE(Dns::of(Bytes(truncated))->is_truncated());
  EXPECT_TRUE(Dns::of(Bytes(truncated))->is_whole());
  const Buffer followed = whole + hex("00");
  EXPECT_TRUE(Dns::of(Bytes(followed))->is_whole()) << "something after it";
}

TEST(DnsOverTcp, SurvivesAnyBytes) {
  streams::for_each_change(with_length(answered_query()), [](Bytes bytes) {
    const auto part = DnsOverTcp::of(bytes);
    if (!part) return;
    EXPECT_LE(part->size(), bytes.size());
    if (const auto message = part->message()) {
      EXPECT_LE(message->questions().size() + message->answers().size(), bytes.size());
      EXPECT_TRUE(!message->is_whole() || message->answers().size() == message->answer_count() ||
                  bytes.size() < 8 * message->answers().size());
    }
  });
}

}  // namespace
}  // namespace netdumplings
