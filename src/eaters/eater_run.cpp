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
  if (plan.options.catch_up || plan.options.after) client.subprotocols = {protocol::v1};
  return client;
}

// Why dumplings may be missing.
constexpr const char* cant_go_on = "The hub doesn't remember places: what came before now is missing.";
constexpr const char* other_log = "The hub has a new log: dumplings may be missing or come again.";

std::string too_late(std::optional<std::uint64_t> count) {
  return "The hub skipped " + (count ? std::to_string(*count) + " " : "") + "dumplings that it no longer has.";
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
  const bool goes_on = begin_wire();
  heard_ = false;
  say_hello();
  plan_.handlers.on_connect(plan_.hub.endpoint.uri());
  if (!goes_on) plan_.handlers.on_skipped(std::nullopt, cant_go_on);
  if (plan_.count == 0) close(EaterEnd::full, protocol::close_eater_full, protocol::reason_eater_full);
}

// Returns false if the hub can't go on after the eater's place.
bool EaterRun::begin_wire() {
  if (!plan_.options.catch_up) plan_.resume = Resume(plan_.options.after);
  const bool has_place = plan_.resume.place().has_value();
  const bool v1 = link_.connection().subprotocol() == protocol::v1;
  plan_.resume.begin(v1);
  return v1 || !has_place;
}

// Only the first connection says where to start: what was eaten once isn't asked for again, unless the eater doesn't
// want to catch up.
void EaterRun::say_hello() {
  nlohmann::ordered_json eater = hello(plan_.options);
  const bool first = !std::exchange(been_there_, true) || !plan_.options.catch_up;
  if (const auto& after = plan_.resume.place()) {
    eater["after"] = {{"log", after->log}, {"position", after->position}};
  } else if (first && !plan_.options.after) {
    if (plan_.options.last) eater["last"] = *plan_.options.last;
    if (plan_.options.since_seconds) eater["since"] = *plan_.options.since_seconds;
  }
  link_.connection().send(eater.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void EaterRun::message(std::string_view text) {
  if (link_.state() != net::LastingLink::State::open || plan_.stop_request.pending()) return;
  heard_ = true;
  link_.progressed();  // not already in opened(): a hub may accept a connection only to close it
  if (took_word(text)) return;
  const auto dumpling = read(text);
  const bool of_the_log = !dumpling || !is_status(*dumpling);
  if (of_the_log && plan_.resume.had_already()) return;
  if (!dumpling || !plan_.wants(*dumpling)) return;
  plan_.handlers.on_dumpling(*dumpling);
  if (++eaten_ == plan_.count) close(EaterEnd::full, protocol::close_eater_full, protocol::reason_eater_full);
}

bool EaterRun::took_word(std::string_view text) {
  const auto word = plan_.resume.take_word(text);
  if (!word) return false;
  if (word->gap == Resume::Word::Gap::other_log) plan_.handlers.on_skipped(std::nullopt, other_log);
  if (word->found) say_found(*word->found);
  if (word->gap == Resume::Word::Gap::skipped) plan_.handlers.on_skipped(word->skipped, too_late(word->skipped));
  return true;
}

// A hub that has as many as were asked for needs no word about it.
void EaterRun::say_found(std::uint64_t found) const {
  const std::uint64_t asked = plan_.options.last.value_or(0);
  if (found >= asked) return;
  say("The hub has only " + std::to_string(found) + " of the last " + std::to_string(asked) +
      " dumplings that were asked for.");
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
  if (plan_.options.reconnect) return;
  const bool is_refused = reason.code == protocol::close_policy && !heard_;
  finish(is_refused ? EaterEnd::no_hub : EaterEnd::lost);
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
