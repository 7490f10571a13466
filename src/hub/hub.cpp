#include "hub/hub.hpp"

#include <csignal>
#include <mutex>
#include <utility>

#include "common/protocol.hpp"
#include "hub/eaters/eater_session.hpp"
#include "hub/status/metrics.hpp"
#include "hub/status/page.hpp"
#include "hub/status/status_dumpling.hpp"
#include "net/http/origin_rules.hpp"
#include "net/loop/machine_address.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::hub {

Hub::Hub(net::Loop& loop, HubOptions options)
    : loop_(loop),
      options_(std::move(options)),
      tls_(open_tls()),
      log_(open_log()),
      first_entry_(log_->head()),
      other_threads_(options_.threads - 1, "hub-eaters-"),
      shards_(make_shards()),
      desk_(loop, *log_, {options_.max_message, options_.log},
            [this] {
              for (const auto& shard : shards_) shard->flush_soon();
            }),
      census_taker_(loop, census_sources()),
      status_schedule_(loop, options_.status_interval,
                       [this] { census_taker_.take([this](const Census& census) { send_status(census); }); }),
      admission_(std::make_shared<net::Admission>(options_.admission)),
      in_({&loop}, server_options(options_.in_port, false),
          [this](net::ServerConnection& connection, std::size_t) { return desk_.receive(connection); }),
      out_(loops(), server_options(options_.out_port, true),
           [this](net::ServerConnection& connection, std::size_t thread) {
             return std::make_unique<EaterSession>(*shards_[thread], connection);
           }) {
  for (const TokenFile* tokens : {&kitchen_tokens_, &eater_tokens_}) {
    if (tokens->given()) reloads_.add([tokens] { return tokens->read(); });
  }
  if (tls_) reloads_.add([this] { return reload_certificates(); });
}

Hub::~Hub() { other_threads_.stop(); }

// ---- what it is made of

std::shared_ptr<net::TlsServer> Hub::open_tls() {
  if (options_.tls.certificate.empty()) return nullptr;
  auto tls = net::TlsServer::load(options_.tls);
  if (tls) return std::move(*tls);
  tls_failure_ = tls.error();
  return nullptr;
}

std::unique_ptr<DumplingLog> Hub::open_log() {
  if (options_.log_folder.empty()) return std::make_unique<DumplingLog>(options_.log_size);
  auto log = DumplingLog::open(options_.log_folder, options_.log_size, defaults::log_chunk, options_.log,
                               options_.on_log_wait);
  if (log) return std::move(*log);
  log_failure_ = log.error();
  return std::make_unique<DumplingLog>(0);
}

std::vector<net::Loop*> Hub::loops() const {
  std::vector<net::Loop*> all = other_threads_.loops();
  all.insert(all.begin(), &loop_);
  return all;
}

std::vector<std::unique_ptr<EaterShard>> Hub::make_shards() {
  std::vector<std::unique_ptr<EaterShard>> shards;
  for (net::Loop* loop : loops()) shards.push_back(std::make_unique<EaterShard>(*loop, commons_));
  return shards;
}

CensusTaker::Sources Hub::census_sources() {
  CensusTaker::Sources sources;
  sources.newest_eater = [this] { return commons_.eaters_came.load(); };
  for (const auto& shard : shards_) {
    sources.shards.emplace_back([&shard = *shard](auto done) { shard.report_soon(std::move(done)); });
  }
  sources.add_rest = [this](Census& census) {
    census.missing_flags = exposure_.flags;
    if (!log_->stored()) census.log_fault = log_->fault();
    census.log_entries = log_->head() - first_entry_;
    census.log_bytes = options_.log_size;
    if (options_.page_budget) {
      census.shared_pages = options_.page_budget->held();
      census.shared_pages_limit = options_.page_budget->limit();
    }
    desk_.report(census);
    const std::scoped_lock lock(commons_.absences_mutex);
    census.absent_eaters = commons_.absences.list(census.now_seconds);
  };
  return sources;
}

net::ServerOptions Hub::server_options(std::uint16_t port, bool for_eaters) {
  net::ServerOptions server;
  server.addresses = options_.addresses;
  server.port = port;
  server.allowed_origins = options_.allowed_origins;
  if (options_.public_url) {
    server.allowed_origins.push_back(options_.public_url->origin);
    server.base_path = options_.public_url->path;
  }
  server.proxies = options_.proxies;
  server.proxy_protocol = options_.proxy_protocol;
  server.timeouts = options_.timeouts;
  server.max_hello = for_eaters ? defaults::max_hello : defaults::max_card;
  server.pages = [this, for_eaters](const net::HttpRequest& request, const net::HttpAnswer& answer) {
    if (page(request, answer)) return true;
    if (!for_eaters || !options_.web) return false;
    const auto reply = page_reply(request, {in_port_, kitchen_tokens_.given(), tls_ != nullptr});
    if (reply) answer(*reply);
    return reply.has_value();
  };
  // The metrics are for eaters, at both ports. Everybody may know that there is a hub, and may have the page's files:
  // they reveal nothing, and a browser needs them before it can ask its user for a token.
  server.access.websockets = for_eaters ? eater_tokens_.guard() : kitchen_tokens_.guard();
  server.access.pages = eater_tokens_.guard();
  server.access.is_public = [page = for_eaters && options_.web](std::string_view path) {
    return path == net::health_path || (page && is_page_file(path));
  };
  server.tls = tls_;
  server.admission = admission_;
  if (for_eaters) server.page_budget = options_.page_budget;
  server.subprotocols = {protocol::v1, protocol::plain};
  server.log = options_.log;
  return server;
}

