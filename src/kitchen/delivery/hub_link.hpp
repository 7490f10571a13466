// The kitchen's link to its hub: an outbox, and a network thread that sends what is in it, over one connection after
// the other.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "common/defaults.hpp"
#include "common/log/logging.hpp"
#include "kitchen/delivery/delivery.hpp"
#include "kitchen/delivery/kitchen_wire.hpp"
#include "kitchen/delivery/outbox.hpp"
#include "net/client/hub_access.hpp"
#include "net/client/lasting_link.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::kitchen {

struct HubLinkOptions {
  net::HubAccess hub;
  std::string kitchen_name;                         // begins each line of the log
  std::string card;                                 // the kitchen's card, JSON: the first message of every connection
  WhenFull when_full = WhenFull::drop_oldest;       // live capture; WhenFull::wait when a file is read
  std::size_t outbox_size = defaults::outbox_size;  // bytes
  std::chrono::nanoseconds greeting_timeout = defaults::connect_timeout;  // for a v1 hub's answer to the card
  bool wait_for_hub = true;  // false (--no-wait): a hub that can't be reached, or is lost, ends the link with a failure
};

/// A hub that refuses the card ends a file's link with a failure. In live capture the link tries again, with longer and
/// longer pauses, as the hub's rules may change.
///
/// The packet thread makes, starts, fills, finishes and destroys the link. cancel() and counts() may be called from any
/// thread.
class HubLink final : public Delivery {
 public:
  /// With a spool, the outbox outlives this process.
  HubLink(HubLinkOptions options, Log log, std::unique_ptr<Spool> spool = nullptr);
  /// Cuts the connection unless finish() was called.
  ~HubLink() override;

  /// Starts the network thread, which blocks all signals. Call it after dropping rights.
  void start();

  /// Puts one dumpling into the outbox. When that is full, live capture drops the oldest dumpling and counts it; a
  /// file's reader waits for room. Returns false if no more dumplings are wanted: the link has failed or was finished,
  /// or the outbox was full after cancel().
  bool put(std::string_view dumpling_json) override;

  /// Sends what is left, waiting for a hub that is away, and returns when the hub has it: it has acknowledged
  /// everything (v1) or answered our Close (plain wire). After `timeout` (none: no limit) it gives up; cancel()
  /// shortens the wait. Call it once.
  DeliveryReport finish(std::optional<std::chrono::nanoseconds> timeout = std::nullopt) override;

  /// Ends all waiting: put() never waits any more, a put() that waits now returns, and finish() takes no more than
  /// defaults::flush_at_stop for what is left, then closes with 4101. Returns at once. Not for signal handlers.
  void cancel() override;

  void use_access(const net::HubAccess& access) override;

  [[nodiscard]] DeliveryCounts counts() const override { return outbox_.counts(); }

 private:
  // The packet thread's.
  void warn_of_overflow();
  void report_spool(const std::string& trouble);

  // The network thread's.
  void run();
  void connecting();
  void opened(bool after_outage);
  void heard(std::string_view message);
  void renew_session(const std::string& why);
  void answered();
  void pump();
  bool send_batch();
  void drop_what_closes_twice();
  void unreachable(const net::LastingLink::Failure& failure);
  void closed(const net::CloseReason& reason);
  void report(const std::string& why);
  void go_on_after(const std::string& why);
  void stop(std::optional<std::chrono::nanoseconds> timeout);
  void hurry();
  void give_up();
  void say_close(std::uint16_t code, const char* text, std::optional<std::chrono::nanoseconds> timeout);
  void conclude(const std::string& failure);
  [[nodiscard]] std::string at_hub() const { return "the dumpling hub at " + options_.hub.endpoint.uri(); }
  [[nodiscard]] std::string too_late() const { return at_hub() + " did not take all dumplings in time"; }

  const HubLinkOptions options_;
  const Log log_;
  const std::string spool_folder_;
  const std::string first_session_;
  net::Loop loop_;
  Outbox outbox_;
  std::thread thread_;
  std::promise<std::string> answer_;         // the report's failure, which finish() waits for
  std::atomic<bool> overflow_told_ = false;  // until the outbox is empty again
  bool too_large_told_ = false;              // the packet thread's

  // The network thread's.
  net::LastingLink link_;
  PlainWire plain_;
  NumberedWire numbered_;
  KitchenWire* wire_ = &plain_;  // the one that this connection speaks
  net::Timer breath_{loop_};     // between two batches
  net::Timer deadline_{loop_};   // of the stop
  net::Timer greeting_{loop_};   // for the hub's answer to the card
  bool may_send_ = false;        // the hub has the card, and has answered it if it does that
  bool renewing_ = false;        // this connection is closed because of a false acknowledgement
  bool unanswered_ = false;      // we closed the connection because it didn't
  std::string reported_;         // why the hub refused the card, as it was logged
  bool breathing_ = false;
  std::uint16_t said_ = 0;                        // the code of our Close; 0 before it
  std::optional<net::CloseReason> blamed_;        // the hub closed the connection because of what we had sent
  std::optional<std::uint64_t> suspected_after_;  // the number of dumplings delivered when it did that the last time
  bool announced_ = false;
  bool stopping_ = false;   // finish() was called
  bool hurried_ = false;    // cancel() was called
  bool gave_up_ = false;    // the time to stop in is over
  bool concluded_ = false;  // finish() has its answer
};

}  // namespace netdumplings::kitchen
