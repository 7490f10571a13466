// Gives the metrics to those who ask for them: one text to all who ask at the same time.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hub/status/census_taker.hpp"

namespace netdumplings::hub {

/// Used on the census taker's thread.
///
/// A text is in memory until the last of those who asked has read it. So that strangers who ask and don't read can't
/// fill the memory, there is at most one new text in defaults::metrics_pause while defaults::most_unread_metrics older
/// ones are unread; whoever asks in between gets the newest one that there is.
class MetricsPage {
 public:
  using Text = std::shared_ptr<const std::string>;
  using Clock = std::chrono::steady_clock;

  /// The census taker must outlive it; it must outlive what the census taker has still to answer.
  explicit MetricsPage(CensusTaker& census_taker) : census_taker_(census_taker) {}

  /// Calls `done` with the metrics, now or later.
  void ask(std::function<void(Text text)> done);

 private:
  void give(Text text);

  CensusTaker& census_taker_;
  std::vector<std::function<void(Text text)>> waiting_;
  std::vector<std::weak_ptr<const std::string>> unread_;
  Clock::time_point made_at_;  // the last of them
};

}  // namespace netdumplings::hub
