#include "hub/eaters/replay.hpp"

#include <nlohmann/json.hpp>

#include "hub/log/clock.hpp"
#include "hub/log/log_search.hpp"

namespace netdumplings::hub {

// What arrived less than a second ago arrives now: the eater has caught up.
std::string Replay::begin_stretch(const DumplingLog& log, Position position) {
  const auto stretch = stretch_from(log, position);
  goes_on_ = stretch && stretch->arrival_ms < milliseconds_since_epoch() - 1000;
  if (!goes_on_) return ",\"arrived\":null";
  stretch_end_ = stretch->end;
  return ",\"arrived\":" + nlohmann::json(static_cast<double>(stretch->arrival_ms) / 1e3).dump();
}

}  // namespace netdumplings::hub
