#include "hub/log/frame_picker.hpp"

#include <algorithm>

#include "common/defaults.hpp"
#include "hub/kitchens/second_look.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::hub {
namespace {

// Frames side by side of this size are sent from where they are; copying fewer costs less than a send of their own.
constexpr std::size_t large_run = std::size_t{16} << 10;
constexpr std::size_t gathered_at_once = std::size_t{128} << 10;

constexpr char yes = 1;
constexpr char no = 2;

std::size_t begin_of_payload(std::string_view frame) {
  const unsigned length = static_cast<unsigned char>(frame[1]);
  return length < 126 ? 2 : length == 126 ? 4 : 10;
}

}  // namespace

bool FramePicker::takes(const DumplingLog::Chunk& chunk, std::uint32_t i) {
  const Topics::Id topic = chunk.entry(i).topic;
  return topic == Topics::unlisted ? look_and_judge(chunk, i) : takes(topic);
}

bool FramePicker::may_take(std::span<const Topics::Id> topics) {
  return std::any_of(topics.begin(), topics.end(),
                     [this](Topics::Id topic) { return topic == Topics::unlisted || takes(topic); });
}

bool FramePicker::takes(Topics::Id topic) {
  if (topic < judged_.size() && judged_[topic] != 0) return judged_[topic] == yes;
  if (topic >= judged_.size()) judged_.resize(topic + 1);
  const bool wanted = choice_.takes(topics_.at(topic).view());
  judged_[topic] = wanted ? yes : no;
  return wanted;
}

bool FramePicker::look_and_judge(const DumplingLog::Chunk& chunk, std::uint32_t i) const {
  OwnedByline by;
  const std::string_view frame = chunk.bytes(chunk.begin_of(i), chunk.end_of(i));
  second_look(frame.substr(begin_of_payload(frame)), by);
  return choice_.takes(by.view());
}

std::string_view FramePicker::pick(const DumplingLog::Chunk& chunk, std::uint32_t first, std::uint32_t count) {
  const std::size_t begin = chunk.begin_of(first);
  std::uint32_t end = first + 1;
  while (end < count && takes(chunk, end) && chunk.end_of(end) - begin <= defaults::sent_at_once) ++end;
  first_ = first;
  in_place_ = end == count || chunk.end_of(end - 1) - begin >= large_run;
  if (in_place_) return chunk.bytes(begin, chunk.end_of(end - 1));
  gather(chunk, first, count);
  return gathered_.bytes;
}

void FramePicker::gather(const DumplingLog::Chunk& chunk, std::uint32_t first, std::uint32_t count) {
  gathered_.bytes.clear();
  gathered_.frames.clear();
  for (std::uint32_t i = first; i < count && gathered_.bytes.size() < gathered_at_once; ++i) {
    if (!takes(chunk, i)) continue;
    gathered_.bytes += chunk.bytes(chunk.begin_of(i), chunk.end_of(i));
    gathered_.frames.push_back({i, gathered_.bytes.size()});
  }
}

FramePicker::Taken FramePicker::taken(const DumplingLog::Chunk& chunk, std::size_t bytes) const {
  if (in_place_) {
    const std::size_t end = chunk.begin_of(first_) + bytes;
    const std::uint32_t last = chunk.entry_at(end - 1);
    return {last + 1, last + 1 - first_, chunk.end_of(last) - end};
  }
  const auto last = std::lower_bound(gathered_.frames.begin(), gathered_.frames.end(), bytes,
                                     [](const GatheredFrames::Frame& f, std::size_t at) { return f.end < at; });
  const auto wanted = static_cast<std::uint32_t>(last - gathered_.frames.begin() + 1);
  return {last->entry + 1, wanted, last->end - bytes};
}

}  // namespace netdumplings::hub
