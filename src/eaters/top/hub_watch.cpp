#include "eaters/top/hub_watch.hpp"

#include <chrono>
#include <utility>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "eaters/local_time.hpp"
#include "net/loop/blocked_signals.hpp"

namespace netdumplings::eaters::top {
namespace {

// A live view shows what happens now, so it doesn't catch up on what it missed.
EaterOptions options_for(const TopCommand& command) {
  EaterOptions options;
  eat_from(command.tool, options);
  options.reconnect = command.tool.reconnect;
  options.catch_up = false;
  if (command.status_only) {
    options.chef_filter = {protocol::status_chef, protocol::kitchen_status_chef};
    options.since_seconds = defaults::top_past_seconds;
  }
  return options;
}

// Leaves out the hub's address, which the screen shows anyway: of `no connection to the hub at ws://localhost:11348:
// [::1]:11348: connection refused` it keeps `[::1]:11348: connection refused`.
std::string without_address(const std::string& why) {
  const std::size_t uri = why.find("://");
  const std::size_t end = uri != why.npos ? why.find(": ", uri) : why.npos;
  return end != why.npos ? why.substr(end + 2) : why;
}

}  // namespace

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The watch can stop it as long as it lives. It wants every dumpling that comes: a hub that can't filter sends all.
class HubWatch::Eater final : public DumplingEater {
 public:
  Eater(HubWatch& watch, EaterOptions options) : DumplingEater(std::move(options)), watch_(watch) {
    const std::lock_guard lock(watch_.mutex_);
    watch_.eater_ = this;
    if (watch_.stopping_) stop();
  }
  ~Eater() override {
    const std::lock_guard lock(watch_.mutex_);
    watch_.eater_ = nullptr;
  }

 protected:
  void on_connect(const std::string&) override { watch_.on_connect(); }
  void on_dumpling(const Dumpling& dumpling) override { watch_.on_dumpling(dumpling); }
  void on_connection_lost(const std::string& why) override { watch_.on_lost(why); }
  void on_invalid(const std::string&) override { watch_.on_invalid(); }
  void on_unreachable(const std::string& why) override {
    DumplingEater::on_unreachable(why);  // for the last words
    watch_.on_unreachable(why);
  }
  [[nodiscard]] bool wants(const Dumpling&) const override { return true; }

 private:
  HubWatch& watch_;
};

HubWatch::HubWatch(const TopCommand& command) : command_(command), model_(command.status_only) {
  link_.since = steady_seconds();
  const net::BlockedSignals blocked;
  thread_ = std::thread([this] { run(); });
}

HubWatch::~HubWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (eater_ != nullptr) eater_->stop();
  }
  thread_.join();
}

void HubWatch::run() {
  std::optional<EaterEnd> end;
  std::exception_ptr failure;
  try {
    EaterOptions options = options_for(command_);
    options.say = [this](std::string_view line) { say(line); };
    end = Eater(*this, std::move(options)).run();
  } catch (...) {
    failure = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  end_ = end;
  failure_ = failure;
}

void HubWatch::note_away(const std::string& why) {
  if (link_.kind != LinkState::Kind::away) link_.since = steady_seconds();
  link_.kind = LinkState::Kind::away;
  link_.why = why;
}

void HubWatch::say(std::string_view line) {
  const std::lock_guard lock(mutex_);
  said_.emplace_back(line);
}

void HubWatch::on_connect() {
  const std::lock_guard lock(mutex_);
  const double now = steady_seconds();
  link_.kind = LinkState::Kind::connected;
  link_.since = now;
  link_.was_there = true;
  said_.clear();
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

void HubWatch::on_invalid() {
  const std::lock_guard lock(mutex_);
  ++link_.unreadable;
}

void HubWatch::on_unreachable(const std::string& why) {
  const std::lock_guard lock(mutex_);
  note_away(without_address(why));
}

Scene HubWatch::scene() const {
  const std::lock_guard lock(mutex_);
  const double now = steady_seconds();
  constexpr std::size_t date = 11;  // of `2018-01-20 14:42:11`, with the blank
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
