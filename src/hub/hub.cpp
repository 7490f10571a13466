#include "hub/hub.hpp"

#include <utility>

#include "common/protocol.hpp"
#include "common/terminal.hpp"
#include "hub/page.hpp"
#include "hub/status_dumpling.hpp"

namespace netdumplings::hub {
namespace {

bool page(const net::HttpRequest& request, const net::HttpAnswer& answer) {
  if (request.path() != "/healthz") return false;
  answer({200, "ok\n"});
  return true;
}

template <class Sessions>
Guests guests(const Sessions& sessions) {
  return [&sessions](const std::function<bool(const Guest&)>& show) {
    for (const auto* session : sessions) {
      if (!show({session->hello().card, &session->peer()})) return;
    }
  };
}

std::int64_t milliseconds_since_epoch() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Hub::Hub(net::Loop& loop, HubOptions options)
    : loop_(loop),
      options_(std::move(options)),
      log_(std::make_unique<DumplingLog>(options_.log_size)),
      status_timer_(loop),
      in_(std::vector{&loop}, server_options(options_.in_port, false),
          [this](net::ServerConnection& connection, std::size_t) {
            return std::make_unique<KitchenSession>(*this, connection);
          }),
      out_(std::vector{&loop}, server_options(options_.out_port, true),
           [this](net::ServerConnection& connection, std::size_t) {
             return std::make_unique<EaterSession>(*this, connection);
           }) {}

net::ServerOptions Hub::server_options(std::uint16_t port, bool for_eaters) const {
  net::ServerOptions server;
  server.endpoint = {options_.address, port};
  server.allowed_origins = options_.allowed_origins;
  server.timeouts = options_.timeouts;
  server.pages = [this, for_eaters](const net::HttpRequest& request, const net::HttpAnswer& answer) {
    if (page(request, answer)) return true;
    if (!for_eaters || !options_.web) return false;
    const auto reply = page_reply(request, in_port_);
    if (reply) answer(*reply);
    return reply.has_value();
  };
  server.log = options_.log;
  return server;
}

Result<void> Hub::start() {
  const auto in = in_.listen();
  if (!in) return Error{in.error()};
  const auto out = out_.listen();
  if (!out) return Error{out.error()};
  in_port_ = *in;
  out_port_ = *out;
  options_.log->info("Dumpling hub initiated; waiting for connections");
  options_.log->info("Dumplings in: ws://{}  out: ws://{}", net::Endpoint{options_.address, in_port_}.to_string(),
                     net::Endpoint{options_.address, out_port_}.to_string());
  if (options_.web && !page_files().empty()) {
    options_.log->info("Live page: http://{}/", net::Endpoint{options_.address, out_port_}.to_string());
  }
  next_status_ = std::chrono::steady_clock::now();
  schedule_status();
  return {};
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

Kitchens::iterator Hub::kitchen_came(KitchenSession& kitchen) {
  options_.log->info("Received dumpling kitchen connection from {} at {}", terminal::harmless(kitchen.hello().name),
                     kitchen.peer().to_string());
  return kitchens_.insert(kitchens_.end(), &kitchen);
}

void Hub::kitchen_went(Kitchens::iterator place, const std::string& why) {
  options_.log->info("Dumpling kitchen {} connection closed: {}", terminal::harmless((*place)->hello().name), why);
  kitchens_.erase(place);
}

Eaters::iterator Hub::eater_came(EaterSession& eater) {
  options_.log->info("Received dumpling eater connection from {} at {}", terminal::harmless(eater.hello().name),
                     eater.peer().to_string());
  return eaters_.insert(eaters_.end(), &eater);
}

void Hub::eater_went(Eaters::iterator place, const std::string& why) {
  options_.log->info("Dumpling eater {} connection closed: {}", terminal::harmless((*place)->hello().name), why);
  eaters_.erase(place);
}

void Hub::refused(const char* what, const net::Endpoint& peer, const std::string& why) {
  if (const auto more = refusals_.due()) {
    options_.log->warn("A client at {} never became a dumpling {}: {}{}", peer.to_string(), what, why, *more);
  }
}

Verdict Hub::take_dumpling(std::string_view message, bool binary) {
  const Verdict verdict = check_(message);
  if (verdict != Verdict::dumpling) return verdict;
  if (batch_arrival_ms_ == 0) batch_arrival_ms_ = milliseconds_since_epoch();
  log_->append(
      {message, binary ? net::Opcode::binary : net::Opcode::text, topics_.of(check_.byline()), batch_arrival_ms_});
  ++dumplings_in_;
  return verdict;
}

void Hub::batch_taken() {
  batch_arrival_ms_ = 0;
  if (std::exchange(flush_posted_, true)) return;
  loop_.post([this] {
    flush_posted_ = false;
    for (EaterSession* eater : eaters_) eater->flush();
  });
}

void Hub::schedule_status() {
  next_status_ += options_.status_interval;
  const auto now = std::chrono::steady_clock::now();
  if (next_status_ < now) next_status_ = now;
  status_timer_.start(next_status_ - now, [this] {
    send_status();
    schedule_status();
  });
}

void Hub::send_status() {
  StatusFigures figures;
  figures.dumplings_in = dumplings_in_;
  figures.dumplings_out = dumplings_out_;
  figures.uptime_seconds = seconds(std::chrono::steady_clock::now() - started_);
  figures.now_seconds = seconds(std::chrono::system_clock::now().time_since_epoch());
  figures.kitchens = kitchens_.size();
  figures.eaters = eaters_.size();
  const std::string json = status_dumpling(figures, guests(kitchens_), guests(eaters_));
  std::string frame(net::max_server_header, '\0');
  frame.resize(net::write_server_header(net::Opcode::text, json.size(), frame.data()));
  const auto shared = std::make_shared<const std::string>(frame + json);
  for (EaterSession* eater : eaters_) eater->offer_status(shared);
}

}  // namespace netdumplings::hub
