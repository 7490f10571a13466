#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <netdumplings/random_hash.hpp>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "colliding_names.hpp"

namespace netdumplings {
namespace {

constexpr std::size_t name_count = 4'000;

template <class Table>
std::size_t largest_bucket(const Table& table) {
  std::size_t largest = 0;
  for (std::size_t i = 0; i < table.bucket_count(); ++i) largest = std::max(largest, table.bucket_size(i));
  return largest;
}

TEST(RandomHash, SpreadsNamesThatCollideInTheStandardHash) {
  std::unordered_map<std::string, int> plain;
  std::unordered_map<std::string, int, RandomHash> safe;
  for (const auto& name : test::colliding_names(name_count)) {
    plain[name] = 1;
    safe[name] = 1;
  }
#if defined(__GLIBCXX__) && defined(__x86_64__)
  EXPECT_EQ(largest_bucket(plain), name_count) << "the names don't collide, so they show nothing";
#endif
  EXPECT_EQ(safe.size(), name_count);
  EXPECT_LT(largest_bucket(safe), 20U);
}

TEST(RandomHash, SpreadsNumbersThatShareABucketInTheStandardHash) {
  std::unordered_map<std::uint64_t, int, RandomHash> safe;
  safe.reserve(name_count);
  for (std::uint64_t i = 0; i < name_count; ++i) safe[i * safe.bucket_count()] = 1;
  EXPECT_LT(largest_bucket(safe), 20U);
}

TEST(RandomHash, FindsAStringByAView) {
  const std::unordered_map<std::string, int, RandomHash, std::equal_to<>> table{{"name", 7}};
  EXPECT_EQ(table.find(std::string_view("name"))->second, 7);
}

TEST(RandomHash, DrawsAnotherKeyEachTime) {
  std::set<std::uint64_t> keys;
  for (int i = 0; i < 8; ++i) {
    const SipKey key = random_sip_key();
    keys.insert({key.low, key.high});
  }
  EXPECT_EQ(keys.size(), 16U);
}

}  // namespace
}  // namespace netdumplings
