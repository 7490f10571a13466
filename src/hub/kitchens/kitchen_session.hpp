// One kitchen: says hello, then sends dumplings, which go into the log as they come.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "hub/kitchens/kitchen_desk.hpp"
#include "hub/kitchens/kitchen_hello.hpp"
#include "hub/kitchens/kitchen_v1.hpp"
#include "hub/status/census.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

/// Used on the desk's thread.
class KitchenSession final : public net::ConnectionHandler {
 public:
  /// Both must outlive it.
  KitchenSession(KitchenDesk& desk, net::ServerConnection& connection) : desk_(desk), connection_(connection) {}

  void on_message(std::string_view message, bool binary) override;
  void on_batch_end() override;
  void on_closing() override;
  void on_closed(const std::string& why) override;

  [[nodiscard]] const Hello& hello() const { return hello_; }
  [[nodiscard]] const net::Endpoint& peer() const { return connection_.peer(); }
  /// Whether the hub hasn't told it to go.
  [[nodiscard]] bool stays() const { return connection_.said_close() == 0; }
  [[nodiscard]] const KitchenLedger& ledger() const { return ledger_; }
  /// When it said hello, and when its last message came, in seconds since the epoch.
  [[nodiscard]] double came_seconds() const { return came_seconds_; }
  [[nodiscard]] double seen_seconds() const { return seen_seconds_; }

 private:
  void greet(std::string_view message);
  Result<Session*> open_session();
  void welcome(Session* session);
  void take(std::string_view message, bool binary, Session* session, std::uint64_t number);
  void taken_over();
  void set_back();

  KitchenDesk& desk_;
  net::ServerConnection& connection_;
  Hello hello_;
  Kitchens::iterator place_;  // in the desk's list, from the hello on
  bool greeted_ = false;
  std::unique_ptr<KitchenV1> v1_;  // null if the kitchen doesn't speak netdumplings.v1
  KitchenLedger ledger_;
  double came_seconds_ = 0;
  double seen_seconds_ = 0;
};

}  // namespace netdumplings::hub
