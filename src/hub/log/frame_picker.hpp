// The frames of the log that an eater chose, side by side.
//
// Whether a frame is wanted stands in the index, as its topic: each topic is judged once. Wanted frames that already
// stand side by side are sent from where they are; scattered ones are gathered, so that there is one send for many.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/subscription.hpp"
#include "hub/log/topics.hpp"

namespace netdumplings::hub {

/// Where scattered frames are gathered; one a thread is enough, since what is in it is sent at once.
struct GatheredFrames {
  struct Frame {
    std::uint32_t entry;  // of the chunk
    std::size_t end;      // in `bytes`
  };
  std::string bytes;
  std::vector<Frame> frames;
};

/// Used by one thread. What it is given outlives it.
class FramePicker {
 public:
  FramePicker(const Topics& topics, Choice choice, GatheredFrames& gathered)
      : topics_(topics), choice_(std::move(choice)), gathered_(gathered) {}

  /// Whether entry `i` is wanted.
  bool takes(const DumplingLog::Chunk& chunk, std::uint32_t i);
  /// Whether an entry of one of these topics may be wanted.
  bool may_take(std::span<const Topics::Id> topics);

  /// The wanted frames among entries `first` to `count`, as many as are sent in one go, the first of which is wanted.
  /// They stay where they are until the next pick, of whichever picker with the same GatheredFrames.
  std::string_view pick(const DumplingLog::Chunk& chunk, std::uint32_t first, std::uint32_t count);

  /// Whether the last pick lies in the chunk itself.
  [[nodiscard]] bool in_place() const { return in_place_; }

  struct Taken {
    std::uint32_t next = 0;    // the entry behind the last one touched
    std::uint32_t wanted = 0;  // how many of those passed were touched
    std::size_t missing = 0;   // bytes of the last one touched that weren't taken
  };
  /// What became of the last pick, of which the first `bytes`, more than none, were taken.
  [[nodiscard]] Taken taken(const DumplingLog::Chunk& chunk, std::size_t bytes) const;

 private:
  bool takes(Topics::Id topic);
  bool look_and_judge(const DumplingLog::Chunk& chunk, std::uint32_t i) const;
  void gather(const DumplingLog::Chunk& chunk, std::uint32_t first, std::uint32_t count);

  const Topics& topics_;
  const Choice choice_;
  GatheredFrames& gathered_;
  std::vector<char> judged_;  // by topic: 0 not yet, else yes or no
  bool in_place_ = false;     // the last pick was sent from the log itself
  std::uint32_t first_ = 0;   // of the last pick
};

}  // namespace netdumplings::hub
