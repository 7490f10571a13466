// The hub: kitchens in, eaters out, the log between them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "hub/access/exposure.hpp"
#include "hub/access/reloads.hpp"
#include "hub/access/token_file.hpp"
#include "hub/eaters/eater_shard.hpp"
#include "hub/hub_options.hpp"
#include "hub/kitchens/dumpling_check.hpp"
#include "hub/kitchens/kitchen_session.hpp"
#include "hub/log/dumpling_log.hpp"
#include "hub/log/topics.hpp"
#include "hub/status/census.hpp"
#include "net/loop/loop.hpp"
#include "net/loop/loop_threads.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

/// Made, started, stopped and destroyed on the loop's thread or while the loop isn't running; the loop must outlive it.
/// On that thread alone are the kitchens, all writing to the log, and the status. Eaters are spread over it and the
/// threads that the hub makes for itself; see EaterShard.
class Hub {
 public:
  Hub(net::Loop& loop, HubOptions options);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  /// Opens both ports and goes to work, from then on with SIGPIPE ignored; the error says which port couldn't be had
  /// and why.
  Result<void> start();
  /// Clients get 1001; `on_done` when they are gone, at most defaults::close_timeout later.
  void stop(std::function<void()> on_done);

  /// What is to be read anew on SIGHUP.
  [[nodiscard]] const Reloads& reloads() const { return reloads_; }

  [[nodiscard]] std::uint16_t in_port() const { return in_port_; }
  [[nodiscard]] std::uint16_t out_port() const { return out_port_; }

  // ---- for the sessions
  [[nodiscard]] const HubOptions& options() const { return options_; }
  [[nodiscard]] const DumplingLog& log() const { return *log_; }

  Kitchens::iterator kitchen_came(KitchenSession& kitchen);
  void kitchen_went(Kitchens::iterator place, const std::string& why);
  /// A client that went before it had said a hello.
  void refused_kitchen(const net::Endpoint& peer, const std::string& why);

  /// Into the log with it, if it is one.
  Verdict take_dumpling(std::string_view message, bool binary, Session* session = nullptr, std::uint64_t number = 0);
  /// As Sessions does.
  Session* open_session(std::string_view name, std::function<void()> on_taken_over);
  void close_session(Session& session);
  [[nodiscard]] net::Loop& kitchens_loop() { return loop_; }
  /// All of one read was taken: all eaters get what is new, soon, once for all that was read in this round of the loop.
  void batch_taken();

  /// Asks all threads; `done` is called on the loop's thread.
  void take_census(std::function<void(const Census& census)> done);

  // ---- for tests of an eater without a network
  [[nodiscard]] EaterShard& first_shard() { return *shards_.front(); }

 private:
  [[nodiscard]] std::vector<net::Loop*> loops() const;
  std::unique_ptr<DumplingLog> open_log();
  Result<void> read_tokens();
  void tell_exposure();
  std::shared_ptr<net::TlsServer> open_tls();
  [[nodiscard]] Result<std::string> reload_certificates() const;
  [[nodiscard]] net::ServerOptions server_options(std::uint16_t port, bool for_eaters);
  bool page(const net::HttpRequest& request, const net::HttpAnswer& answer);
  void add_kitchens(Census& census) const;
  void census_taken();
  void send_status(const Census& census);
  void schedule_status();

  net::Loop& loop_;
  const HubOptions options_;
  const TokenFile kitchen_tokens_{"kitchens", options_.kitchen_token_file};
  const TokenFile eater_tokens_{"eaters", options_.eater_token_file};
  Reloads reloads_;
  Exposure exposure_;  // from start() on
  DumplingCheck check_{options_.max_message};
  Topics topics_;
  std::string log_failure_;  // why there is no log in the folder; start() tells
  std::string tls_failure_;  // the same of certificates
  const std::shared_ptr<net::TlsServer> tls_;
  const std::unique_ptr<DumplingLog> log_;
  const DumplingLog::Position first_entry_;  // of this run
  Kitchens kitchens_;
  KitchenLedger kitchens_gone_;
  std::int64_t batch_arrival_ms_ = 0;  // of what is being read; 0: nothing is
  LineLimit refusals_{10};

  HubCommons commons_{options_, *log_, topics_};
  net::LoopThreads other_threads_;
  std::vector<std::unique_ptr<EaterShard>> shards_;  // one a thread

  std::vector<std::function<void(const Census& census)>> census_wanted_;
  std::size_t census_missing_ = 0;  // shards that haven't answered yet
  std::uint64_t census_newest_eater_ = 0;
  ShardReport census_eaters_;  // what the others said

  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point next_status_;
  net::Timer status_timer_;
  std::uint16_t in_port_ = 0;
  std::uint16_t out_port_ = 0;
  // Last, so that they go first: their connections' handlers are the sessions.
  const std::shared_ptr<net::Admission> admission_;
  net::WebSocketServer in_;
  net::WebSocketServer out_;
};

}  // namespace netdumplings::hub
