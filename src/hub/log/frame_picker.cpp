#include "hub/log/frame_picker.hpp"

#include <algorithm>

#include "common/defaults.hpp"
#include "hub/log/exact_check.hpp"

namespace netdumplings::hub {
namespace {

constexpr char yes = 1;
constexpr char no = 2;

}  // namespace

bool FramePicker::takes(const LogChunk& chunk, std::uint32_t i) {
  const Topics::Id topic = chunk.entry(i).topic;
  return topic == Topics::unlisted ? takes_unlisted(chunk, i) : takes(topic);
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

bool FramePicker::takes_unlisted(const LogChunk& chunk, std::uint32_t i) const {
  OwnedDumplingOrigin origin;
  check_exactly(chunk.message(i), origin);
  return choice_.takes(origin.view());
}

std::string_view FramePicker::pick(const LogChunk& chunk, std::uint32_t first, std::uint32_t count) {
  const std::size_t begin = chunk.begin_of(first);
  std::uint32_t end = first + 1;
  while (end < count && takes(chunk, end) && chunk.end_of(end) - begin <= defaults::sent_at_once) ++end;
  first_ = first;
  in_place_ = end == count || chunk.end_of(end - 1) - begin >= defaults::least_run_in_place;
  if (in_place_) return chunk.bytes(begin, chunk.end_of(end - 1));
  gather(chunk, first, count);
  return gathered_.bytes;
}

void FramePicker::gather(const LogChunk& chunk, std::uint32_t first, std::uint32_t count) {
  gathered_.bytes.clear();
  gathered_.frames.clear();
  for (std::uint32_t i = first; i < count && gathered_.bytes.size() < defaults::gathered_at_once; ++i) {
    if (!takes(chunk, i)) continue;
    gathered_.bytes += chunk.bytes(chunk.begin_of(i), chunk.end_of(i));
    gathered_.frames.push_back({i, gathered_.bytes.size()});
  }
}

FramePicker::Taken FramePicker::taken(const LogChunk& chunk, std::size_t bytes) const {
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
