#include "hub/log/topics.hpp"

#include <tuple>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

std::size_t cheap_hash(const DumplingOrigin& origin) {
  const std::string_view kitchen = origin.kitchen.value_or("");
  std::size_t hash = origin.chef.size() + 7 * origin.driver.size() + 31 * kitchen.size();
  if (!origin.chef.empty()) hash += 3U * static_cast<unsigned char>(origin.chef.front());
  if (!kitchen.empty()) hash += 5U * static_cast<unsigned char>(kitchen.back());
  return hash;
}

std::size_t size(const DumplingOrigin& origin) {
  return origin.chef.size() + origin.driver.size() + origin.kitchen.value_or("").size();
}

}  // namespace

bool Topics::Less::operator()(const DumplingOrigin& a, const DumplingOrigin& b) const {
  return std::tie(a.chef, a.kitchen, a.driver) < std::tie(b.chef, b.kitchen, b.driver);
}

Topics::Id Topics::of(const DumplingOrigin& origin) {
  Recent& recent = recent_[cheap_hash(origin) % recent_.size()];
  if (recent.id == unlisted || recent.origin != origin) {
    recent.id = find(origin);
    if (recent.id != unlisted) recent.origin = list_[recent.id - 1].view();
  }
  return recent.id;
}

Topics::Id Topics::find(const DumplingOrigin& origin) {
  if (const auto known = ids_.find(origin); known != ids_.end()) return known->second;
  if (list_.size() == defaults::most_topics || size(origin) > defaults::longest_topic) return unlisted;
  const std::lock_guard lock(mutex_);
  const OwnedDumplingOrigin& listed = list_.emplace_back(origin);
  const Id id = static_cast<Id>(list_.size());
  ids_.emplace(listed.view(), id);
  return id;
}

const OwnedDumplingOrigin& Topics::at(Id id) const {
  const std::lock_guard lock(mutex_);
  return list_[id - 1];
}

}  // namespace netdumplings::hub
