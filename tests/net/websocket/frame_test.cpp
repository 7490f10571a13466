#include "net/websocket/frame.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "net/raw_client.hpp"

namespace netdumplings::net {
namespace {

std::string header(std::uint64_t length) {
  std::string out(max_server_header, '\0');
  out.resize(write_server_header(Opcode::text, length, out.data()));
  return out;
}

HeaderState state_of(std::string bytes) {
  FrameHeader header;
  return read_client_header(bytes, header);
}

TEST(Frame, LengthsAreWrittenInTheFewestBytes) {
  EXPECT_EQ(header(0), std::string("\x81\x00", 2));
  EXPECT_EQ(header(125), "\x81\x7d");
  EXPECT_EQ(header(126), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(header(65535), "\x81\x7e\xff\xff");
  EXPECT_EQ(header(65536), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
}

TEST(Frame, AClientsHeaderIsReadAsItWasWritten) {
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U, 1U << 20}) {
    const std::string payload(size, 'x');
    const std::string frame = test::masked_frame(Opcode::binary, payload);
    FrameHeader header;
    ASSERT_EQ(read_client_header(frame, header), HeaderState::complete) << size;
    EXPECT_TRUE(header.final);
    EXPECT_EQ(header.opcode, Opcode::binary);
    EXPECT_EQ(header.length, size);
    EXPECT_EQ(header.size + header.length, frame.size());
    std::string body = frame.substr(header.size);
    unmask(body, header.mask);
    EXPECT_EQ(body, payload);
  }
}

TEST(Frame, UnmaskingTellsWhetherThePayloadIsAscii) {
  constexpr std::array<char, 4> mask{'\x81', '\x02', '\x7f', '\xff'};
  for (std::size_t size = 0; size < 40; ++size) {
    std::string ascii(size, 'x');
    unmask(ascii, mask);
    EXPECT_TRUE(unmask(ascii, mask)) << size;
    for (std::size_t other = 0; other < size; ++other) {
      std::string text(size, 'x');
      text[other] = '\x80';
      unmask(text, mask);
      EXPECT_FALSE(unmask(text, mask)) << other << " of " << size;
    }
  }
}

TEST(Frame, APayloadIsFoundAfterTheHeaderWhateverItsLength) {
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U}) {
    const std::string payload(size, 'x');
    const std::string frame = server_text_frame(payload);
    EXPECT_EQ(frame, header(size) + payload);
    EXPECT_EQ(net::payload_of(frame), payload);
  }
  EXPECT_EQ(net::payload_of("\x81"), "");
  EXPECT_EQ(net::payload_of("\x81\x7e\x01"), "") << "shorter than its header";
}

TEST(Frame, EveryPrefixOfAHeaderIsIncomplete) {
  const std::string frame = test::masked_frame(Opcode::text, std::string(70000, 'x'));
  for (std::size_t size = 0; size < max_client_header; ++size) {
    EXPECT_EQ(state_of(frame.substr(0, size)), HeaderState::incomplete) << size;
  }
}

TEST(Frame, AServersHeaderIsReadAsItWasWritten) {
  for (const std::uint64_t length : {0U, 125U, 126U, 65535U, 65536U}) {
    const std::string bytes = header(length);
    FrameHeader read;
    ASSERT_EQ(read_server_header(bytes, read), HeaderState::complete) << length;
    EXPECT_EQ(read.opcode, Opcode::text);
    EXPECT_EQ(read.size, bytes.size());
    EXPECT_EQ(read.length, length);
    EXPECT_EQ(read_server_header(std::string_view(bytes).substr(0, bytes.size() - 1), read), HeaderState::incomplete);
  }
}

TEST(Frame, WhatNoServerMaySendIsAnOffenceWithAName) {
  const std::pair<std::string, std::string> cases[] = {
      {"\x81\x80xxxx", "a frame with a mask"},
      {std::string("\x91\x00", 2), "a reserved bit is set"},
      {std::string("\x83\x00", 2), "an opcode that means nothing"},
      {std::string("\x09\x00", 2), "a control frame in fragments"},
      {std::string("\x89\x7e\x00\x7e", 4), "a control frame of more than 125 bytes"},
      {std::string("\x81\x7e\x00\x7d", 4), "a length that is out of range or in too many bytes"},
      {std::string("\x81\x7f\x80\0\0\0\0\0\0\0", 10), "a length that is out of range or in too many bytes"},
  };
  for (const auto& [bytes, fault] : cases) {
    FrameHeader read;
    EXPECT_EQ(read_server_header(bytes, read), HeaderState::offence) << fault;
    EXPECT_EQ(fault_of_server_header(bytes), fault);
  }
}

TEST(Frame, WhatNoClientMaySendIsAnOffence) {
  EXPECT_EQ(state_of("\x81\x05hello"), HeaderState::offence) << "not masked";
  EXPECT_EQ(state_of("\xc1\x80"), HeaderState::offence) << "a reserved bit";
  EXPECT_EQ(state_of("\x83\x80"), HeaderState::offence) << "a reserved opcode";
  EXPECT_EQ(state_of("\x8b\x80"), HeaderState::offence) << "a reserved control opcode";
  EXPECT_EQ(state_of("\x09\x80"), HeaderState::offence) << "a fragmented ping";
  EXPECT_EQ(state_of("\x89\xfe"), HeaderState::offence) << "a ping of more than 125 bytes";
  EXPECT_EQ(state_of(std::string("\x81\xfe\x00\x7d\x01\x02\x03\x04", 8)), HeaderState::offence) << "two bytes for 125";
  EXPECT_EQ(state_of(std::string("\x81\xff\0\0\0\0\0\0\xff\xff\x01\x02\x03\x04", 14)), HeaderState::offence)
      << "eight bytes for 65535";
  EXPECT_EQ(state_of(std::string("\x81\xff\x80\0\0\0\0\0\0\0\x01\x02\x03\x04", 14)), HeaderState::offence)
      << "the topmost bit of the length";
  EXPECT_STREQ(fault_of_client_header("\x81\x05hello"), "a frame without a mask");
}

}  // namespace
}  // namespace netdumplings::net
