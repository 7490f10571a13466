// Whether a spool takes what comes, and when to say that it doesn't, or does again.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace netdumplings::kitchen {

class SpoolHealth {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr auto disk_pause = std::chrono::seconds(1);
  static constexpr auto told_pause = std::chrono::minutes(1);

  /// The disk doesn't tell when it has room again, and after a failure isn't asked too often.
  [[nodiscard]] bool may_ask(Clock::time_point now) const { return trouble_.empty() || now >= again_; }

  void failed(const std::string& why, Clock::time_point now) {
    trouble_ = why;
    again_ = now + disk_pause;
    // A slow hub that takes a full disk's oldest file now and then would make this a line a second, and another.
    if (in_news_ || (told_at_ && now - *told_at_ < told_pause)) return;
    in_news_ = true;
    told_at_ = now;
    news_ = why;
  }

  void worked() {
    trouble_.clear();
    if (std::exchange(in_news_, false)) news_ = "";
  }

  /// A file of the spool's own went: its place on the disk can be had now.
  void gave_way() { again_ = {}; }

  /// Why the spool took nothing the last time, or "".
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  /// What has changed and is to be told: why it takes no more, or "": it does again.
  std::optional<std::string> take_news() { return std::exchange(news_, std::nullopt); }

 private:
  std::string trouble_;
  Clock::time_point again_{};
  bool in_news_ = false;  // the last news was trouble
  std::optional<Clock::time_point> told_at_;
  std::optional<std::string> news_;
};

}  // namespace netdumplings::kitchen
