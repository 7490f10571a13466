// The hub: kitchens' dumplings come in, go into the log, and from there to eaters.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "hub/access/exposure.hpp"
#include "hub/access/reloads.hpp"
#include "hub/access/token_file.hpp"
#include "hub/eaters/eater_shard.hpp"
#include "hub/hub_options.hpp"
#include "hub/kitchens/kitchen_desk.hpp"
#include "hub/log/dumpling_log.hpp"
#include "hub/status/census_taker.hpp"
#include "hub/status/metrics_page.hpp"
#include "hub/status/status_schedule.hpp"
#include "net/loop/loop.hpp"
#include "net/loop/loop_threads.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

/// Made, started, stopped and destroyed on the loop's thread or while the loop isn't running; the loop must outlive it.
/// The loop's thread alone has the kitchens, writes the log and makes the status. Eaters are spread over that thread
/// and over those that the hub starts itself; each of these threads has an EaterShard.
class Hub {
 public:
  Hub(net::Loop& loop, HubOptions options);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  /// Opens both ports and goes to work; SIGPIPE is ignored from then on. The error says what is missing and why, for
  /// example which port is taken.
  Result<void> start();
  /// Closes all connections with 1001, and calls `on_done` when the last one has ended, at most defaults::close_timeout
  /// later.
  void stop(std::function<void()> on_done);

  /// What is read again on SIGHUP.
  [[nodiscard]] const Reloads& reloads() const { return reloads_; }
  /// Asks all threads of this hub; on the loop's thread.
  [[nodiscard]] CensusTaker& census_taker() { return census_taker_; }

  /// The ports that start() opened.
  [[nodiscard]] std::uint16_t in_port() const { return in_port_; }
  [[nodiscard]] std::uint16_t out_port() const { return out_port_; }

 private:
  [[nodiscard]] std::vector<net::Loop*> loops() const;
  std::unique_ptr<DumplingLog> open_log();
  std::shared_ptr<net::TlsServer> open_tls();
  std::vector<std::unique_ptr<EaterShard>> make_shards();
  [[nodiscard]] CensusTaker::Sources census_sources();
  [[nodiscard]] net::ServerOptions server_options(std::uint16_t port, bool for_eaters);
  Result<void> read_tokens();
  Result<void> listen();
  void log_where_it_listens();
  void log_live_page();
  void find_exposure();
  [[nodiscard]] Result<std::string> reload_certificates() const;
  bool page(const net::HttpRequest& request, const net::HttpAnswer& answer);
  void tell_left_out_lines();
  void send_status(const Census& census);

  net::Loop& loop_;
  const HubOptions options_;
  const TokenFile kitchen_tokens_{"kitchens", options_.kitchen_token_file};
  const TokenFile eater_tokens_{"eaters", options_.eater_token_file};
  Reloads reloads_;
  Exposure exposure_;        // from start() on
  std::string log_failure_;  // why the log can't be opened, which start() reports
  std::string tls_failure_;  // the same of certificates
  const std::shared_ptr<net::TlsServer> tls_;
  const std::unique_ptr<DumplingLog> log_;
  const DumplingLog::Position first_entry_;  // of this run

  EaterCommons commons_{options_.log, *log_};
  net::LoopThreads other_threads_;
  const std::vector<std::unique_ptr<EaterShard>> shards_;  // one for each thread
  KitchenDesk desk_;
  CensusTaker census_taker_;
  MetricsPage metrics_page_{census_taker_};
  StatusSchedule status_schedule_;

  std::uint16_t in_port_ = 0;
  std::uint16_t out_port_ = 0;
  // Last, so that they are destroyed first: their connections' handlers are the sessions.
  const std::shared_ptr<net::Admission> admission_;
  net::WebSocketServer in_;
  net::WebSocketServer out_;
};

}  // namespace netdumplings::hub
