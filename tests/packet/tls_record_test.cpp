// TLS records, and handshake messages across their boundaries.
#include <netdumplings/layers/tls_record.hpp>

#include <gtest/gtest.h>

#include <cstddef>

#include "frames.hpp"
#include "streams.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)
using layers::TlsHandshake;
using layers::TlsHandshakes;
using layers::TlsRecord;

TEST(TlsRecord, SaysWhetherItIsWholeAndHowLongItIs) {
  const Buffer stream = hex("15 0303 0002 0228");
  const Buffer more = stream + hex("16");
  const auto record = TlsRecord::of(Bytes(more));
  ASSERT_TRUE(record && record->is_whole());
  EXPECT_EQ(record->size(), stream.size());
  EXPECT_EQ(record->type(), TlsRecord::alert);
  EXPECT_EQ(record->version(), 0x0303);
  EXPECT_EQ(streams::text_of(record->fragment()), "\x02\x28");
  streams::for_each_prefix(stream, [](Bytes prefix) {
    const auto part = TlsRecord::of(prefix);
    ASSERT_TRUE(part) << prefix.size();
    EXPECT_FALSE(part->is_whole()) << prefix.size();
    EXPECT_EQ(part->size(), 0u);
    EXPECT_EQ(part->has_head(), prefix.size() >= 5);
    EXPECT_TRUE(streams::is_within(part->fragment(), prefix));
  });
}

TEST(TlsRecord, OtherBytesAreNone) {
  for (const auto* other : {"13", "19", "16 02", "16 04", "16 03 05", "17 0303 4801", "17 0303 ffff 00"}) {
    EXPECT_FALSE(TlsRecord::of(Bytes(hex(other)))) << other;
  }
  EXPECT_TRUE(TlsRecord::of(Bytes(hex("17 0303 4800")))) << "the longest";
}

TEST(TlsHandshakes, ReadsMessagesOfOneRecordAndOfSeveral) {
  const Buffer messages =
      streams::handshake(2, text("hello")) + streams::handshake(14, {}) + streams::handshake(11, filler(300));
  for (std::size_t most = 1; most <= messages.size(); ++most) {
    const Buffer stream = streams::in_records(messages, most);
    const Buffer encrypted = stream + hex("14 0303 0001 01") + hex("16 0303 0002 abcd");
    TlsHandshakes reader{Bytes(encrypted)};
    const auto hello = reader.next();
    ASSERT_TRUE(hello && hello->is_whole()) << most;
    EXPECT_EQ(hello->type(), 2);
    const auto done = reader.next();
    ASSERT_TRUE(done && done->is_whole()) << most;
    EXPECT_EQ(done->type(), 14);
    const auto certificate = reader.next();
    ASSERT_TRUE(certificate && certificate->is_whole()) << most;
    EXPECT_EQ(certificate->body().size(), 300u);
    EXPECT_EQ(reader.size(), stream.size());
    EXPECT_FALSE(reader.is_at_end());
    EXPECT_FALSE(reader.next());
    EXPECT_TRUE(reader.is_at_end()) << "the rest is encrypted";
    EXPECT_EQ(reader.size(), stream.size());
    EXPECT_EQ(streams::text_of(hello->body()), "hello") << "bodies live as long as their messages";
  }
}

TEST(TlsHandshakes, AMessageThatIsNotAllHereIsTheLast) {
  const Buffer stream =
      streams::in_records(streams::handshake(1, text("abc")) + streams::handshake(2, text("defg")), 3);
  std::size_t whole = 0;
  streams::for_each_prefix(stream, [&](Bytes prefix) {
    TlsHandshakes reader(prefix);
    std::size_t now = 0;
    while (const auto message = reader.next()) {
      now += message->is_whole() ? 1 : 0;
      if (!message->is_whole()) {
        EXPECT_FALSE(reader.next());
      }
    }
    EXPECT_FALSE(reader.is_at_end()) << prefix.size();
    EXPECT_GE(now, whole) << "more bytes, no fewer messages";
    EXPECT_LE(reader.size(), prefix.size());
    whole = now;
  });
  EXPECT_EQ(whole, 1u);
}

TEST(TlsHandshakes, StopsAtWhatIsTooLong) {
  const auto is_at_end = [](const Buffer& stream) {
    TlsHandshakes reader{Bytes(stream)};
    return !reader.next() && reader.is_at_end();
  };
  EXPECT_TRUE(is_at_end(hex("16 0301 0005 01 010001 00"))) << "a message of 64 KiB and a byte";
  EXPECT_FALSE(is_at_end(hex("16 0301 0005 01 010000 00"))) << "a message of 64 KiB";
  EXPECT_TRUE(is_at_end(hex("16 0301 0000"))) << "an empty record";
  EXPECT_TRUE(is_at_end(hex("16 0301 0005 01 000003 00  15 0303 0002 0228"))) << "an alert within a message";
  const Buffer message = streams::handshake(1, filler(2000));
  EXPECT_TRUE(is_at_end(streams::in_records(message, 1)));
  EXPECT_FALSE(is_at_end(streams::in_records(message, 2)));
}

TEST(TlsHandshakes, CopiesOnlyWhatIsSplit) {
  const Buffer message = streams::handshake(1, filler(100));
  const Buffer one = streams::in_records(message, 200);
  const Buffer two = streams::in_records(message, 60);
  EXPECT_TRUE(streams::is_within(TlsHandshakes{Bytes(one)}.next()->body(), one));
  const auto split = TlsHandshakes{Bytes(two)}.next();
  const TlsHandshake copy = *split;
  EXPECT_FALSE(streams::is_within(split->body(), two));
  EXPECT_EQ(split->body().data(), copy.body().data()) << "copies share it";
}

}  // namespace
}  // namespace netdumplings
