// Heads and decryption of QUIC's Initial packets, by the examples of RFC 9001 and RFC 9369.
#include "network/quic/quic_opener.hpp"

#include <gtest/gtest.h>

#include "chefs/network/tls/hellos.hpp"
#include "network/quic/quic_packet.hpp"
#include "packet/frames.hpp"
#include "packet/streams.hpp"

namespace netdumplings::chefs::network {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

Buffer first(const Buffer& bytes, std::size_t size) { return buffer(Bytes(bytes).first(size)); }
Buffer last(const Buffer& bytes, std::size_t size) { return buffer(Bytes(bytes).last(size)); }

const Buffer first_id = hex("8394c8f03e515708");
// The frames of the RFCs' client Initial: a CRYPTO frame with a ClientHello, and padding.
const Buffer client_frames =
    cut(hex("060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c000004130113020100"
            "00c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d00170018001000070005"
            "04616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1c"
            "e15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c00024001"
            "003900320408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806"
            "048000ffff"),
        1162);
// The frames of their server Initial: an ACK and a CRYPTO frame with a ServerHello.
const Buffer server_frames =
    hex("02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a12"
        "00130100002e00330024001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b"
        "00020304");

QuicInitialKeys keys_of(std::uint32_t version) {
  Digests digests;
  return initial_keys(digests, version, first_id);
}

void expect_opened(const Buffer& datagram, const QuicKeys& keys, std::uint64_t number, const Buffer& frames) {
  const auto packet = QuicPacket::of(datagram);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->kind, QuicPacket::Kind::initial);
  EXPECT_EQ(packet->bytes.size(), datagram.size());
  QuicOpener opener;
  const auto opened = opener.open(*packet, keys, 0);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->number, number);
  EXPECT_EQ(buffer(opened->frames), frames);
}

// Makes the client's packet, and expects the RFC's first bytes and its tag, which holds for all bytes.
void expect_client_example(std::uint32_t version, const Buffer& header, const Buffer& begin, const Buffer& tag) {
  const auto keys = keys_of(version);
  const Buffer datagram = hellos::protect(header, client_frames, keys.client, 2);
  EXPECT_EQ(datagram.size(), 1200u);
  EXPECT_EQ(first(datagram, begin.size()), begin);
  EXPECT_EQ(last(datagram, tag.size()), tag);
  expect_opened(datagram, keys.client, 2, client_frames);
}

TEST(QuicOpener, OpensTheClientPacketOfRfc9001) {
  expect_client_example(quic_v1, hex("c300000001088394c8f03e5157080000449e00000002"),
                        hex("c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11"),
                        hex("e221af44860018ab0856972e194cd934"));
}

TEST(QuicOpener, OpensTheClientPacketOfRfc9369) {
  expect_client_example(quic_v2, hex("d36b3343cf088394c8f03e5157080000449e00000002"),
                        hex("d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485"),
                        hex("a18b2faa745b6fe189cf772a9f84cbfc"));
}

TEST(QuicOpener, OpensTheServerPacketsOfBoth) {
  expect_opened(hex("cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a"
                    "5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3"
                    "dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84"
                    "022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4"
                    "2158407dd074ee"),
                keys_of(quic_v1).server, 1, server_frames);
  expect_opened(hex("dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698"
                    "baeea26b91eb761d9b89237bbf87263017915358230035f7fd3945d88965cf17"
                    "f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2"
                    "c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca8"
                    "4bed8521e2e140"),
                keys_of(quic_v2).server, 1, server_frames);
}

TEST(QuicOpener, RefusesWhatWasChanged) {
  hellos::Initials initials;
  initials.least_frames = 40;
  const Buffer datagram = initials.by_client(0, hex("01"));
  Digests digests;
  QuicOpener opener;
  const auto keys = initial_keys(digests, quic_v1, initials.first);
  for (std::size_t i = 0; i < datagram.size(); ++i) {
    Buffer changed = datagram;
    changed[i] ^= 1;
    const auto packet = QuicPacket::of(changed);
    EXPECT_FALSE(packet && packet->kind == QuicPacket::Kind::initial && opener.open(*packet, keys.client, 0)) << i;
  }
  EXPECT_FALSE(opener.open(*QuicPacket::of(datagram), keys.server, 0));
  EXPECT_TRUE(opener.open(*QuicPacket::of(datagram), keys.client, 0));
}

TEST(QuicPacketNumber, IsTheOneNearestToWhatIsExpected) {
  EXPECT_EQ(whole_packet_number(0, 0, 1), 0u);
  EXPECT_EQ(whole_packet_number(0xa82f30eb, 0x9b32, 2), 0xa82f9b32u) << "the example of RFC 9000";
  EXPECT_EQ(whole_packet_number(255, 1, 1), 257u);
  EXPECT_EQ(whole_packet_number(257, 255, 1), 255u);
  EXPECT_EQ(whole_packet_number(1, 255, 1), 255u) << "there are no negative ones";
}

TEST(QuicPacket, ReadsRetries) {
  const Buffer retry = hex("ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");
  const auto packet = QuicPacket::of(retry);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->kind, QuicPacket::Kind::retry);
  EXPECT_EQ(buffer(packet->source), hex("f067a5502a4262b5"));
  const Buffer retry_2 = hex("cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6");
  ASSERT_TRUE(QuicPacket::of(retry_2));
  EXPECT_EQ(QuicPacket::of(retry_2)->kind, QuicPacket::Kind::retry);
}

TEST(QuicPacket, ReadsOnePacketAfterTheOther) {
  hellos::Initials initials;
  initials.least_frames = 40;
  const Buffer initial = initials.by_server(0, hex("01"));
  const Buffer handshake = hex("e0 00000001 01aa 01bb 05 0102030405");
  const Buffer datagram = initial + handshake + hex("40 aa");
  const auto packet = QuicPacket::of(datagram);
  ASSERT_TRUE(packet);
  EXPECT_EQ(buffer(packet->bytes), initial);
  const auto next = QuicPacket::of(Bytes(datagram).subspan(initial.size()));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->kind, QuicPacket::Kind::other);
  EXPECT_EQ(next->bytes.size(), handshake.size());
  EXPECT_FALSE(QuicPacket::of(Bytes(datagram).last(2))) << "its head is short";
}

TEST(QuicPacket, OtherBytesAreNone) {
  const Buffer datagram = hellos::Initials{}.by_client(0, {});
  streams::for_each_prefix(datagram, [](Bytes prefix) { EXPECT_FALSE(QuicPacket::of(prefix)) << prefix.size(); });
  for (const auto* other : {"c0 00000000 0101 0101 00", "c0 ff00001d 0101 0101 00 01 00", "80 00000001 00 00 00 00",
                            "c0 00000001 15 000000000000000000000000000000000000000000 00 00 00",
                            "c0 00000001 01aa 01bb 00 05 0102030405", "c0 00000001 01aa 01bb ffffffffffffffff"}) {
    EXPECT_FALSE(QuicPacket::of(hex(other))) << other;
  }
}

}  // namespace
}  // namespace netdumplings::chefs::network
