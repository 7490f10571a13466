// The dissector and the views take time in proportion to a packet's length, whatever it holds. The test counts steps,
// not time: this program, the dissector and the views are compiled so that they count the basic blocks that they run
// (block_count.cpp). An input that is eight times as long may take at most eight times as many blocks, and a few for
// the packet. The inputs are the worst that we can think of.
#include <netdumplings/layers/dhcp.hpp>
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/layers/http1.hpp>
#include <netdumplings/layers/tcp.hpp>
#include <netdumplings/layers/tls.hpp>

#include <gtest/gtest.h>

#include <functional>

#include "block_count.hpp"
#include "frames.hpp"
#include "streams.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

// Counts the blocks that run for a packet of `bytes`, from its dissection to the end of `work`.
std::uint64_t blocks_of(const Buffer& bytes, const std::function<void(const Packet&)>& work) {
  static packet::Dissector dissector;
  nd_packet raw{};
  raw.struct_size = sizeof raw;
  raw.bytes = bytes.data();
  raw.captured_length = raw.wire_length = static_cast<std::uint32_t>(bytes.size());
  raw.link_type = ethernet_link;
  raw.layer_stride = sizeof(nd_layer);
  const std::uint64_t before = block_count();
  const auto layers = dissector.dissect(bytes, raw.link_type);
  raw.layers = layers.data();
  raw.layer_count = static_cast<std::uint32_t>(layers.size());
  work(Packet(raw));
  return block_count() - before;
}

