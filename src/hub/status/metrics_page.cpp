#include "hub/status/metrics_page.hpp"

#include <utility>

#include "common/defaults.hpp"
#include "hub/status/metrics.hpp"

namespace netdumplings::hub {

void MetricsPage::ask(std::function<void(Text text)> done) {
  std::erase_if(unread_, [](const auto& text) { return text.expired(); });
  const bool pauses = Clock::now() - made_at_ < defaults::metrics_pause;
  if (pauses && unread_.size() >= defaults::most_unread_metrics) return done(unread_.back().lock());
  waiting_.push_back(std::move(done));
  if (waiting_.size() > 1) return;
  census_taker_.take([this](const Census& census) { give(std::make_shared<const std::string>(metrics_text(census))); });
}

void MetricsPage::give(Text text) {
  unread_.push_back(text);
  made_at_ = Clock::now();
  for (const auto& done : std::exchange(waiting_, {})) done(text);
}

}  // namespace netdumplings::hub
