// How often something happens. Times are seconds on one clock that doesn't go back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace netdumplings::eaters::top {

/// Counts events over the last ten seconds.
class RateMeter {
 public:
  void add(double now);
  /// Returns nothing before the first event.
  [[nodiscard]] std::optional<double> per_second(double now) const;

 private:
  struct Second {
    std::int64_t number = -1;
    std::uint64_t events = 0;
  };
  static constexpr std::int64_t window = 10;

  std::array<Second, window> seconds_{};
  std::optional<double> first_;
};

/// Measures a counter that is read now and then. If its value decreases, it is taken for a new counter.
class CounterRate {
 public:
  void update(double count, double now);
  /// Returns the rate between the last two readings.
  [[nodiscard]] std::optional<double> per_second() const { return rate_; }
  /// Returns how much the counter grew between them.
  [[nodiscard]] double growth() const { return growth_; }

 private:
  std::optional<double> count_;
  double at_ = 0;
  double growth_ = 0;
  std::optional<double> rate_;
};

}  // namespace netdumplings::eaters::top
