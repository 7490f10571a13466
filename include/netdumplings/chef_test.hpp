// ChefInTest: runs a chef in a unit test of its author's, without a kitchen.
#pragma once

#include <netdumplings/dumpling_chef.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace netdumplings {
inline namespace v1 {

/// Makes a chef as nd-sniff does: with all of its declared options, at their defaults unless others are given. Collects
/// what it makes and logs. Not movable; used by one thread.
///
///   ChefInTest<ScanChef> chef(nlohmann::json{{"ports", 3}});
///   assert(chef.poke(0).at(0)["tried"].empty());
template <typename Chef>
class ChefInTest {
 public:
  /// Throws std::runtime_error if the chef's constructor throws, and std::invalid_argument for an option that it
  /// doesn't declare.
  explicit ChefInTest(const nlohmann::json& options = nlohmann::json::object(), KitchenInfo kitchen = default_kitchen())
      : info_(std::move(kitchen)) {
    const std::string text = with_defaults(options).dump();
    chef_ = detail::create_chef<Chef>(&kitchen_, text.data(), text.size(), &sink_);
    throw_if_failed();
  }
  ~ChefInTest() { detail::destroy_chef(chef_); }
  ChefInTest(const ChefInTest&) = delete;
  ChefInTest& operator=(const ChefInTest&) = delete;

  Chef& operator*() { return static_cast<Chef&>(detail::chef_of(chef_)); }
  Chef* operator->() { return &**this; }

  /// Returns the payloads that the chef makes of a packet. Throws std::runtime_error if its handler throws.
  std::vector<nlohmann::ordered_json> packet(const nd_packet& packet) {
    return payloads_of(packet.time_ns, [&] { detail::call_packet_handler(chef_, &packet, &sink_); });
  }
  /// Returns the payloads that the chef makes of a poke at this time, in nanoseconds since 1970-01-01 00:00 UTC. Throws
  /// std::runtime_error if its handler throws.
  std::vector<nlohmann::ordered_json> poke(std::int64_t now_ns) {
    return payloads_of(now_ns, [&] { detail::call_interval_handler(chef_, info_.poke_interval, now_ns, &sink_); });
  }
  /// Calls the functions that the chef has given to after() and whose time has come at `now_ns`, in the order of their
  /// times. Returns the payloads that they make. Throws std::runtime_error if one throws.
  std::vector<nlohmann::ordered_json> wait_until(std::int64_t now_ns) {
    return payloads_of(now_ns, [&] {
      while (!timers_.empty() && timers_.begin()->first <= now_ns) {
        const std::uint64_t token = timers_.extract(timers_.begin()).mapped();
        detail::call_after_time(chef_, token, now_ns, &sink_);
      }
    });
  }
  /// Returns the lines that the chef has logged.
  const std::vector<std::string>& log() const { return log_; }

 private:
  static KitchenInfo default_kitchen() { return {"test_kitchen", "test", "", 5.0}; }

  static nlohmann::json with_defaults(const nlohmann::json& options) {
    nlohmann::json all = nlohmann::json::object();
    for (const ChefOption& option : Chef::chef_options) all[option.name] = nlohmann::json::parse(option.default_json);
    for (const auto& [name, value] : options.items()) {
      if (!all.contains(name)) throw std::invalid_argument("the chef declares no option " + name);
      all[name] = value;
    }
    return all;
  }

  // Called by the C side, with this object as context.
  static ChefInTest& of(void* context) { return *static_cast<ChefInTest*>(context); }
  static void on_emit(void* context, const char* json, std::size_t size) {
    of(context).payloads_.push_back(nlohmann::ordered_json::parse(std::string_view(json, size)));
  }
  static void on_failed(void* context, const char* why, std::size_t size) { of(context).failure_.assign(why, size); }
  static void on_log(void* context, int, const char* text, std::size_t size) {
    of(context).log_.emplace_back(text, size);
  }

  // Refuses what nd-sniff refuses.
  static std::uint32_t on_start_timer(void* context, std::uint64_t token, std::int64_t delay_ns) {
    constexpr std::size_t most_timers = 100'000;
    ChefInTest& own = of(context);
    if (!own.is_in_handler_ || delay_ns < 0 || own.timers_.size() == most_timers) return 0;
    own.timers_.emplace(own.now_ns_ + delay_ns, token);
    return 1;
  }

  void throw_if_failed() {
    if (!failure_.empty()) throw std::runtime_error(std::exchange(failure_, {}));
  }
  // Calls handlers, and returns the payloads that they make. Handlers throw nothing; see on_failed().
  template <typename Call>
  std::vector<nlohmann::ordered_json> payloads_of(std::int64_t now_ns, Call call) {
    now_ns_ = now_ns;
    is_in_handler_ = true;
    call();
    is_in_handler_ = false;
    auto payloads = std::exchange(payloads_, {});
    throw_if_failed();
    return payloads;
  }

  KitchenInfo info_;
  nd_kitchen kitchen_{sizeof(nd_kitchen),
                      info_.name.c_str(),
                      info_.interface.c_str(),
                      info_.filter.c_str(),
                      info_.poke_interval,
                      this,
                      on_log,
                      on_start_timer};
  nd_sink sink_{sizeof(nd_sink), this, on_emit, on_failed};
  void* chef_ = nullptr;
  std::vector<nlohmann::ordered_json> payloads_;
  std::vector<std::string> log_;
  std::string failure_;
  std::int64_t now_ns_ = 0;
  bool is_in_handler_ = false;
  std::multimap<std::int64_t, std::uint64_t> timers_;  // tokens, by their times
};

}  // namespace v1
}  // namespace netdumplings
