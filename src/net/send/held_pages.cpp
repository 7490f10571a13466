#include "net/send/held_pages.hpp"

#include <algorithm>
#include <cassert>

namespace netdumplings::net {

bool HeldPages::add(const std::shared_ptr<PageBatch>& batch, std::uint64_t end) {
  assert(batch != nullptr && (holds_.empty() || end > holds_.back().end));
  if (!holds_.empty() && holds_.back().batch == batch) {
    holds_.back().end = end;
    return false;
  }
  holds_.push_back({batch, end});
  return true;
}

void HeldPages::release(std::uint64_t acknowledged) {
  const auto kept =
      std::find_if(holds_.begin(), holds_.end(), [=](const Hold& hold) { return hold.end > acknowledged; });
  holds_.erase(holds_.begin(), kept);
}

}  // namespace netdumplings::net
