// Whether a spool takes dumplings, and when its trouble is worth a line in the log.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

class SpoolHealth {
 public:
  using Clock = std::chrono::steady_clock;

  /// Whether to try the disk now. A disk doesn't say when it has room again, so after a failure it is tried once in
  /// defaults::spool_retry_pause.
  [[nodiscard]] bool may_ask(Clock::time_point now) const { return trouble_.empty() || now >= retry_at_; }

  /// Notes that the spool took nothing, and why.
  void failed(const std::string& why, Clock::time_point now) {
    trouble_ = why;
    retry_at_ = now + defaults::spool_retry_pause;
    // A slow hub takes a full disk's oldest file now and then. Without the pause that would be two lines a second.
    if (in_news_ || (reported_at_ && now - *reported_at_ < defaults::spool_news_pause)) return;
    in_news_ = true;
    reported_at_ = now;
    news_ = why;
  }

  /// Notes that the spool took a segment.
  void worked() {
    trouble_.clear();
    if (std::exchange(in_news_, false)) news_ = "";
  }

  /// Notes that a file of the spool was removed: its space on the disk is free now.
  void gave_way() { retry_at_ = {}; }

  /// Returns why the spool took nothing the last time, or "".
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  /// Returns what has changed since the last call and is worth a line in the log: why the spool takes no more, or "":
  /// it does again.
  std::optional<std::string> take_news() { return std::exchange(news_, std::nullopt); }

 private:
  std::string trouble_;
  Clock::time_point retry_at_{};
  bool in_news_ = false;  // the last news was trouble
  std::optional<Clock::time_point> reported_at_;
  std::optional<std::string> news_;
};

}  // namespace netdumplings::kitchen
