// Is this message a dumpling, and whose? All that the hub asks of one, in one pass.
#pragma once

#include <memory>
#include <string_view>

#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

enum class Verdict {
  dumpling,
  not_json,  // no JSON document in UTF-8, deeper than defaults::max_json_depth, NaN, Infinity, a lone surrogate
  no_chef,   // no object with `metadata`, or no `chef` in it that is a string
  hubs_own,  // of a chef that speaks for the hub, and for nobody else
};

/// Used by one thread. Of a key that is there twice the last counts, as it does in Python and in browsers.
class DumplingCheck {
 public:
  /// Messages are at most `largest` bytes.
  explicit DumplingCheck(std::size_t largest);
  ~DumplingCheck();

  /// The 64 bytes behind `message` must be readable; they aren't looked at.
  Verdict operator()(std::string_view message);
  /// Of the last message, which was a dumpling; valid until the next.
  [[nodiscard]] const DumplingOrigin& origin() const { return by_; }

 private:
  struct Parser;
  Verdict look(std::string_view message);

  std::unique_ptr<Parser> parser_;
  DumplingOrigin by_;
  OwnedDumplingOrigin slow_;  // what the second look found
};

}  // namespace netdumplings::hub
