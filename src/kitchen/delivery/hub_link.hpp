// The kitchen's way to its hub: an outbox, and a thread of its own that connects, sends, and connects again. To a hub
// that speaks netdumplings.v1 dumplings are numbered, and sent again until it has acknowledged them.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/defaults.hpp"
#include "common/log/logging.hpp"
#include "kitchen/delivery/delivery.hpp"
#include "kitchen/delivery/outbox.hpp"
#include "net/loop/endpoint.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::kitchen {

struct HubLinkOptions {
  net::Endpoint hub;
  std::shared_ptr<const net::TlsClient> tls;   // null for a hub without
  std::string kitchen_name;                    // stands before each line of the log
  std::string card;                            // the kitchen's card, JSON: the first message of every connection
  WhenFull when_full = WhenFull::drop_oldest;  // live capture; WhenFull::wait when reading a file
  std::size_t outbox_size = defaults::outbox_size;
  std::chrono::nanoseconds greeting_timeout = defaults::connect_timeout;  // for a v1 hub to answer our card
  bool wait_for_hub = true;  // false (--no-wait): no hub, or a lost one, ends the link with a failure
  std::string token = {};    // that the hub is shown; empty: none
};

/// start(), put(), finish() and the destructor belong to one thread, the packet thread; the others may be called from
/// any.
class HubLink final : public Delivery {
 public:
  /// With a spool, the outbox outlives this process.
  HubLink(HubLinkOptions options, Log log, std::unique_ptr<Spool> spool = nullptr);
  /// Without finish() before it, the connection is cut where it stands.
  ~HubLink() override;

  /// Starts the network thread, which blocks all signals. Call it when rights are dropped.
  void start();

  /// False once the link has failed (no hub, and not to wait for one) or was finished, and for what found no room after
  /// cancel().
  /// Live: never waits; when the outbox is full the oldest dumpling goes and is counted. From a file: waits while it is
  /// full.
  bool put(std::string_view dumpling_json) override;

  /// Sends what is left and waits until the hub has acknowledged it, or, on the plain wire, has answered the Close
  /// behind it: it then has taken all that was sent. Waits for a hub that is away, without limit if no timeout is
  /// given; cancel() shortens it. Once.
  DeliveryReport finish(std::optional<std::chrono::nanoseconds> timeout = std::nullopt) override;

  /// From now on put() never waits, one that is waiting included, and finish() gives what waits no more than
  /// defaults::flush_at_stop to be sent, then closes with 4101. Returns at once. Not from a signal handler.
  void cancel() override;

  [[nodiscard]] DeliveryCounts counts() const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace netdumplings::kitchen
