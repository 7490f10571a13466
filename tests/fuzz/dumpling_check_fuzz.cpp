// The two ways to judge a dumpling, on any bytes: the fast one and the second look come to the same verdict, and read
// the same byline.
#include "hub/kitchens/dumpling_check.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/protocol.hpp"
#include "hub/log/exact_check.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netdumplings;
  using fuzz::require;
  constexpr std::size_t largest = std::size_t{1} << 20;
  constexpr std::size_t readable_behind = 64;
  static hub::DumplingCheck check(largest);
  if (size > largest) return 0;
  std::string room(data, data + size);
  room.resize(size + readable_behind);
  const std::string_view message(room.data(), size);
  const hub::Verdict fast = check(message);
  hub::OwnedDumplingOrigin by;
  hub::Verdict slow = hub::check_exactly(message, by);
  if (slow == hub::Verdict::dumpling && by.chef == protocol::status_chef) slow = hub::Verdict::hubs_own;
  require(fast == slow, "both ways come to the same verdict");
  if (fast == hub::Verdict::dumpling) require(check.origin() == by.view(), "both ways read the same byline");
  return 0;
}
