// The dissector and the views take time in proportion to a packet's length, whatever is in it: eight times of the
// worst inputs that we can think of must not take near 64 times as long. What is compared are the best of several runs,
// and the bound is far from what linear code needs, so that a busy machine doesn't fail it.
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/layers/tcp.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

using Nanoseconds = std::chrono::nanoseconds::rep;

Nanoseconds best_of(const std::function<void()>& work) {
  Nanoseconds best = std::numeric_limits<Nanoseconds>::max();
  for (int run = 0; run < 15; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    best = std::min(best, (std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

void expect_linear(const std::function<Buffer(std::size_t size)>& make, const std::function<void(const Frame&)>& work) {
  const Buffer small = make(7'000);
  const Buffer large = make(56'000);
  const auto time_of = [&](const Buffer& bytes) {
    return best_of([&] {
      const Frame frame(bytes);
      work(frame);
    });
  };
  const double ratio =
      static_cast<double>(time_of(large)) / static_cast<double>(std::max<Nanoseconds>(time_of(small), 200));
  EXPECT_LT(ratio, 8 * 6) << "eight times the bytes; quadratic would be 64";
}

Buffer repeated(const Buffer& piece, std::size_t size) {
  Buffer all;
  while (all.size() + piece.size() <= size) all.insert(all.end(), piece.begin(), piece.end());
  return all;
}

Buffer udp_frame(const Buffer& payload) {
  return ether(0x0800, ipv4(17, udp(53, 53, payload, 8 + payload.size()), {.total_length = 0}));
}

void read_all_questions(const Frame& frame) {
  const auto view = frame.packet().layer<layers::Dns>();
  ASSERT_TRUE(view);
  std::size_t said = 0;
  for (const auto& question : view->questions()) said += question.name.size();
  EXPECT_LE(said, 4 * 8 * frame.packet().captured_length()) << "an escaped byte is four";
}

TEST(WorstInput, ManyTagsEndAtTheLayersThatFit) {
  expect_linear([](std::size_t size) { return ether(0x8100, repeated(hex("0005 8100"), size)); },
                [](const Frame& tags) { EXPECT_EQ(tags.packet().layers().size(), packet::max_layers); });
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
      [](const Frame& frame) { EXPECT_EQ(frame.packet().layers().size(), packet::max_layers); });
  expect_linear(
      [](std::size_t size) {
        const Buffer options = repeated(hex("0501 0000 00000000"), size);
        return ether(0x86dd, ipv6(58, hex("8500 0000 00000000") + options, 8 + options.size()));
      },
      [](const Frame& frame) { EXPECT_EQ(frame.packet().layers().size(), packet::max_layers); });
}

}  // namespace
}  // namespace netdumplings
