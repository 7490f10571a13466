// The eaters of one thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/log/line_limit.hpp"
#include "hub/eaters/eater_session.hpp"
#include "hub/hub_options.hpp"
#include "hub/log/dumpling_log.hpp"
#include "hub/log/frame_picker.hpp"
#include "hub/log/new_topics.hpp"
#include "hub/log/topics.hpp"
#include "hub/status/census.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {

/// What all threads of a hub look at. Outlives them.
struct HubCommons {
  const HubOptions& options;
  const DumplingLog& log;
  const Topics& topics;
  std::atomic<std::uint64_t> eaters_came{0};
};

class EaterShard {
 public:
  /// Both outlive it.
  EaterShard(net::Loop& loop, HubCommons& commons)
      : loop_(loop), commons_(commons), position_timer_(loop), fresh_(commons.log) {}
  EaterShard(const EaterShard&) = delete;
  EaterShard& operator=(const EaterShard&) = delete;

  // ---- on any thread: done soon, on its own
  /// Its eaters get what is new in the log: once for all that came since it was last asked.
  void flush_soon();
  /// For the eaters up to this number: one that came later waits for the next, in which it is itself.
  void offer_status_soon(const SharedFrame& frame, std::uint64_t newest_eater);
  /// `done` is called on the shard's thread.
  void report_soon(std::function<void(ShardReport report)> done);

  // ---- on its own, for its eaters
  [[nodiscard]] const HubOptions& options() const { return commons_.options; }
  [[nodiscard]] const DumplingLog& log() const { return commons_.log; }
  [[nodiscard]] std::unique_ptr<FramePicker> picker(const Choice& choice);
  [[nodiscard]] std::uint64_t next_number() { return ++commons_.eaters_came; }
  Eaters::iterator came(EaterSession& eater);
  void went(Eaters::iterator place, const std::string& why);
  /// A client that went before it had said a hello.
  void refused(const net::Endpoint& peer, const std::string& why);

 private:
  void flush();
  [[nodiscard]] ShardReport report() const;
  void offer_status(const SharedFrame& frame, std::uint64_t newest_eater);
  void give_up_on_old_statuses();
  void tell_positions();

  net::Loop& loop_;
  HubCommons& commons_;
  net::Timer position_timer_;
  std::atomic<std::size_t> present_{0};
  std::atomic<bool> flush_posted_{false};
  Eaters eaters_;
  EaterLedger gone_;           // of those that went
  std::uint64_t stalled_ = 0;  // went because they took nothing
  GatheredFrames gathered_;
  std::deque<std::weak_ptr<const std::string>> statuses_;  // that may still be held
  std::size_t v1_eaters_ = 0;
  NewTopics fresh_;  // looked at while there are eaters that choose
  std::size_t choosing_eaters_ = 0;
  LineLimit refusals_{10};
};

}  // namespace netdumplings::hub
