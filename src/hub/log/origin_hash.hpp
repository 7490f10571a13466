// The origin of a dumpling as numbers: what the log's index has of it, for eaters that choose.
//
// An eater's choice is compared with these numbers, so that nobody reads a dumpling twice. The key is the log's secret:
// whoever sends dumplings can't find two names with the same number.
#pragma once

#include <array>
#include <cstdint>
#include <netdumplings/sip_hash.hpp>
#include <string_view>

#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

/// Never 0.
std::uint64_t name_hash(const SipKey& key, std::string_view name);
/// The same in 32 bits, which are enough for the few names that drivers have. Never 0.
std::uint32_t driver_hash(const SipKey& key, std::string_view driver);

/// An origin's names, hashed.
struct OriginHash {
  std::uint64_t chef = 0;
  std::uint64_t kitchen = 0;  // 0 if there is no kitchen
  std::uint32_t driver = 0;

  bool operator==(const OriginHash&) const = default;
};

/// Hashes origins, and remembers those that came last. Used by one thread.
class OriginHasher {
 public:
  explicit OriginHasher(const SipKey& key) : key_(key) {}
  /// The same origin has the same hash, as long as the key is the same.
  const OriginHash& of(const DumplingOrigin& origin);

 private:
  struct Recent {
    OwnedDumplingOrigin origin;
    OriginHash hash{};  // its chef is 0 if nothing is here yet
  };
  [[nodiscard]] OriginHash hash(const DumplingOrigin& origin) const;

  const SipKey key_;
  std::array<Recent, 64> recent_{};  // what came last for each value of a cheap hash
  OriginHash longest_{};             // of an origin that is too long to be remembered
};

}  // namespace netdumplings::hub
