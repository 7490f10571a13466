#include "eaters/top/hub_watch.hpp"

#include <chrono>
#include <utility>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "eaters/local_time.hpp"
#include "net/loop/blocked_signals.hpp"

namespace netdumplings::eaters::top {
namespace {

// It comes back by itself, without a place in the hub's log: a live view has no use for what it missed.
EaterOptions options_for(const TopCommand& command) {
  EaterOptions options;
  eat_from(command.tool, options);
  if (command.status_only) {
    options.chef_filter = {protocol::status_chef, protocol::kitchen_status_chef};
    options.since_seconds = defaults::top_past_seconds;
  }
  return options;
}

// Of `topeater: no connection to the hub at ws://localhost:11348: [::1]:11348: connection refused` what the screen
// doesn't say already.
std::string reason_in(const std::string& line, const std::string& name) {
  const std::string prefix = name + ": ";
  const std::string why = line.starts_with(prefix) ? line.substr(prefix.size()) : line;
  const std::size_t uri = why.find("://");
  const std::size_t end = uri != why.npos ? why.find(": ", uri) : why.npos;
  return end != why.npos ? why.substr(end + 2) : why;
}

}  // namespace

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Takes whatever comes: a hub that doesn't know how to choose sends all there is.
class HubWatch::Eater final : public DumplingEater {
 public:
  using DumplingEater::DumplingEater;

 protected:
  [[nodiscard]] bool wants(const Dumpling&) const override { return true; }
};

HubWatch::HubWatch(const TopCommand& command) : command_(command), model_(command.status_only) {
  link_.since = steady_seconds();
  const net::BlockedSignals blocked;
  thread_ = std::thread([this] { run(); });
}

HubWatch::~HubWatch() {
  stop();
  thread_.join();
}

void HubWatch::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  if (eater_ != nullptr) eater_->stop();
  stop_requested_.notify_all();
}

void HubWatch::run() {
  try {
    watch();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    eater_ = nullptr;
  }
}

void HubWatch::watch() {
  EaterOptions options = options_for(command_);
  options.say = [this](std::string_view line) { say(line); };
  Eater eater(std::move(options), {[this](const std::string&) { on_connect(); },
                                   [this](const Dumpling& dumpling) { on_dumpling(dumpling); },
                                   [this](const std::string& why) { on_lost(why); }});
  std::unique_lock lock(mutex_);
  eater_ = &eater;
  while (!stopping_) {
    lock.unlock();
    const EaterEnd end = eater.run();
    lock.lock();
    if (end == EaterEnd::no_hub && !said_.empty()) note_away(reason_in(said_.back(), command_.tool.name));
    if (!command_.tool.reconnect) {
      end_ = end;
      break;
    }
    said_.clear();
    stop_requested_.wait_for(lock, defaults::top_retry, [this] { return stopping_; });
  }
  eater_ = nullptr;
}

void HubWatch::note_away(const std::string& why) {
  if (link_.kind != LinkState::Kind::away) link_.since = steady_seconds();
  link_.kind = LinkState::Kind::away;
  link_.why = why;
}

void HubWatch::say(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (line.find(": Invalid dumpling: ") != line.npos) {
    ++link_.unreadable;
    return;
  }
  said_.emplace_back(line);
}

void HubWatch::on_connect() {
  const std::lock_guard lock(mutex_);
  const double now = steady_seconds();
  link_.kind = LinkState::Kind::connected;
  link_.since = now;
  link_.was_there = true;
  model_.connected(now);
}

void HubWatch::on_dumpling(const Dumpling& dumpling) {
  const std::lock_guard lock(mutex_);
  model_.fold(dumpling, steady_seconds());
}

void HubWatch::on_lost(const std::string& why) {
  const std::lock_guard lock(mutex_);
  model_.lost(steady_seconds());
  note_away(why);
}

Scene HubWatch::scene() const {
  const std::lock_guard lock(mutex_);
  const double now = steady_seconds();
  constexpr std::size_t date = 11;  // `2018-01-20 14:42:11`
  const std::string time = plain_local_time(seconds_since_epoch());
  return {command_.tool.hub, time.size() > date ? time.substr(date) : time, now, link_, model_.overview(now)};
}

std::optional<EaterEnd> HubWatch::ended() const {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
  return end_;
}

std::vector<std::string> HubWatch::last_words() const {
  const std::lock_guard lock(mutex_);
  return said_;
}

}  // namespace netdumplings::eaters::top
