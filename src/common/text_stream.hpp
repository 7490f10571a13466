// Text that is passed on in parts while it is made, so that a long one is never in memory as a whole.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings {

/// Used by one thread. A short text is passed on as one part.
class TextStream {
 public:
  using Sink = std::function<void(std::string_view part)>;

  explicit TextStream(Sink sink) : sink_(std::move(sink)) {}
  /// Passes on what is left.
  ~TextStream() { flush(); }
  TextStream(const TextStream&) = delete;
  TextStream& operator=(const TextStream&) = delete;

  TextStream& operator+=(std::string_view text) {
    part_ += text;
    if (part_.size() >= defaults::text_part) flush();
    return *this;
  }
  void flush() {
    if (!part_.empty()) sink_(part_);
    part_.clear();
  }

 private:
  const Sink sink_;
  std::string part_;
};

}  // namespace netdumplings
