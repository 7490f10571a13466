// Checks whether a message is a dumpling, and reads where it comes from, in one pass.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "hub/kitchens/exact_check.hpp"
#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

/// Used by one thread. If a key is there twice, the last one counts, as it does in Python and in browsers.
class DumplingCheck {
 public:
  /// Messages have at most `largest` bytes.
  explicit DumplingCheck(std::size_t largest);
  ~DumplingCheck();

  /// The 64 bytes after `message` must be readable; their values don't matter.
  Verdict operator()(std::string_view message);
  /// The origin of the last message, which must have been a dumpling. Valid until the next message is checked, and as
  /// long as the last one is in memory.
  [[nodiscard]] const DumplingOrigin& origin() const { return origin_; }

 private:
  struct Parser;
  Verdict check(std::string_view message);

  std::unique_ptr<Parser> parser_;
  DumplingOrigin origin_;
  OwnedDumplingOrigin exact_origin_;  // what the exact check found
};

}  // namespace netdumplings::hub
