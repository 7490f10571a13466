// ClientHello and ServerHello in bytes of a stream. views_test.cpp has those of packets.
#include <netdumplings/layers/tls.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>

#include "frames.hpp"
#include "streams.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)
using layers::TlsClientHello;
using layers::TlsServerHello;
using streams::extension;
using streams::in_records;
using ::testing::ElementsAre;

Buffer hello_with(std::size_t type, const Buffer& after_session, const Buffer& extensions) {
  return streams::handshake(
      type, hex("0303") + filler(32) + hex("04") + text("sess") + after_session + u16(extensions.size()) + extensions);
}
Buffer full_client_hello() {
  return hello_with(1, hex("0006 1a1a 1301 c02f  01 00"),
                    extension(0x2a2a, {}) + extension(0, hex("000c 00 0009") + text("a.example")) +
                        extension(10, hex("0004 001d 0017")) + extension(11, hex("02 00 01")) +
                        extension(13, hex("0004 0403 0804")) +
                        extension(16, hex("0006 02") + text("h2") + hex("02 ff41")) + extension(35, text("ticket")) +
                        extension(43, hex("06 3a3a 0304 0303")) + extension(41, text("keys")));
}
Buffer server_hello_1_3(bool is_resumed) {
  return hello_with(2, hex("1301 00"),
                    extension(43, hex("0304")) + (is_resumed ? extension(41, hex("0000")) : Buffer()));
}
Buffer server_hello_1_2() { return hello_with(2, hex("c02f 00"), extension(16, hex("0003 02") + text("h2"))); }

void expect_full(const TlsClientHello& hello) {
  EXPECT_EQ(hello.legacy_version(), 0x0303);
  EXPECT_EQ(streams::text_of(hello.session_id()), "sess");
  EXPECT_EQ(streams::text_of(hello.random()), streams::text_of(filler(32)));
  EXPECT_THAT(hello.cipher_suites(), ElementsAre(0x1a1a, 0x1301, 0xc02f));
  EXPECT_EQ(hello.server_name(), "a.example");
  EXPECT_THAT(hello.alpn(), ElementsAre("h2", "\\255A"));
  EXPECT_EQ(hello.alpn_bytes().at(1)[0], 0xff);
  EXPECT_THAT(hello.versions(), ElementsAre(0x3a3a, 0x0304, 0x0303));
  EXPECT_THAT(hello.supported_groups(), ElementsAre(0x001d, 0x0017));
  EXPECT_THAT(hello.point_formats(), ElementsAre(0, 1));
  EXPECT_THAT(hello.signature_algorithms(), ElementsAre(0x0403, 0x0804));
  EXPECT_EQ(streams::text_of(hello.session_ticket().value_or(Bytes())), "ticket");
  EXPECT_TRUE(hello.has_pre_shared_key());
  std::vector<std::uint16_t> numbers;
  for (const layers::TlsExtension& each : hello.extensions()) numbers.push_back(each.number);
  EXPECT_THAT(numbers, ElementsAre(0x2a2a, 0, 10, 11, 13, 16, 35, 43, 41)) << "in their order";
}

TEST(TlsClientHello, ReadsAllFieldsHoweverItIsSplit) {
  const Buffer message = full_client_hello();
  for (std::size_t most = 1; most <= message.size(); ++most) {
    const Buffer stream = in_records(message, most);
    const Buffer more = stream + hex("17 0303");
    const auto hello = TlsClientHello::of(Bytes(more));
    ASSERT_TRUE(hello && hello->is_whole()) << most;
    EXPECT_EQ(hello->size(), stream.size());
    const std::optional<TlsClientHello> copy = *hello;  // what was joined must live on in it
    expect_full(*copy);
  }
  const auto bare = TlsClientHello::of_message(Bytes(message));
  ASSERT_TRUE(bare && bare->is_whole());
  EXPECT_EQ(bare->size(), message.size());
  expect_full(*bare);
}

TEST(TlsClientHello, NoNameAndNotAllHereAreDifferentAnswers) {
  const Buffer named = in_records(full_client_hello(), 1000);
  std::optional<std::size_t> first_with_name;
  streams::for_each_prefix(named, [&](Bytes prefix) {
    const auto hello = TlsClientHello::of(prefix);
    ASSERT_TRUE(hello) << prefix.size();
    EXPECT_FALSE(hello->is_whole()) << prefix.size();
    EXPECT_EQ(hello->size(), 0u);
    if (hello->server_name() && !first_with_name) first_with_name = prefix.size();
    EXPECT_TRUE(!hello->server_name() || hello->server_name() == "a.example") << prefix.size();
  });
  EXPECT_EQ(first_with_name, 5u + 4 + 39 + 8 + 2 + 2 + 4 + 4 + 14) << "as soon as it is there";
  const Buffer unnamed = in_records(hello_with(1, hex("0002 1301 01 00"), {}), 1000);
  const auto hello = TlsClientHello::of(Bytes(unnamed));
  ASSERT_TRUE(hello && hello->is_whole());
  EXPECT_FALSE(hello->server_name());
}

TEST(TlsClientHello, EveryPrefixOfASplitOneIsNotWhole) {
  for (const std::size_t most : {1u, 7u, 50u}) {
    streams::for_each_prefix(in_records(full_client_hello(), most), [&](Bytes prefix) {
      const auto hello = TlsClientHello::of(prefix);
      ASSERT_TRUE(hello) << prefix.size();
      EXPECT_FALSE(hello->is_whole()) << prefix.size();
    });
  }
  streams::for_each_prefix(full_client_hello(), [&](Bytes prefix) {
    const auto hello = TlsClientHello::of_message(prefix);
    ASSERT_TRUE(hello) << prefix.size();
    EXPECT_FALSE(hello->is_whole()) << prefix.size();
  });
}

