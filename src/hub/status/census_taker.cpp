#include "hub/status/census_taker.hpp"

#include <cassert>
#include <utility>

#include "hub/log/clock.hpp"

namespace netdumplings::hub {

CensusTaker::CensusTaker(net::Loop& loop, Sources sources) : loop_(loop), sources_(std::move(sources)) {
  assert(!sources_.shards.empty());
}

void CensusTaker::take(Done done) {
  waiting_.push_back(std::move(done));
  if (unanswered_ > 0) return;
  unanswered_ = sources_.shards.size();
  newest_eater_ = sources_.newest_eater();
  for (const AskShard& ask : sources_.shards) {
    ask([this](ShardReport report) {
      loop_.post([this, report = std::move(report)]() mutable { add_answer(std::move(report)); });
    });
  }
}

void CensusTaker::add_answer(ShardReport&& report) {
  assert(unanswered_ > 0);
  add(eaters_, std::move(report));
  if (--unanswered_ == 0) finish();
}

void CensusTaker::finish() {
  Census census;
  census.uptime_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  census.now_seconds = seconds_since_epoch();
  census.newest_eater = newest_eater_;
  census.eaters = std::exchange(eaters_, {});
  sources_.add_rest(census);
  for (const Done& done : std::exchange(waiting_, {})) done(census);
}

}  // namespace netdumplings::hub
