#include "eaters/eater_run.hpp"

#include <cstdio>
#include <utility>

#include "common/os/terminal.hpp"
#include "common/protocol.hpp"

namespace netdumplings::eaters {
namespace {

// To a hub that it tells nothing else an eater says what every eater in the wild says.
nlohmann::ordered_json hello(const EaterOptions& options) {
  nlohmann::ordered_json eater = {{"eater_name", options.name}};
  if (!options.chef_filter.empty()) eater["chefs"] = options.chef_filter;
  if (!options.kitchen_filter.empty()) eater["kitchens"] = options.kitchen_filter;
  for (const DumplingDriver driver : options.driver_filter) eater["drivers"].push_back(to_string(driver));
  return eater;
}

bool is_status(const Dumpling& dumpling) { return dumpling.chef == protocol::status_chef && !dumpling.kitchen; }

}  // namespace

void say_line(const EaterOptions& options, std::string_view line) {
  if (options.say) return options.say(line);
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

EaterRun::EaterRun(RunPlan plan)
    : plan_(std::move(plan)), retry_(loop_), stop_requested_(loop_, plan_.stop_request.fd(), [this] {
        if (plan_.stop_request.take()) stop();
      }) {
  for (const int signal : plan_.options.stop_signals) {
    loop_.on_signal({signal}, [this](int) {
      if (state_ != State::closing) say_line(plan_.options, "");  // the terminal shows ^C where the cursor stands
      stop();
    });
  }
}

EaterRun::~EaterRun() {
  while (plan_.stop_request.take()) continue;
}

EaterEnd EaterRun::run() {
  connect();
  loop_.run();
  return end_;
}

void EaterRun::connect() {
  state_ = State::connecting;
  net::WebSocketClient::Handlers handlers;
  handlers.on_open = [this] { opened(); };
  handlers.on_message = [this](std::string_view text, bool) { message(text); };
  handlers.on_failed = [this](const std::string& why) { failed(why); };
  handlers.on_closed = [this](const net::CloseReason& reason) { closed(reason); };
  // Who doesn't come back has no use for places in the log.
  net::ClientOptions client{.hub = plan_.hub, .subprotocols = {}, .tls = plan_.tls, .token = plan_.token};
  if (plan_.options.reconnect) client.subprotocols = {protocol::v1};
  client_ = std::make_unique<net::WebSocketClient>(loop_, std::move(client), std::move(handlers));
  client_->connect();
}

void EaterRun::opened() {
  state_ = State::eating;
  said_no_hub_ = said_turned_away_ = false;
  resumes_ = client_->subprotocol() == protocol::v1;
  say_hello();
  plan_.handlers.on_connect(plan_.hub.uri());
  if (plan_.count == 0) close(EaterEnd::full, protocol::close_eater_full, protocol::reason_eater_full);
}

// Where to begin is for the first connection: what was eaten once isn't asked for again.
void EaterRun::say_hello() {
  nlohmann::ordered_json eater = hello(plan_.options);
  const auto after = resumes_ ? resume_.begin() : std::nullopt;
  if (after) {
    eater["after"] = {{"log", after->log}, {"position", after->position}};
  } else if (!std::exchange(been_there_, true)) {
    if (plan_.options.last) eater["last"] = *plan_.options.last;
    if (plan_.options.since_seconds) eater["since"] = *plan_.options.since_seconds;
  }
  client_->send(eater.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void EaterRun::message(std::string_view text) {
  if (state_ != State::eating || plan_.stop_request.pending()) return;
  backoff_.reset();  // not when it opened: a hub may take us in only to send us away
  if (resumes_ && took_word(text)) return;
  const auto dumpling = read(text);
  const bool of_the_log = !dumpling || !is_status(*dumpling);
  if (resumes_ && of_the_log && resume_.had_already()) return;
  if (!dumpling || !plan_.wants(*dumpling)) return;
  plan_.handlers.on_dumpling(*dumpling);
  if (++eaten_ == plan_.count) close(EaterEnd::full, protocol::close_eater_full, protocol::reason_eater_full);
}

bool EaterRun::took_word(std::string_view text) {
  const auto word = resume_.take_word(text);
  if (word && word->skipped > 0) {
    say("The hub skipped " + std::to_string(word->skipped) + " dumplings: they came faster than they were eaten.");
  }
  return word.has_value();
}

std::optional<Dumpling> EaterRun::read(std::string_view text) const {
  try {
    return Dumpling::from_json(text);
  } catch (const InvalidDumpling& invalid) {
    say("Invalid dumpling: " + terminal::harmless(invalid.what()));
    return std::nullopt;
  }
}

void EaterRun::failed(const std::string& why) {
  const bool turned_away = client_->unauthorised() && !std::exchange(said_turned_away_, true);
  if (!std::exchange(said_no_hub_, true)) {
    say("There was a problem with the dumpling hub connection. Is nd-hub available?");
    say(terminal::harmless(why));
  } else if (turned_away) {
    say(terminal::harmless(why));  // a hub that was away is back: that is news
  }
  if (plan_.options.reconnect) return connect_later();
  end_ = EaterEnd::no_hub;
  loop_.stop();
}

void EaterRun::closed(const net::CloseReason& reason) {
  if (state_ == State::closing) return finish(end_);
  const std::string why = terminal::harmless(reason.to_string());
  say("Lost connection to dumpling hub: " + why);
  state_ = State::waiting;
  plan_.handlers.on_connection_lost(why);
  if (plan_.options.reconnect) return connect_later();
  finish(EaterEnd::lost);
}

void EaterRun::stop() {
  if (state_ == State::closing) return finish(end_);  // asked again: the hub had its chance to say goodbye
  say("Connection to dumpling hub cancelled; closing...");
  if (state_ == State::eating) {
    return close(EaterEnd::stopped, protocol::close_cancelled, protocol::reason_cancelled);
  }
  finish(EaterEnd::stopped);
}

void EaterRun::close(EaterEnd end, std::uint16_t code, const char* reason) {
  state_ = State::closing;
  end_ = end;
  client_->close(code, reason);
}

void EaterRun::connect_later() {
  state_ = State::waiting;
  retry_.start(backoff_.next(), [this] { connect(); });
}

void EaterRun::finish(EaterEnd end) {
  end_ = end;
  say("Done eating dumplings.");
  loop_.stop();
}

void EaterRun::say(const std::string& what) const { say_line(plan_.options, plan_.options.name + ": " + what); }

}  // namespace netdumplings::eaters
