#include "hub/log/frame_picker.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "hub/log/origin_hash.hpp"

namespace netdumplings::hub {
namespace {

class FramePickerTest : public testing::Test {
 protected:
  FramePickerTest() { chunk_.begin(0, 0, 0, sessions_); }
  void append(const std::string& chef, std::size_t size = 10) {
    chunk_.append({std::string(size, chef.front()), net::Opcode::text, origins_.of({chef, std::nullopt, ""})}, 0);
  }
  // The frames from the first wanted one on.
  std::string_view pick(std::uint32_t first = 0) { return picker_.pick(chunk_, first, chunk_.count()); }
  bool in_the_chunk(std::string_view frames) const {
    return frames.data() == chunk_.bytes(chunk_.begin_of(0), chunk_.end_of(0)).data();
  }

  static constexpr SipKey key{1, 2};
  OriginHasher origins_{key};
  Sessions sessions_;
  LogChunk chunk_{ChunkMemory::in_memory(std::size_t{1} << 20), key};
  GatheredFrames gathered_;
  FramePicker picker_{key, Choice{std::set<std::string, std::less<>>{"A"}, {}, {}}, gathered_};
};

TEST_F(FramePickerTest, TakesWhatWasChosen) {
  append("A");
  append("B");
  EXPECT_TRUE(picker_.takes(chunk_, 0));
  EXPECT_FALSE(picker_.takes(chunk_, 1));
}

TEST_F(FramePickerTest, TakesWhatIsInEachListThatIsGiven) {
  const FramePicker picker(key, Choice{std::set<std::string, std::less<>>{"A", "B"}, {{"k"}}, {{"packet"}}}, gathered_);
  const auto takes = [&](const DumplingOrigin& origin) {
    const OriginHash& hash = origins_.of(origin);
    return picker.takes_any({&hash, 1});
  };
  EXPECT_TRUE(takes({"B", "k", "packet"}));
  EXPECT_FALSE(takes({"C", "k", "packet"}));
  EXPECT_FALSE(takes({"A", "l", "packet"}));
  EXPECT_FALSE(takes({"A", std::nullopt, "packet"}));
  EXPECT_FALSE(takes({"A", "k", "interval"}));
}

TEST_F(FramePickerTest, CopiesScatteredFramesNextToEachOther) {
  for (const char* chef : {"A", "B", "A", "B"}) append(chef);
  const std::string frame = "\x81\x0a" + std::string(10, 'A');
  EXPECT_EQ(pick(), frame + frame);
  EXPECT_FALSE(in_the_chunk(pick()));
  const auto all = picker_.taken(chunk_, 2 * frame.size());
  EXPECT_EQ(all.next, 3U);
  EXPECT_EQ(all.wanted, 2U);
  EXPECT_EQ(all.missing, 0U);
  const auto part = picker_.taken(chunk_, frame.size() + 5);
  EXPECT_EQ(part.next, 3U);
  EXPECT_EQ(part.wanted, 2U);
  EXPECT_EQ(part.missing, frame.size() - 5);
}

TEST_F(FramePickerTest, GivesFramesThatAreNextToEachOtherFromWhereTheyAre) {
  for (int i = 0; i < 20; ++i) append("A", 2000);
  append("B");
  append("A");
  const std::string_view frames = pick();
  EXPECT_TRUE(in_the_chunk(frames));
  EXPECT_EQ(frames.size(), chunk_.end_of(19) - chunk_.begin_of(0));
  const auto some = picker_.taken(chunk_, 1);
  EXPECT_EQ(some.next, 1U);
  EXPECT_EQ(some.wanted, 1U);
  EXPECT_EQ(some.missing, chunk_.end_of(0) - chunk_.begin_of(0) - 1);
}

}  // namespace
}  // namespace netdumplings::hub
