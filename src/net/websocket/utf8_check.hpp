// Whether a text message is text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace netdumplings::net {

/// Returns whether `text` is UTF-8 (RFC 3629). Fast for ASCII.
bool is_utf8(std::string_view text);

/// Checks a text that arrives in parts, and finds the first wrong byte as soon as it is there (RFC 6455, section 8.1).
class Utf8Check {
 public:
  /// Looks at the next part. Returns false if the text can't be UTF-8 any more, whatever follows.
  bool add(std::string_view part);
  /// Returns whether no character is cut off at the end of what was added.
  [[nodiscard]] bool complete() const { return begun_.empty(); }
  /// Begins a new text.
  void reset() { begun_.clear(); }

 private:
  bool finish_begun(std::string_view& part);

  std::string begun_;  // the first bytes of a character that isn't complete yet
};

}  // namespace netdumplings::net
