// A model of TcpStream that looks at every byte, and a sink that checks what the stream says. For tests and fuzzers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "connection/tcp_stream.hpp"

namespace netdumplings::connection {

/// Collects a stream's bytes by their offset. What didn't come is -1.
class CollectingSink final : public StretchSink {
 public:
  bool take(const Stretch& stretch) override {
    is_consistent = is_consistent && !stretch.bytes.empty() && stretch.offset == bytes.size() + stretch.missing_before;
    bytes.resize(stretch.offset, -1);
    bytes.insert(bytes.end(), stretch.bytes.begin(), stretch.bytes.end());
    ++stretches;
    return stretches < most_stretches;
  }

  std::vector<int> bytes;
  std::size_t stretches = 0;
  std::size_t most_stretches = static_cast<std::size_t>(-1);
  bool is_consistent = true;
};

/// Knows nothing of bounds: it is right for a stream that has fewer holes than most_holes and memory enough.
class StreamModel {
 public:
  void add(std::size_t offset, Bytes captured, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i) add_byte(offset + i, i < captured.size() ? captured[i] : -1);
    settle();
  }
  void acknowledge(std::size_t offset) {
    acknowledged_ = std::max(acknowledged_, offset);
    settle();
  }
  void finish() { next_ = bytes_.size(); }
  /// Returns the bytes that are in order, and -1 for those that will never come. Those at the end aren't told.
  std::vector<int> in_order() const {
    std::vector<int> result(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(next_));
    while (!result.empty() && result.back() == -1) result.pop_back();
    return result;
  }
  std::size_t retransmitted() const { return retransmitted_; }
  std::size_t offset() const { return next_; }
  std::size_t missing() const {
    return static_cast<std::size_t>(
        std::count(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(next_), -1));
  }

 private:
  void add_byte(std::size_t at, int byte) {
    // A byte that comes next, but wasn't captured, will never come. Later on, it may come again.
    const bool is_next = at == next_ && bytes_.size() == next_;
    if (at < next_ || (at < bytes_.size() && bytes_[at] != -1)) {
      ++retransmitted_;
      return;
    }
    if (at >= bytes_.size()) bytes_.resize(at + 1, -1);
    if (byte != -1) bytes_[at] = byte;
    if (is_next) next_ = at + 1;
  }
  void settle() {
    const std::size_t given_up = std::min(acknowledged_, bytes_.size());
    while (next_ < bytes_.size() && (bytes_[next_] != -1 || next_ < given_up)) ++next_;
  }

  std::vector<int> bytes_;  // -1: didn't come
  std::size_t next_ = 0;
  std::size_t acknowledged_ = 0;
  std::size_t retransmitted_ = 0;
};

}  // namespace netdumplings::connection
