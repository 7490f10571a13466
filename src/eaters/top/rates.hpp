// How often something happens. Times are seconds on any one clock that doesn't go back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace netdumplings::eaters::top {

/// Events as they come, over the last ten seconds.
class RateMeter {
 public:
  void add(double now);
  /// None before there was anything to measure.
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

/// A counter that is read now and then. One that went back is another counter: it begins anew.
class CounterRate {
 public:
  void update(double count, double now);
  /// Between the last two readings.
  [[nodiscard]] std::optional<double> per_second() const { return rate_; }
  /// By how much it grew between them.
  [[nodiscard]] double growth() const { return growth_; }

 private:
  std::optional<double> count_;
  double at_ = 0;
  double growth_ = 0;
  std::optional<double> rate_;
};

}  // namespace netdumplings::eaters::top
