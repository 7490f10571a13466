#include "eaters/eater_run.hpp"

#include <cstdio>
#include <utility>

#include "common/os/terminal.hpp"
#include "common/protocol.hpp"

namespace netdumplings::eaters {
namespace {

// An eater without choices says to its hub what every eater in the wild says.
nlohmann::ordered_json hello(const EaterOptions& options) {
  nlohmann::ordered_json eater = {{"eater_name", options.name}};
  if (!options.chef_filter.empty()) eater["chefs"] = options.chef_filter;
  if (!options.kitchen_filter.empty()) eater["kitchens"] = options.kitchen_filter;
  for (const DumplingDriver driver : options.driver_filter) eater["drivers"].push_back(to_string(driver));
  return eater;
}

net::ClientOptions client_options(const RunPlan& plan) {
  net::ClientOptions client{.hub = plan.hub.endpoint, .subprotocols = {}, .tls = plan.hub.tls, .token = plan.hub.token};
  // Places in the hub's log are of use only to an eater that comes back to them.
  if (plan.options.reconnect && plan.options.catch_up) client.subprotocols = {protocol::v1};
  return client;
}

bool is_status(const Dumpling& dumpling) { return dumpling.chef == protocol::status_chef && !dumpling.kitchen; }

}  // namespace

void say_line(const EaterOptions& options, std::string_view line) {
  if (options.say) return options.say(line);
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

EaterRun::EaterRun(RunPlan plan)
    : plan_(std::move(plan)),
      link_(loop_, client_options(plan_),
            {.on_open = [this](bool) { opened(); },
             .on_message = [this](std::string_view text) { message(text); },
             .on_unreachable = [this](const net::LastingLink::Failure& failure) { unreachable(failure); },
             .on_closed = [this](const net::CloseReason& reason) { closed(reason); }}),
      stop_requested_(loop_, plan_.stop_request.fd(), [this] {
        if (plan_.stop_request.take()) stop();
      }) {
  for (const int signal : plan_.options.stop_signals) {
    loop_.on_signal({signal}, [this](int) {
      if (!closing()) say_line(plan_.options, "");  // ends the line on which the terminal shows ^C
      stop();
    });
  }
}

EaterRun::~EaterRun() {
  while (plan_.stop_request.take()) continue;
}

EaterEnd EaterRun::run() {
  link_.start();
  loop_.run();
  return end_.value();
}

void EaterRun::opened() {
  if (link_.connection().subprotocol() == protocol::v1) {
    wire_ = &resume_;
  } else {
    wire_ = &plain_;
  }
  say_hello();
  plan_.handlers.on_connect(plan_.hub.endpoint.uri());
  if (plan_.count == 0) close(EaterEnd::full, protocol::close_eater_full, protocol::reason_eater_full);
}

// Only the first connection says where to start: what was eaten once isn't asked for again, unless the eater doesn't
// want to catch up.
void EaterRun::say_hello() {
  nlohmann::ordered_json eater = hello(plan_.options);
  const auto after = wire_->begin();
  if (after) {
    eater["after"] = {{"log", after->log}, {"position", after->position}};
  } else if (!std::exchange(been_there_, true) || !plan_.options.catch_up) {
    if (plan_.options.last) eater["last"] = *plan_.options.last;
    if (plan_.options.since_seconds) eater["since"] = *plan_.options.since_seconds;
  }
  link_.connection().send(eater.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void EaterRun::message(std::string_view text) {
  if (link_.state() != net::LastingLink::State::open || plan_.stop_request.pending()) return;
  link_.progressed();  // not already in opened(): a hub may accept a connection only to close it
  if (took_word(text)) return;
  const auto dumpling = read(text);
  const bool of_the_log = !dumpling || !is_status(*dumpling);
  if (of_the_log && wire_->had_already()) return;
  if (!dumpling || !plan_.wants(*dumpling)) return;
  plan_.handlers.on_dumpling(*dumpling);
  if (++eaten_ == plan_.count) close(EaterEnd::full, protocol::close_eater_full, protocol::reason_eater_full);
}

bool EaterRun::took_word(std::string_view text) {
  const auto word = wire_->take_word(text);
  if (word && word->skipped > 0) {
    say("The hub skipped " + std::to_string(word->skipped) + " dumplings: they came faster than they were eaten.");
  }
  return word.has_value();
}

std::optional<Dumpling> EaterRun::read(std::string_view text) const {
  try {
    return Dumpling::from_json(text);
  } catch (const InvalidDumpling& invalid) {
    plan_.handlers.on_invalid(terminal::harmless(invalid.what()));
    return std::nullopt;
  }
}

void EaterRun::unreachable(net::LastingLink::Failure failure) {
  failure.why = terminal::harmless(failure.why);
  plan_.on_failure(failure);
  if (!plan_.options.reconnect) end_with(EaterEnd::no_hub);
}

void EaterRun::closed(const net::CloseReason& reason) {
  if (end_) return finish(*end_);  // we closed it
  const std::string why = terminal::harmless(reason.to_string());
  say("Lost connection to dumpling hub: " + why);
  plan_.handlers.on_connection_lost(why);
  if (!plan_.options.reconnect) finish(EaterEnd::lost);
}

void EaterRun::stop() {
  if (closing()) return finish(end_.value());  // the second request: the hub had its chance to say goodbye
  say("Connection to dumpling hub cancelled; closing...");
  if (link_.state() != net::LastingLink::State::open) return finish(EaterEnd::stopped);
  close(EaterEnd::stopped, protocol::close_cancelled, protocol::reason_cancelled);
}

void EaterRun::close(EaterEnd end, std::uint16_t code, const char* reason) {
  end_ = end;
  link_.close(code, reason);
}

void EaterRun::finish(EaterEnd end) {
  say("Done eating dumplings.");
  end_with(end);
}

void EaterRun::end_with(EaterEnd end) {
  end_ = end;
  link_.end();
  loop_.stop();
}

void EaterRun::say(const std::string& what) const { say_line(plan_.options, plan_.options.name + ": " + what); }

}  // namespace netdumplings::eaters
