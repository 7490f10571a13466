#include "hub/log/origin_hash.hpp"

#include <algorithm>

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

}  // namespace

std::uint64_t name_hash(const SipKey& key, std::string_view name) {
  return std::max<std::uint64_t>(sip_hash(key, name), 1);
}

std::uint32_t driver_hash(const SipKey& key, std::string_view driver) {
  return std::max<std::uint32_t>(static_cast<std::uint32_t>(sip_hash(key, driver)), 1);
}

const OriginHash& OriginHasher::of(const DumplingOrigin& origin) {
  if (origin.driver.size() > defaults::longest_name) return longest_ = hash(origin);
  Recent& recent = recent_[cheap_hash(origin) % recent_.size()];
  if (recent.hash.chef == 0 || recent.origin.view() != origin) {
    recent.origin = OwnedDumplingOrigin(origin);
    recent.hash = hash(origin);
  }
  return recent.hash;
}

OriginHash OriginHasher::hash(const DumplingOrigin& origin) const {
  return {name_hash(key_, origin.chef), origin.kitchen ? name_hash(key_, *origin.kitchen) : 0,
          driver_hash(key_, origin.driver)};
}

}  // namespace netdumplings::hub
