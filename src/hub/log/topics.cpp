#include "hub/log/topics.hpp"

#include <tuple>

namespace netdumplings::hub {
namespace {

std::size_t cheap_hash(const DumplingOrigin& by) {
  const std::string_view kitchen = by.kitchen.value_or("");
  std::size_t hash = by.chef.size() + 7 * by.driver.size() + 31 * kitchen.size();
  if (!by.chef.empty()) hash += 3U * static_cast<unsigned char>(by.chef.front());
  if (!kitchen.empty()) hash += 5U * static_cast<unsigned char>(kitchen.back());
  return hash;
}

std::size_t size(const DumplingOrigin& by) {
  return by.chef.size() + by.driver.size() + by.kitchen.value_or("").size();
}

}  // namespace

bool Topics::Less::operator()(const DumplingOrigin& a, const DumplingOrigin& b) const {
  return std::tie(a.chef, a.kitchen, a.driver) < std::tie(b.chef, b.kitchen, b.driver);
}

Topics::Id Topics::of(const DumplingOrigin& by) {
  Id& recent = recent_[cheap_hash(by) % recent_.size()];
  if (recent == unlisted || list_[recent - 1].view() != by) recent = find(by);
  return recent;
}

Topics::Id Topics::find(const DumplingOrigin& by) {
  if (const auto known = ids_.find(by); known != ids_.end()) return known->second;
  if (list_.size() == most || size(by) > longest) return unlisted;
  const std::lock_guard lock(mutex_);
  const OwnedDumplingOrigin& listed = list_.emplace_back(by);
  const Id id = static_cast<Id>(list_.size());
  ids_.emplace(listed.view(), id);
  return id;
}

const OwnedDumplingOrigin& Topics::at(Id id) const {
  const std::lock_guard lock(mutex_);
  return list_[id - 1];
}

}  // namespace netdumplings::hub
