// What a hub's command line sets.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/defaults.hpp"
#include "common/log/logging.hpp"
#include "net/http/public_url.hpp"
#include "net/http/trusted_proxies.hpp"
#include "net/send/page_budget.hpp"
#include "net/server/websocket_server.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::hub {

struct HubOptions {
  std::vector<std::string> addresses{defaults::hub_address};
  std::uint16_t in_port = defaults::hub_in_port;
  std::uint16_t out_port = defaults::hub_out_port;
  std::chrono::nanoseconds status_interval = std::chrono::seconds(5);
  std::vector<std::string> allowed_origins;
  std::optional<net::PublicUrl> public_url;  // of the eaters' port, if it is behind a proxy
  net::TrustedProxies proxies;               // that may say which client they speak for
  bool proxy_protocol = false;               // they may say it by the PROXY protocol, too
  std::string kitchen_token_file;            // empty: kitchens need no token
  std::string eater_token_file;              // empty: eaters, the metrics and the page need none
  net::TlsServerFiles tls;                   // no certificate: both ports speak plainly
  std::string self_signed_folder;            // make a pair there instead of being a hub; empty: be one
  std::size_t threads = 1;                   // that eaters are spread over; the first has the kitchens too
  /// What the sockets of all eaters together may hold in pages that they share; null: each gets copies.
  std::shared_ptr<net::PageBudget> page_budget = std::make_shared<net::PageBudget>();
  std::size_t log_size = defaults::log_size;
  std::function<void()> on_log_wait = {};  // called each second or so while the log in a folder is opened
  std::string log_folder;                  // for the log's files; empty: the log is in memory
  bool web = true;                         // serve the live page, if it was built in
  std::size_t max_message = defaults::max_message;
  net::AdmissionLimits admission{defaults::max_connections, defaults::max_per_address, std::nullopt};
  net::ServerTimeouts timeouts;
  bool check_config = false;                   // say what would happen instead of being a hub
  std::vector<std::string> unknown_variables;  // a line each, of environment variables that set nothing
  std::string log_level;                       // empty: what the environment says
  Log log;                                     // set by whoever makes the hub
};

}  // namespace netdumplings::hub
