// Picks the frames of the log that an eater wants.
//
// The index has the origin of each frame, hashed; no frame is read to judge it. If many wanted frames are next to each
// other, they are sent from where they are; if they are scattered, they are first copied next to each other, so that
// one send is enough for many.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/log/choice.hpp"
#include "hub/log/dumpling_log.hpp"
#include "hub/log/name_set.hpp"
#include "hub/log/origin_hash.hpp"

namespace netdumplings::hub {

/// Where scattered frames are gathered. One is enough for a thread, since what is in it is sent at once.
struct GatheredFrames {
  struct Frame {
    std::uint32_t entry;  // of the chunk
    std::size_t end;      // in `bytes`
  };
  std::string bytes;
  std::vector<Frame> frames;
};

/// Used by one thread.
class FramePicker {
 public:
  /// `key` is that of the log. `gathered` must outlive the picker.
  FramePicker(const SipKey& key, const Choice& choice, GatheredFrames& gathered);

  /// Whether entry `i` of `chunk` is wanted.
  [[nodiscard]] bool takes(const LogChunk& chunk, std::uint32_t i) const { return takes(chunk.entry(i).origin()); }
  /// Whether an entry of one of these origins is wanted.
  [[nodiscard]] bool takes_any(std::span<const OriginHash> origins) const;

  /// Returns the wanted frames among the entries from `first`, which must be wanted, up to but without `count`; at most
  /// as many as are sent at once. They stay in memory until the next pick() of any picker with the same GatheredFrames.
  std::string_view pick(const LogChunk& chunk, std::uint32_t first, std::uint32_t count);

  /// Returns whether the last pick lies in the chunk itself.
  [[nodiscard]] bool in_place() const { return in_place_; }

  struct Taken {
    std::uint32_t next = 0;    // the entry after the last one of which something was taken
    std::uint32_t wanted = 0;  // how many wanted frames come before `next`
    std::size_t missing = 0;   // bytes that weren't taken of the last of these frames
  };
  /// Returns how far the first `bytes` of the last pick went; `bytes` isn't 0.
  [[nodiscard]] Taken taken(const LogChunk& chunk, std::size_t bytes) const;

 private:
  [[nodiscard]] bool takes(const OriginHash& origin) const {
    return (!chefs_ || chefs_->contains(origin.chef)) && (!kitchens_ || kitchens_->contains(origin.kitchen)) &&
           (!drivers_ || drivers_->contains(origin.driver));
  }
  void gather(const LogChunk& chunk, std::uint32_t first, std::uint32_t count);

  // Those that were chosen; without a value, any.
  std::optional<NameSet> chefs_;
  std::optional<NameSet> kitchens_;
  std::optional<NameSet> drivers_;
  GatheredFrames& gathered_;
  bool in_place_ = false;    // whether the last pick lies in the log itself
  std::uint32_t first_ = 0;  // the last pick's first entry
};

}  // namespace netdumplings::hub