TEST(TlsClientHello, SaysHowManyBytesItLacksAtLeast) {
  const Buffer message = full_client_hello();
  for (const std::size_t most : {1u, 7u, 50u, 1000u}) {
    const Buffer stream = in_records(message, most);
    std::size_t views = 0, size = 0;
    for (bool is_whole = false; !is_whole; ++views) {
      const auto hello = TlsClientHello::of(Bytes(stream).first(size));
      ASSERT_TRUE(hello);
      is_whole = hello->is_whole();
      EXPECT_EQ(is_whole, hello->missing() == 0);
      size += hello->missing();
      ASSERT_LE(size, stream.size()) << "not more than it lacks";
    }
    EXPECT_EQ(size, stream.size());
    EXPECT_LT(views, 100u) << "few views, however many records";
  }
}

TEST(TlsClientHello, OtherBytesAreNone) {
  for (const auto* other : {"15 0303 0002 0228", "16 0303 0004 02", "16 0303 00ff 01 000025",
                            "16 0303 00ff 01 000100 02", "16 0303 00ff 01 010001", "16 0301 0000", "474554"}) {
    EXPECT_FALSE(TlsClientHello::of(Bytes(hex(other)))) << other;
  }
  EXPECT_FALSE(TlsClientHello::of(Bytes(in_records(server_hello_1_2(), 1000))));
  EXPECT_FALSE(TlsServerHello::of(Bytes(in_records(full_client_hello(), 1000))));
  EXPECT_FALSE(TlsClientHello::of_message(Bytes(hex("02"))));
}

TEST(TlsHellos, SurviveAnyBytes) {
  const auto read = [](Bytes bytes) {
    if (const auto hello = TlsClientHello::of(bytes)) {
      EXPECT_LE(hello->size(), bytes.size());
      EXPECT_LE(hello->cipher_suites().size() + hello->versions().size(), bytes.size());
      EXPECT_LE(hello->extensions().size() + hello->alpn().size() + hello->supported_groups().size(), bytes.size());
    }
    if (const auto hello = TlsServerHello::of(bytes)) {
      EXPECT_LE(hello->size(), bytes.size());
      EXPECT_TRUE(hello->is_whole() || hello->version() == 0);
    }
  };
  streams::for_each_change(in_records(full_client_hello(), 1000), read);
  streams::for_each_change(in_records(full_client_hello(), 60), read);
  streams::for_each_change(in_records(server_hello_1_2(), 1000), read);
}

TEST(TlsServerHello, SaysWhatTheServerChose) {
  const Buffer new_stream = in_records(server_hello_1_3(false), 1000);
  const auto hello = TlsServerHello::of(Bytes(new_stream));
  ASSERT_TRUE(hello && hello->is_whole());
  EXPECT_EQ(hello->version(), 0x0304);
  EXPECT_EQ(hello->cipher_suite(), 0x1301);
  EXPECT_FALSE(hello->alpn()) << "encrypted in TLS 1.3";
  EXPECT_FALSE(hello->is_retry_request());

  const Buffer old_stream = in_records(server_hello_1_2() + streams::handshake(11, filler(9)), 1000);
  const auto old_hello = TlsServerHello::of(Bytes(old_stream));
  ASSERT_TRUE(old_hello && old_hello->is_whole());
  EXPECT_EQ(old_hello->version(), 0x0303);
  EXPECT_EQ(old_hello->alpn(), "h2");
  EXPECT_EQ(old_hello->size(), old_stream.size() - 4 - 9) << "a place within the record";
}

TEST(TlsServerHello, EveryPrefixIsNotWhole) {
  for (const std::size_t most : {3u, 1000u}) {
    streams::for_each_prefix(in_records(server_hello_1_3(true), most), [](Bytes prefix) {
      const auto hello = TlsServerHello::of(prefix);
      ASSERT_TRUE(hello) << prefix.size();
      EXPECT_FALSE(hello->is_whole()) << prefix.size();
      EXPECT_EQ(hello->version(), 0) << "its true version may follow";
    });
  }
}

TEST(TlsServerHello, KnowsARetryRequest) {
  const Buffer request = streams::handshake(
      2, hex("0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00 0006") +
             extension(43, hex("0304")));
  const auto hello = TlsServerHello::of_message(Bytes(request));
  ASSERT_TRUE(hello);
  EXPECT_TRUE(hello->is_retry_request());
}

TEST(TlsHellos, SayWhetherASessionIsResumed) {
  const Buffer client_bytes = full_client_hello();
  const auto client = TlsClientHello::of_message(Bytes(client_bytes));
  const auto resumes = [&](const Buffer& server) {
    return is_resumed(*client, *TlsServerHello::of_message(Bytes(server)));
  };
  EXPECT_TRUE(resumes(server_hello_1_3(true)));
  EXPECT_FALSE(resumes(server_hello_1_3(false))) << "TLS 1.3 always repeats the session ID";
  EXPECT_TRUE(resumes(server_hello_1_2()));
  EXPECT_FALSE(resumes(streams::handshake(2, hex("0303") + filler(32) + hex("00 c02f 00"))));
}

TEST(TlsGrease, IsAPatternOfTwoEqualBytes) {
  EXPECT_TRUE(layers::is_tls_grease(0x0a0a));
  EXPECT_TRUE(layers::is_tls_grease(0xfafa));
  EXPECT_FALSE(layers::is_tls_grease(0x0a1a));
  EXPECT_FALSE(layers::is_tls_grease(0x1301));
}

}  // namespace
}  // namespace netdumplings
