#include "hub/log/frame_picker.hpp"

#include <algorithm>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

template <class Hash>
std::optional<NameSet> hashed(const SipKey& key, const Choice::Names& names, Hash hash) {
  if (!names) return std::nullopt;
  std::vector<std::uint64_t> hashes;
  for (const std::string& name : *names) hashes.push_back(hash(key, name));
  return NameSet(hashes);
}

}  // namespace

FramePicker::FramePicker(const SipKey& key, const Choice& choice, GatheredFrames& gathered)
    : chefs_(hashed(key, choice.chefs, name_hash)),
      kitchens_(hashed(key, choice.kitchens, name_hash)),
      drivers_(hashed(key, choice.drivers, driver_hash)),
      gathered_(gathered) {}

bool FramePicker::takes_any(std::span<const OriginHash> origins) const {
  return std::any_of(origins.begin(), origins.end(), [this](const OriginHash& origin) { return takes(origin); });
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
