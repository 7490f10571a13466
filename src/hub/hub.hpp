// The hub: kitchens in, eaters out, the log between them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "common/defaults.hpp"
#include "common/logging.hpp"
#include "common/result.hpp"
#include "hub/dumpling_check.hpp"
#include "hub/dumpling_log.hpp"
#include "hub/eater_session.hpp"
#include "hub/kitchen_session.hpp"
#include "hub/topics.hpp"
#include "net/loop.hpp"
#include "net/websocket_server.hpp"

namespace netdumplings::hub {

struct HubOptions {
  std::string address = defaults::hub_address;
  std::uint16_t in_port = defaults::hub_in_port;
  std::uint16_t out_port = defaults::hub_out_port;
  std::chrono::nanoseconds status_interval = std::chrono::seconds(5);
  std::vector<std::string> allowed_origins;
  std::size_t log_size = defaults::log_size;
  bool web = true;  // serve the live page, if it was built in
  net::ServerTimeouts timeouts;
  Log log;
};

/// Used on the loop's thread only. The loop must outlive it.
class Hub {
 public:
  Hub(net::Loop& loop, HubOptions options);
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  /// Opens both ports and goes to work; the error says which port couldn't be had and why.
  Result<void> start();
  /// Clients get 1001; `on_done` when they are gone, at most defaults::close_timeout later.
  void stop(std::function<void()> on_done);

  [[nodiscard]] std::uint16_t in_port() const { return in_port_; }
  [[nodiscard]] std::uint16_t out_port() const { return out_port_; }

  // ---- for the sessions
  [[nodiscard]] const HubOptions& options() const { return options_; }
  [[nodiscard]] const DumplingLog& log() const { return *log_; }

  Kitchens::iterator kitchen_came(KitchenSession& kitchen);
  void kitchen_went(Kitchens::iterator place, const std::string& why);
  Eaters::iterator eater_came(EaterSession& eater);
  void eater_went(Eaters::iterator place, const std::string& why);
  /// A client that went before it had said a hello.
  void refused(const char* what, const net::Endpoint& peer, const std::string& why);

  /// Into the log with it, if it is one.
  Verdict take_dumpling(std::string_view message, bool binary);
  /// All of one read was taken: all eaters get what is new, soon, once for all that was read in this round of the loop.
  void batch_taken();
  void count_sent(std::uint64_t frames) { dumplings_out_ += frames; }

 private:
  [[nodiscard]] net::ServerOptions server_options(std::uint16_t port, bool for_eaters) const;
  void send_status();
  void schedule_status();

  net::Loop& loop_;
  const HubOptions options_;
  DumplingCheck check_{defaults::max_message};
  Topics topics_;
  const std::unique_ptr<DumplingLog> log_;
  std::int64_t batch_arrival_ms_ = 0;  // of what is being read; 0: nothing is
  Kitchens kitchens_;
  Eaters eaters_;
  std::uint64_t dumplings_in_ = 0;
  std::uint64_t dumplings_out_ = 0;
  bool flush_posted_ = false;
  net::LineLimit refusals_{10};

  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point next_status_;
  net::Timer status_timer_;
  std::uint16_t in_port_ = 0;
  std::uint16_t out_port_ = 0;
  // Last, so that they go first: their connections' handlers are the sessions.
  net::WebSocketServer in_;
  net::WebSocketServer out_;
};

}  // namespace netdumplings::hub
