#include "hub/hub.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include "common/os/terminal.hpp"
#include "common/protocol.hpp"
#include "hub/log/clock.hpp"
#include "hub/server_frame.hpp"
#include "hub/status/metrics.hpp"
#include "hub/status/page.hpp"
#include "hub/status/status_dumpling.hpp"

namespace netdumplings::hub {

Hub::Hub(net::Loop& loop, HubOptions options)
    : loop_(loop),
      options_(std::move(options)),
      tls_(open_tls()),
      log_(open_log()),
      first_entry_(log_->head()),
      other_threads_(options_.threads - 1, "hub-eaters-"),
      status_timer_(loop),
      admission_(std::make_shared<net::Admission>(options_.admission)),
      in_({&loop}, server_options(options_.in_port, false),
          [this](net::ServerConnection& connection, std::size_t) {
            return std::make_unique<KitchenSession>(*this, connection);
          }),
      out_(loops(), server_options(options_.out_port, true),
           [this](net::ServerConnection& connection, std::size_t thread) {
             return std::make_unique<EaterSession>(*shards_[thread], connection);
           }) {
  for (const TokenFile* tokens : {&kitchen_tokens_, &eater_tokens_}) {
    if (tokens->given()) reloads_.add([tokens] { return tokens->read(); });
  }
  if (tls_) reloads_.add([this] { return reload_certificates(); });
  for (net::Loop* each : loops()) shards_.push_back(std::make_unique<EaterShard>(*each, commons_));
}

std::unique_ptr<DumplingLog> Hub::open_log() {
  if (options_.log_folder.empty()) return std::make_unique<DumplingLog>(options_.log_size);
  const auto topic_of = [this](std::string_view message) {
    return check_(message) == Verdict::dumpling ? topics_.of(check_.byline()) : 0;
  };
  auto log = DumplingLog::open(options_.log_folder, options_.log_size, defaults::log_chunk, topic_of, options_.log);
  if (log) return std::move(*log);
  log_failure_ = log.error();
  return std::make_unique<DumplingLog>(0);
}

std::shared_ptr<net::TlsServer> Hub::open_tls() {
  if (options_.tls.certificate.empty()) return nullptr;
  auto tls = net::TlsServer::load(options_.tls);
  if (tls) return std::move(*tls);
  tls_failure_ = tls.error();
  return nullptr;
}

Result<std::string> Hub::reload_certificates() const {
  if (const auto read = tls_->reload(); !read) return Error{read.error()};
  return "the certificates; that of this hub has the SHA-256 " + tls_->fingerprint();
}

Hub::~Hub() { other_threads_.stop(); }

std::vector<net::Loop*> Hub::loops() const {
  std::vector<net::Loop*> all = other_threads_.loops();
  all.insert(all.begin(), &loop_);
  return all;
}

net::ServerOptions Hub::server_options(std::uint16_t port, bool for_eaters) {
  net::ServerOptions server;
  server.endpoint = {options_.address, port};
  server.allowed_origins = options_.allowed_origins;
  server.timeouts = options_.timeouts;
  server.max_hello = for_eaters ? defaults::max_hello : defaults::max_card;
  server.pages = [this, for_eaters](const net::HttpRequest& request, const net::HttpAnswer& answer) {
    if (page(request, answer)) return true;
    if (!for_eaters || !options_.web) return false;
    const auto reply = page_reply(request, {in_port_, kitchen_tokens_.given()});
    if (reply) answer(*reply);
    return reply.has_value();
  };
  // What the metrics tell is for eaters, at whichever port. That there is a hub, and what the page looks like before it
  // has heard anything, tells nothing, and is what the page needs to ask for a token.
  server.access.websockets = for_eaters ? eater_tokens_.guard() : kitchen_tokens_.guard();
  server.access.pages = eater_tokens_.guard();
  server.access.is_public = [page = for_eaters && options_.web](std::string_view path) {
    return path == "/healthz" || (page && is_page_file(path));
  };
  server.tls = tls_;
  server.admission = admission_;
  if (for_eaters) server.page_budget = options_.page_budget;
  server.subprotocols = {protocol::v1, protocol::plain};
  server.log = options_.log;
  return server;
}

Result<void> Hub::start() {
  if (!log_failure_.empty()) return Error{log_failure_};
  if (auto read = read_tokens(); !read) return read;
  if (!tls_failure_.empty()) return Error{tls_failure_};
  const auto in = in_.listen();
  if (!in) return Error{in.error()};
  const auto out = out_.listen();
  if (!out) return Error{out.error()};
  std::signal(SIGPIPE, SIG_IGN);
  in_port_ = *in;
  out_port_ = *out;
  options_.log->info("Dumpling hub initiated; waiting for connections");
  const net::Endpoint in_endpoint{options_.address, in_port_, tls_ != nullptr};
  const net::Endpoint out_endpoint{options_.address, out_port_, tls_ != nullptr};
  options_.log->info("Dumplings in: {}  out: {}", in_endpoint.uri(), out_endpoint.uri());
  if (tls_) options_.log->info("The certificate of this hub has the SHA-256 {}", tls_->fingerprint());
  if (options_.web && !page_files().empty()) {
    options_.log->info("Live page: {}://{}/", tls_ ? "https" : "http", out_endpoint.to_string());
  }
  tell_exposure();
  next_status_ = std::chrono::steady_clock::now();
  schedule_status();
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

void Hub::tell_exposure() {
  exposure_ = exposure_of({.this_machine_only = !in_.beyond_loopback() && !out_.beyond_loopback(),
                           .kitchen_tokens = kitchen_tokens_.given(),
                           .eater_tokens = eater_tokens_.given(),
                           .encrypted = tls_ != nullptr});
  if (!exposure_.warning.empty()) options_.log->warn(exposure_.warning);
}

void Hub::stop(std::function<void()> on_done) {
  status_timer_.cancel();
  auto left = std::make_shared<int>(2);
  const auto one_done = [left, on_done = std::move(on_done)] {
    if (--*left == 0) on_done();
  };
  in_.stop(protocol::close_going_away, "the hub is shutting down", one_done);
  out_.stop(protocol::close_going_away, "the hub is shutting down", one_done);
}

// ---- kitchens

Kitchens::iterator Hub::kitchen_came(KitchenSession& kitchen) {
  options_.log->info("Received dumpling kitchen connection from {} at {}", terminal::harmless(kitchen.hello().name),
                     kitchen.peer().to_string());
  return kitchens_.insert(kitchens_.end(), &kitchen);
}

void Hub::kitchen_went(Kitchens::iterator place, const std::string& why) {
  const KitchenSession& kitchen = **place;
  options_.log->info("Dumpling kitchen {} connection closed: {}", terminal::harmless(kitchen.hello().name), why);
  kitchens_gone_ += kitchen.ledger();
  kitchens_.erase(place);
}

void Hub::refused_kitchen(const net::Endpoint& peer, const std::string& why) {
  if (const auto more = refusals_.due()) {
    options_.log->warn("A client at {} never became a dumpling kitchen: {}{}", peer.to_string(), why, *more);
  }
}

Verdict Hub::take_dumpling(std::string_view message, bool binary, Session* session, std::uint64_t number) {
  const Verdict verdict = check_(message);
  if (verdict != Verdict::dumpling) return verdict;
  if (batch_arrival_ms_ == 0) batch_arrival_ms_ = milliseconds_since_epoch();
  log_->append({message, binary ? net::Opcode::binary : net::Opcode::text, topics_.of(check_.byline()),
                batch_arrival_ms_, session, number});
  return verdict;
}

Session* Hub::open_session(std::string_view name, std::function<void()> on_taken_over) {
  return log_->sessions().open(name, milliseconds_since_epoch(), std::move(on_taken_over));
}

void Hub::close_session(Session& session) { log_->sessions().close(session, milliseconds_since_epoch()); }

void Hub::batch_taken() {
  batch_arrival_ms_ = 0;
  for (const auto& shard : shards_) shard->flush_soon();
}

// ---- what is told about it all

bool Hub::page(const net::HttpRequest& request, const net::HttpAnswer& answer) {
  if (request.path() == "/healthz") {
    answer({200, "ok\n"});
    return true;
  }
  if (request.path() != "/metrics") return false;
  loop_.post([this, answer] {
    take_census([answer](const Census& census) {
      net::HttpReply reply{200, metrics_text(census)};
      reply.content_type = metrics_content_type;
      answer(std::move(reply));
    });
  });
  return true;
}

// Whoever asks while one is being taken gets that one.
void Hub::take_census(std::function<void(const Census& census)> done) {
  census_wanted_.push_back(std::move(done));
  if (census_missing_ > 0) return;
  census_missing_ = shards_.size();
  census_newest_eater_ = commons_.eaters_came.load();
  for (const auto& shard : shards_) {
    shard->report_soon([this](ShardReport report) {
      loop_.post([this, report = std::move(report)]() mutable {
        add(census_eaters_, std::move(report));
        if (--census_missing_ == 0) census_taken();
      });
    });
  }
}

void Hub::census_taken() {
  Census census;
  census.uptime_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  census.now_seconds = seconds_since_epoch();
  census.newest_eater = census_newest_eater_;
  census.missing_flags = exposure_.flags;
  census.eaters = std::exchange(census_eaters_, {});
  add_kitchens(census);
  for (const auto& done : std::exchange(census_wanted_, {})) done(census);
}

void Hub::add_kitchens(Census& census) const {
  census.kitchens = kitchens_.size();
  census.kitchens_gone = kitchens_gone_;
  census.log_entries = log_->head() - first_entry_;
  census.log_bytes = options_.log_size;
  for (const KitchenSession* kitchen : kitchens_) {
    census.kitchens_present += kitchen->ledger();
    if (census.kitchen_list.size() == defaults::status_max_entries) continue;
    census.kitchen_list.push_back(
        {kitchen->hello().card, kitchen->peer(), kitchen->came_seconds(), kitchen->seen_seconds(), kitchen->ledger()});
  }
}

void Hub::schedule_status() {
  next_status_ += options_.status_interval;
  const auto now = std::chrono::steady_clock::now();
  if (next_status_ < now) next_status_ = now;
  status_timer_.start(next_status_ - now, [this] {
    take_census([this](const Census& census) { send_status(census); });
    schedule_status();
  });
}

void Hub::send_status(const Census& census) {
  const auto frame = std::make_shared<const std::string>(server_text_frame(status_dumpling(census)));
  for (const auto& shard : shards_) shard->offer_status_soon(frame, census.newest_eater);
}

}  // namespace netdumplings::hub
