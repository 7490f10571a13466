// Checks any bytes as a dumpling, both ways: the fast check and the exact one come to the same verdict, and read the
// same origin.
#include "hub/kitchens/dumpling_check.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/protocol.hpp"
#include "hub/kitchens/exact_check.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netdumplings;
  using fuzz::require;
  constexpr std::size_t largest = std::size_t{1} << 20;
  constexpr std::size_t readable_after = 64;
  static hub::DumplingCheck check(largest);
  if (size > largest) return 0;
  std::string room(data, data + size);
  room.resize(size + readable_after);
  const std::string_view message(room.data(), size);
  const hub::Verdict fast = check(message);
  hub::OwnedDumplingOrigin origin;
  hub::Verdict slow = hub::check_exactly(message, origin);
  if (slow == hub::Verdict::dumpling && origin.chef == protocol::status_chef) slow = hub::Verdict::hubs_own;
  require(fast == slow, "both ways come to the same verdict");
  if (fast == hub::Verdict::dumpling) require(check.origin() == origin.view(), "both ways read the same origin");
  return 0;
}
