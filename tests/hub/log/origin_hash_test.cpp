#include "hub/log/origin_hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "common/defaults.hpp"
#include "hub/log/name_set.hpp"

namespace netdumplings::hub {
namespace {

constexpr SipKey sip_key{1, 2};

TEST(OriginHash, TheSameOriginHasTheSameHashAndOthersHaveOthers) {
  OriginHasher hasher(sip_key);
  const DumplingOrigin all[] = {{"C", "k", "packet"}, {"C", "k", "interval"},       {"C", std::nullopt, "packet"},
                                {"C", "", "packet"},  {"D", "k", "packet"},         {"C", "l", "packet"},
                                {"Ck", "", "packet"}, {"", std::nullopt, "packet"}, {"C", "k", ""}};
  std::vector<OriginHash> hashes;
  for (const DumplingOrigin& origin : all) hashes.push_back(hasher.of(origin));
  for (std::size_t i = 0; i < std::size(all); ++i) {
    EXPECT_EQ(std::count(hashes.begin(), hashes.end(), hashes[i]), 1);
    EXPECT_EQ(hasher.of(all[i]), hashes[i]);
  }
  EXPECT_EQ(hashes[2].kitchen, 0U) << "no kitchen";
  EXPECT_NE(hashes[3].kitchen, 0U) << "a kitchen without a name";
}

TEST(OriginHash, WhatIsRememberedOutlivesTheMessageItCameIn) {
  OriginHasher hasher(sip_key);
  std::string chef = "a chef with a name too long for a small string";
  const OriginHash before = hasher.of({chef, std::nullopt, "packet"});
  chef.assign(chef.size(), 'x');
  EXPECT_NE(hasher.of({chef, std::nullopt, "packet"}), before);
}

TEST(OriginHash, AnEndlessDriverIsNotRemembered) {
  OriginHasher hasher(sip_key);
  const std::string endless(defaults::longest_name + 1, 'x');
  EXPECT_EQ(hasher.of({"C", "k", endless}).driver, driver_hash(sip_key, endless));
}

TEST(OriginHash, DependsOnTheKey) { EXPECT_NE(name_hash(sip_key, "C"), name_hash({1, 3}, "C")); }

TEST(NameSet, HasTheHashesThatItWasMadeOf) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t i = 1; i <= 100; ++i) hashes.push_back(i * 1024);  // all of them begin at the same place
  const NameSet set(hashes);
  for (std::uint64_t i = 1; i <= 100; ++i) EXPECT_TRUE(set.contains(i * 1024));
  EXPECT_FALSE(set.contains(101 * 1024));
  EXPECT_FALSE(set.contains(0)) << "a dumpling without a kitchen is in no list of kitchens";
  EXPECT_FALSE(NameSet({}).contains(1));
}

}  // namespace
}  // namespace netdumplings::hub
