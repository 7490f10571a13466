// Bodies of HTTP/1 messages that come in pieces.
#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/http1_body.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>

#include "frames.hpp"
#include "streams.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)
using layers::HttpBody;
using layers::HttpBodyReader;

/// Gives `stream` to `reader` in pieces of at most `most` bytes. Returns how many it took.
std::size_t give(HttpBodyReader& reader, Bytes stream, std::size_t most) {
  std::size_t taken = 0;
  while (taken < stream.size()) {
    const Bytes piece = detail::clipped(stream, taken, most);
    const std::size_t now = reader.take(piece);
    taken += now;
    if (now < piece.size()) break;
  }
  return taken;
}

TEST(HttpBodyReader, FindsTheEndOfASizedBody) {
  const Buffer stream = text("helloGET /");
  for (std::size_t most = 1; most <= stream.size(); ++most) {
    HttpBodyReader reader(HttpBody{HttpBody::sized, 5});
    EXPECT_FALSE(reader.is_whole());
    EXPECT_EQ(give(reader, stream, most), 5u) << most;
    EXPECT_TRUE(reader.is_whole());
    EXPECT_EQ(reader.size(), 5u);
  }
  HttpBodyReader none{HttpBody{}};
  EXPECT_TRUE(none.is_whole());
  EXPECT_EQ(none.take(stream), 0u);
}

TEST(HttpBodyReader, FindsTheEndOfChunks) {
  const Buffer body = text("5\r\nhello\r\n00A ;x=\"y\"\r\n0123456789\r\n1\nz\n0\r\nDigest: a\r\nX: y\r\n\r\n");
  const Buffer stream = body + text("HTTP/1.1 200 OK");
  for (std::size_t most = 1; most <= stream.size(); ++most) {
    HttpBodyReader reader(HttpBody{HttpBody::chunked});
    EXPECT_EQ(give(reader, stream, most), body.size()) << most;
    EXPECT_TRUE(reader.is_whole());
    EXPECT_FALSE(reader.is_faulty());
    EXPECT_EQ(reader.size(), 16u);
  }
  streams::for_each_prefix(body, [](Bytes prefix) {
    HttpBodyReader reader(HttpBody{HttpBody::chunked});
    EXPECT_EQ(reader.take(prefix), prefix.size());
    EXPECT_FALSE(reader.is_whole()) << prefix.size();
    EXPECT_FALSE(reader.is_faulty()) << prefix.size();
  });
}

TEST(HttpBodyReader, SaysThatChunksAreFaulty) {
  for (const auto* chunks : {"\r\n", "x", "-1\r\n", "5\r\nhello!", "1000000000000000\r\n", "5x"}) {
    HttpBodyReader reader(HttpBody{HttpBody::chunked});
    reader.take(text(chunks));
    EXPECT_TRUE(reader.is_faulty()) << chunks;
    EXPECT_FALSE(reader.is_whole());
    EXPECT_EQ(reader.take(text("5\r\n")), 0u);
  }
  HttpBodyReader reader(HttpBody{HttpBody::faulty});
  EXPECT_TRUE(reader.is_faulty());
}

TEST(HttpBodyReader, TakesEverythingUntilTheConnectionEnds) {
  HttpBodyReader reader(HttpBody{HttpBody::until_close});
  EXPECT_EQ(reader.take(text("a\r\n\r\nb")), 6u);
  EXPECT_TRUE(reader.skip(std::numeric_limits<std::uint32_t>::max()));
  EXPECT_EQ(reader.size(), std::uint64_t{6} + std::numeric_limits<std::uint32_t>::max());
  EXPECT_FALSE(reader.is_whole());
}

TEST(HttpBodyReader, GoesOnAfterMissingBytesIfItCan) {
  HttpBodyReader sized(HttpBody{HttpBody::sized, 9});
  EXPECT_TRUE(sized.skip(5));
  EXPECT_EQ(sized.take(text("6789GET")), 4u);
  EXPECT_TRUE(sized.is_whole());
  EXPECT_FALSE(sized.skip(1)) << "the next message's";
  EXPECT_TRUE(sized.is_faulty());

  HttpBodyReader chunked(HttpBody{HttpBody::chunked});
  EXPECT_EQ(chunked.take(text("5\r\nhe")), 5u);
  EXPECT_TRUE(chunked.skip(3));
  EXPECT_EQ(chunked.take(text("\r\n0\r\n\r\nHTTP")), 7u);
  EXPECT_TRUE(chunked.is_whole());
  EXPECT_EQ(chunked.size(), 5u);

  HttpBodyReader lost(HttpBody{HttpBody::chunked});
  lost.take(text("5\r\nhe"));
  EXPECT_FALSE(lost.skip(4)) << "the next chunk's size may be in it";
  EXPECT_TRUE(lost.is_faulty());
}

TEST(HttpBodyReader, SurvivesAnyBytes) {
  streams::for_each_change(text("5\r\nhello\r\n3;x\r\nabc\r\n0\r\nA: b\r\n\r\n"), [](Bytes bytes) {
    HttpBodyReader reader(HttpBody{HttpBody::chunked});
    const std::size_t taken = reader.take(bytes);
    EXPECT_TRUE(taken == bytes.size() || reader.is_whole() || reader.is_faulty());
    EXPECT_LE(reader.size(), taken);
  });
}

}  // namespace
}  // namespace netdumplings
