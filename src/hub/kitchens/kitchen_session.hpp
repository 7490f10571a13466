// One kitchen: says who it is, then sends dumplings, which go to the log as they came.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "common/log/line_limit.hpp"
#include "hub/access/hello.hpp"
#include "hub/kitchens/dumpling_check.hpp"
#include "hub/kitchens/kitchen_v1.hpp"
#include "hub/status/census.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

class Hub;
class KitchenSession;

/// Those that said hello, in the order of coming.
using Kitchens = std::list<KitchenSession*>;

class KitchenSession final : public net::ConnectionHandler {
 public:
  /// Both outlive it.
  KitchenSession(Hub& hub, net::ServerConnection& connection) : hub_(hub), connection_(connection) {}

  void on_message(std::string_view message, bool binary) override;
  void on_batch_end() override;
  void on_closed(const std::string& why) override;

  [[nodiscard]] const Hello& hello() const { return hello_; }
  [[nodiscard]] const net::Endpoint& peer() const { return connection_.peer(); }
  [[nodiscard]] const KitchenLedger& ledger() const { return ledger_; }
  /// When it said its hello, and when its last message came; since the epoch.
  [[nodiscard]] double came_seconds() const { return came_seconds_; }
  [[nodiscard]] double seen_seconds() const { return seen_seconds_; }

 private:
  void greet(std::string_view message);
  void take(std::string_view message, bool binary, Session* session, std::uint64_t number);
  void taken_over();
  void tell_invalid(Verdict verdict);

  Hub& hub_;
  net::ServerConnection& connection_;
  Hello hello_;
  Kitchens::iterator place_;  // in the hub's list, from the hello on
  bool greeted_ = false;
  std::unique_ptr<KitchenV1> v1_;  // when the kitchen speaks it
  KitchenLedger ledger_;
  double came_seconds_ = 0;
  double seen_seconds_ = 0;
  LineLimit invalid_lines_{10};
};

}  // namespace netdumplings::hub
