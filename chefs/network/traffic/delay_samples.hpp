// Quantiles of times, in bounded memory.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace netdumplings::chefs::network {

/// Collects times in nanoseconds. Quantiles are exact for up to `most_kept` times. After that only every 2nd, then
/// every 4th, 8th and so on is kept, from the first one on: the same times always give the same quantiles.
class DelaySamples {
 public:
  static constexpr std::size_t most_kept = 512;

  void add(std::int64_t ns) {
    max_ns_ = std::max(max_ns_, ns);
    if (seen_++ % step_ != 0) return;
    if (kept_.size() == most_kept) keep_every_other();
    kept_.push_back(ns);
  }

  /// Returns the smallest of the kept times that at least this share of them don't exceed; nothing without times.
  /// `share` is more than 0 and at most 1.
  std::optional<std::int64_t> quantile(double share) const {
    if (kept_.empty()) return std::nullopt;
    std::vector<std::int64_t> sorted = kept_;
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(rank, 1, sorted.size()) - 1);
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
  }
  /// Returns the longest of all times; nothing without times.
  std::optional<std::int64_t> max() const { return kept_.empty() ? std::nullopt : std::optional(max_ns_); }

 private:
  void keep_every_other() {
    for (std::size_t i = 0; 2 * i < kept_.size(); ++i) kept_[i] = kept_[2 * i];
    kept_.resize((kept_.size() + 1) / 2);
    step_ *= 2;
  }

  std::vector<std::int64_t> kept_;
  std::uint64_t seen_ = 0;
  std::uint64_t step_ = 1;
  std::int64_t max_ns_ = 0;
};

}  // namespace netdumplings::chefs::network