void expect_linear(const std::function<Buffer(std::size_t size)>& make,
                   const std::function<void(const Packet&)>& work) {
  const std::uint64_t small = blocks_of(make(7'000), work);
  const std::uint64_t large = blocks_of(make(56'000), work);
  EXPECT_GT(small, 10u) << "nothing was counted";
  EXPECT_LE(large, 12 * small) << small << " blocks for 7,000 bytes";
  EXPECT_LE(large, 56'000u * 4'000) << "a byte may cost a few names, not a packet";
}

Buffer repeated(const Buffer& piece, std::size_t size) {
  Buffer all;
  while (all.size() + piece.size() <= size) all.insert(all.end(), piece.begin(), piece.end());
  return all;
}

Buffer udp_frame(const Buffer& payload) {
  return ether(0x0800, ipv4(17, udp(53, 53, payload, 8 + payload.size()), {.total_length = 0}));
}

void read_all_questions(const Packet& packet) {
  const auto view = packet.layer<layers::Dns>();
  ASSERT_TRUE(view);
  std::size_t said = 0;
  for (const auto& question : view->questions()) said += question.name.size();
  EXPECT_LE(said, 4 * 8 * packet.captured_length()) << "an escaped byte is four";
}

TEST(WorstInput, ManyTagsEndAtTheLayersThatFit) {
  expect_linear([](std::size_t size) { return ether(0x8100, repeated(hex("0005 8100"), size)); },
                [](const Packet& tags) { EXPECT_EQ(tags.layers().size(), packet::max_layers); });
}

TEST(WorstInput, ManyLabelsAndExtensionHeadersEndAtTheLayersThatFit) {
  const auto ends_at_the_layers_that_fit = [](const Packet& packet) {
    EXPECT_EQ(packet.layers().size(), packet::max_layers);
  };
  expect_linear([](std::size_t size) { return ether(0x8847, repeated(hex("00010040"), size)); },
                ends_at_the_layers_that_fit);
  expect_linear(
      [](std::size_t size) {
        const Buffer headers = repeated(hex("01 0000 85"), size);
        return ether(0x0800,
                     ipv4(17, udp(1, 2152, hex("34ff 0000 00000007 0000 00 85") + headers, 0), {.total_length = 0}));
      },
      ends_at_the_layers_that_fit);
}

TEST(WorstInput, ManyPacketsInPacketsEndAtTheLayersThatFit) {
  Buffer nested;
  for (int i = 0; i < 2'000; ++i) nested = hex("4500 0000 0000 0000 40 04 0000 01020304 01020304") + nested;
  EXPECT_EQ(Frame(ether(0x0800, nested)).packet().layers().size(), packet::max_layers);
}

TEST(WorstInput, ManyLayersWithPaddingEach) {
  Buffer nested = filler(8);
  for (int i = 0; i < 300; ++i) nested = ipv4(4, nested) + zeros(1);
  const Frame frame(ether(0x0800, nested));
  EXPECT_EQ(frame.packet().layers().size(), packet::max_layers);
}

TEST(WorstInput, QuestionsThatAllPointAtOneLongName) {
  expect_linear(
      [](std::size_t size) {
        Buffer name = repeated(hex("3f") + filler(63), 1'000) + hex("00 0001 0001");
        const Buffer pointers = repeated(hex("c00c 0001 0001"), size - name.size());
        return udp_frame(dns(name + pointers, {.questions = 1 + pointers.size() / 6}));
      },
      read_all_questions);
}

TEST(WorstInput, PointersThatPointAtPointers) {
  expect_linear(
      [](std::size_t size) {
        Buffer chain = hex("00 0001 0001 00");
        for (std::size_t at = 12 + 6; chain.size() < size; at += 6)
          chain = chain + u16(0xc000 | std::min<std::size_t>(at - 6, 0x3fff)) + hex("0001 0001");
        return udp_frame(dns(chain, {.questions = chain.size() / 6}));
      },
      read_all_questions);
}

TEST(WorstInput, ANameOfLabelsWithoutEnd) {
  expect_linear([](std::size_t size) { return udp_frame(dns(repeated(hex("0161"), size), {.questions = size / 4})); },
                read_all_questions);
}

TEST(WorstInput, QuestionsWithoutEnd) {
  expect_linear(
      [](std::size_t size) { return udp_frame(dns(repeated(hex("00 0001 0001"), size), {.questions = size})); },
      read_all_questions);
}

TEST(WorstInput, ChunksAndOptionsWithoutEnd) {
  expect_linear(
      [](std::size_t size) {
        return ether(0x0800, ipv4(132, zeros(12) + repeated(hex("0b00 0004"), size), {.total_length = 0}));
      },
      [](const Packet& packet) { EXPECT_EQ(packet.layers().size(), packet::max_layers); });
  expect_linear(
      [](std::size_t size) {
        const Buffer options = repeated(hex("0501 0000 00000000"), size);
        return ether(0x86dd, ipv6(58, hex("8500 0000 00000000") + options, 8 + options.size()));
      },
      [](const Packet& packet) { EXPECT_EQ(packet.layers().size(), packet::max_layers); });
}

// Makes a response to a question for Example.COM with these answers.
Buffer answers_frame(const Buffer& records, std::size_t count) {
  return udp_frame(dns(example_question() + records, {.answers = count}));
}

void read_all_records(const Packet& packet) {
  const auto view = packet.layer<layers::Dns>();
  ASSERT_TRUE(view);
  EXPECT_FALSE(view->answers().empty());
  for (const auto& record : view->answers()) {
    record.host();
    record.txt();
    record.soa();
    record.service_binding();
  }
  EXPECT_TRUE(view->additionals().empty());
}

TEST(WorstInput, RecordsThatAllPointAtOneLongName) {
  const Buffer name = repeated(hex("3f") + filler(63), 256) + hex("c00c");
  expect_linear(
      [&](std::size_t size) {
        const Buffer first = hex("c00c 0005 0001 00000000") + u16(name.size()) + name;
        const Buffer pointers = repeated(hex("c00c 0005 0001 00000000 0002 c029"), size - first.size());
        return answers_frame(first + pointers, 1 + pointers.size() / 14);
      },
      read_all_records);
}

TEST(WorstInput, RecordsWithoutDataAndTextsWithoutEnd) {
  expect_linear(
      [](std::size_t size) {
        const Buffer empty = repeated(hex("00 0010 0001 00000000 0000"), size);
        return answers_frame(empty, empty.size() / 11);
      },
      read_all_records);
  expect_linear(
      [](std::size_t size) {
        const Buffer strings = zeros(size);
        return answers_frame(hex("00 0010 0001 00000000") + u16(strings.size()) + strings, 1);
      },
      read_all_records);
  expect_linear(
      [](std::size_t size) {
        const Buffer parameters = zeros(size);
        return answers_frame(hex("00 0041 0001 00000000") + u16(3 + parameters.size()) + hex("0001 00") + parameters,
                             1);
      },
      read_all_records);
}

TEST(WorstInput, DhcpOptionsTlsExtensionsAndHttpFieldsWithoutEnd) {
  expect_linear(
      [](std::size_t size) {
        return ether(
            0x0800,
            ipv4(17, udp(68, 67, hex("01 01 06 00") + zeros(232) + hex("63825363") + zeros(size), 8 + 240 + size),
                 {.total_length = 0}));
      },
      [](const Packet& packet) {
        ASSERT_TRUE(packet.layer<layers::Dhcp>());
        EXPECT_FALSE(packet.layer<layers::Dhcp>()->hostname());
      });
  expect_linear(
      [](std::size_t size) {
        const Buffer body =
            hex("0303") + zeros(32) + hex("00 0000 01 00") + u16(size) + repeated(hex("0001 0000"), size);
        const Buffer records = streams::in_records(hex("01 00") + u16(body.size()) + body, 16'384);
        return ether(0x0800, ipv4(6, tcp(1, 2, records), {.total_length = 0}));
      },
      [](const Packet& packet) {
        ASSERT_TRUE(packet.layer<layers::TlsClientHello>());
        EXPECT_FALSE(packet.layer<layers::TlsClientHello>()->server_name());
      });
  expect_linear(
      [](std::size_t size) {
        return ether(
            0x0800, ipv4(6, tcp(1, 2, text("GET / HTTP/1.1\r\n") + repeated(text("a:\n"), size)), {.total_length = 0}));
      },
      [](const Packet& packet) {
        ASSERT_TRUE(packet.layer<layers::HttpRequest>());
        EXPECT_FALSE(packet.layer<layers::HttpRequest>()->host());
      });
}

TEST(WorstInput, ChainsOfSmbAndMessagesOfLdapWithoutEnd) {
  const auto ends_at_the_layers_that_fit = [](const Packet& packet) {
    EXPECT_GE(packet.layers().size(), packet::max_layers / 2);
    EXPECT_LE(packet.layers().size(), packet::max_layers);
  };
  expect_linear(
      [](std::size_t size) {
        return ether(0x0800, ipv4(6, tcp(1, 389, repeated(hex("30 05 02 01 01 42 00"), size)), {.total_length = 0}));
      },
      ends_at_the_layers_that_fit);
  expect_linear(
      [](std::size_t size) {
        const Buffer command =
            text("\xfeSMB") + hex("4000 0100 00000000 0200 0100 00000000 44000000") + zeros(40) + hex("0400 0000");
        return ether(0x0800, ipv4(6, tcp(1, 445, hex("00 000000") + repeated(command, size)), {.total_length = 0}));
      },
      ends_at_the_layers_that_fit);
}

}  // namespace
}  // namespace netdumplings
