#include "net/websocket/server_frames.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "net/websocket/frame.hpp"

namespace netdumplings::net {
namespace {

constexpr std::string_view upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

std::string frame(Opcode opcode, std::string_view payload) {
  std::string out(max_server_header, '\0');
  out.resize(write_server_header(opcode, payload.size(), out.data()));
  return out.append(payload);
}

// All that the engine may read, `most` bytes at a time.
std::string take_all(ServerFrames& frames, std::size_t most) {
  std::string read;
  std::string part(most, '\0');
  while (const std::size_t size = frames.take(part)) read.append(part, 0, size);
  return read;
}

// Gives `input` in reads of `step` bytes, and what there is to the engine after each.
std::string pass(ServerFrames& frames, std::string_view input, std::size_t step, std::size_t most = 1536) {
  std::string read;
  while (!input.empty()) {
    const auto room = frames.room();
    const std::size_t size = std::min({step, input.size(), room.size()});
    std::copy_n(input.begin(), size, room.begin());
    frames.added(size);
    input.remove_prefix(size);
    read += take_all(frames, most);
  }
  return read;
}

ServerFrames upgraded() {
  ServerFrames frames;
  pass(frames, upgrade, upgrade.size());
  frames.begin();
  return frames;
}

TEST(ServerFrames, FramesPassUnchangedHoweverTheyArriveAndAreRead) {
  const std::string input = frame(Opcode::text, "hello") + frame(Opcode::ping, "") +
                            frame(Opcode::binary, std::string(200000, 'x')) + "\x01\x02hi" + frame(Opcode::pong, "p") +
                            std::string("\x80\x00", 2) + frame(Opcode::text, std::string(300, 'y'));
  for (const std::size_t step : {1U, 3U, 1000U, 1U << 20}) {
    for (const std::size_t most : {1U, 7U, 1536U}) {
      ServerFrames frames = upgraded();
      EXPECT_EQ(pass(frames, input, step, most), input) << step << ' ' << most;
      EXPECT_FALSE(frames.peer_close());
    }
  }
}

TEST(ServerFrames, WhatStandsBehindTheHeadWaitsForTheEndOfTheHandshake) {
  ServerFrames frames;
  const auto room = frames.room();
  const std::string input = std::string(upgrade) + frame(Opcode::close, "\x13\x88");
  std::copy(input.begin(), input.end(), room.begin());
  frames.added(input.size());
  std::string read(1536, '\0');
  EXPECT_EQ(frames.take(read), upgrade.size());
  frames.begin();
  EXPECT_EQ(take_all(frames, 1536), frame(Opcode::close, "\x03\xea"));
}

TEST(ServerFrames, AnAnswerThatIsNoUpgradePassesWithItsBody) {
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n\xff\xff\x88\x02\r\n\r\n<b>x";
  for (const std::size_t step : {1U, 1000U}) {
    ServerFrames frames;
    EXPECT_EQ(pass(frames, answer, step), answer);
    EXPECT_FALSE(frames.peer_close());
  }
}

TEST(ServerFrames, ACloseIsToldAndReadByTheEngineWithoutItsReason) {
  for (const std::size_t step : {1U, 5U, 1000U}) {
    ServerFrames frames = upgraded();
    const std::string before = frame(Opcode::text, "before");
    EXPECT_EQ(pass(frames, before + frame(Opcode::close, "\x03\xe9 bye") + frame(Opcode::text, "late"), step),
              before + frame(Opcode::close, "\x03\xe9"));
    ASSERT_TRUE(frames.peer_close());
    EXPECT_EQ(frames.peer_close()->reason.to_string(), "received 1001 (going away)  bye");
  }
}

TEST(ServerFrames, InThePlaceOfAnOffenceTheEngineReadsACloseWithTheCodeForIt) {
  const std::string inside = "\x01\x03one";  // the first fragment of a message
  const std::pair<std::string, std::string> cases[] = {
      {std::string("\x81\x7f\x80\0\0\0\0\0\0\0", 10), "\x03\xea"},
      {"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", "\x03\xea"},
      {"\x81\x82xxxxyy", "\x03\xea"},
      {"\xc1\x01y", "\x03\xea"},
      {"\x88\x02\x13\x88", "\x03\xea"},
      {"\x88\x03\x03\xe8\xff", "\x03\xef"},
  };
  for (const auto& [offence, code] : cases) {
    for (const std::size_t step : {1U, 1000U}) {
      ServerFrames frames = upgraded();
      EXPECT_EQ(pass(frames, inside + offence + std::string(100000, 'x'), step), inside + frame(Opcode::close, code));
      ASSERT_TRUE(frames.peer_close());
      EXPECT_NE(frames.peer_close()->reason.sent, 0U);
    }
  }
}

}  // namespace
}  // namespace netdumplings::net