// ---- start and stop

Result<void> Hub::start() {
  if (!log_failure_.empty()) return Error{log_failure_};
  if (auto read = read_tokens(); !read) return read;
  if (!tls_failure_.empty()) return Error{tls_failure_};
  if (auto listening = listen(); !listening) return listening;
  std::signal(SIGPIPE, SIG_IGN);
  log_where_it_listens();
  find_exposure();
  status_schedule_.start();
  return {};
}

Result<void> Hub::read_tokens() {
  for (const TokenFile* tokens : {&kitchen_tokens_, &eater_tokens_}) {
    if (!tokens->given()) continue;
    const auto read = tokens->read();
    if (!read) return Error{read.error()};
    options_.log->info("There are {}", *read);
  }
  return {};
}

Result<void> Hub::listen() {
  const auto in = in_.listen();
  if (!in) return Error{in.error()};
  const auto out = out_.listen();
  if (!out) return Error{out.error()};
  in_port_ = *in;
  out_port_ = *out;
  return {};
}

void Hub::log_where_it_listens() {
  options_.log->info("Dumpling hub initiated; waiting for connections");
  for (const std::string& address : options_.addresses) {
    const net::Endpoint in{address, in_port_, tls_ != nullptr};
    const net::Endpoint out{address, out_port_, tls_ != nullptr};
    options_.log->info("Dumplings in: {}  out: {}", in.uri(), out.uri());
    if (address == "::") options_.log->info("-a :: is all IPv6 addresses, and no IPv4 address; -a '*' is both");
  }
  if (tls_) options_.log->info("The certificate of this hub has the SHA-256 {}", tls_->fingerprint());
  if (options_.web && !page_files().empty()) log_live_page();
}

// A wildcard is no address that anybody could open. Certificates are for names rather than addresses.
void Hub::log_live_page() {
  if (options_.public_url) return options_.log->info("Live page: {}", options_.public_url->text());
  for (const std::string& address : options_.addresses) {
    std::string host = address;
    if (net::is_wildcard(address)) host = tls_ ? net::machine_name() : net::address_for_others(address);
    options_.log->info("Live page: {}://{}/", tls_ ? "https" : "http", net::Endpoint{host, out_port_}.to_string());
  }
}

void Hub::find_exposure() {
  exposure_ = exposure_of({.this_machine_only = !in_.beyond_loopback() && !out_.beyond_loopback(),
                           .behind_proxy = options_.public_url.has_value(),
                           .kitchen_tokens = kitchen_tokens_.given(),
                           .eater_tokens = eater_tokens_.given(),
                           .encrypted = tls_ != nullptr});
  if (!exposure_.warning.empty()) options_.log->warn(exposure_.warning);
}

void Hub::stop(std::function<void()> on_done) {
  status_schedule_.stop();
  tell_left_out_lines();
  auto left = std::make_shared<int>(2);
  const auto one_done = [left, on_done = std::move(on_done)] {
    if (--*left == 0) on_done();
  };
  in_.stop(protocol::close_going_away, "the hub is shutting down", one_done);
  out_.stop(protocol::close_going_away, "the hub is shutting down", one_done);
}

Result<std::string> Hub::reload_certificates() const {
  if (const auto read = tls_->reload(); !read) return Error{read.error()};
  return "the certificates; that of this hub has the SHA-256 " + tls_->fingerprint();
}

// ---- what it says about itself

void Hub::tell_left_out_lines() {
  desk_.tell_left_out_lines();
  commons_.tell_left_out_lines();
  in_.tell_left_out_lines();
  out_.tell_left_out_lines();
}

// Called on any thread.
bool Hub::page(const net::HttpRequest& request, const net::HttpAnswer& answer) {
  if (request.path() == net::health_path) {
    answer({200, "ok\n"});
    return true;
  }
  if (request.path() != "/metrics") return false;
  loop_.post([this, answer] {
    metrics_page_.ask([answer](MetricsPage::Text text) {
      net::HttpReply reply;
      reply.content_type = metrics_content_type;
      reply.shared_text = std::move(text);
      answer(std::move(reply));
    });
  });
  return true;
}

void Hub::send_status(const Census& census) {
  tell_left_out_lines();
  const auto frame = std::make_shared<const std::string>(net::server_text_frame(status_dumpling(census)));
  for (const auto& shard : shards_) shard->offer_status_soon(frame, census.newest_eater);
}

}  // namespace netdumplings::hub
