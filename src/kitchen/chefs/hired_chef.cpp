#include "kitchen/chefs/hired_chef.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

#include "common/defaults.hpp"
#include "common/json/json_text.hpp"
#include "common/os/terminal.hpp"
#include "common/protocol.hpp"

namespace netdumplings::kitchen {
namespace {

std::string_view text_of(const char* text, std::size_t size) {
  return text != nullptr ? std::string_view(text, size) : std::string_view();
}

// Returns a chef's text in a form that is fit for the log: one line, without control characters, and not too long.
std::string loggable(std::string_view text) {
  return terminal::harmless(text.substr(0, defaults::longest_chef_line)) +
         (text.size() > defaults::longest_chef_line ? "..." : "");
}

bool is_null(std::string_view text) {
  constexpr const char* blanks = " \n\r\t";
  const std::size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos || text.substr(start, 4) != "null") return false;
  return text.find_first_not_of(blanks, start + 4) == std::string_view::npos;
}

spdlog::level::level_enum log_level(int level) {
  if (level <= ND_LOG_DEBUG) return spdlog::level::debug;
  if (level == ND_LOG_INFO) return spdlog::level::info;
  return level == ND_LOG_WARNING ? spdlog::level::warn : spdlog::level::err;
}

}  // namespace

HiredChef::HiredChef(const KitchenFacts& kitchen, const std::string& module, const std::string& path,
                     const OfferedChef& chef, DumplingSink& sink, Log log)
    : kitchen_name_(kitchen.name),
      name_(chef.name),
      module_(module),
      path_(path),
      table_(chef.table),
      kitchen_{sizeof(nd_kitchen),
               kitchen.name.c_str(),
               kitchen.interface.c_str(),
               kitchen.filter.c_str(),
               kitchen.poke_interval,
               this,
               on_log,
               on_start_timer},
      sink_{sizeof(nd_sink), this, on_emit, on_failed},
      dumplings_(sink),
      log_(std::move(log)),
      text_(chef.name, kitchen.name) {}

Result<std::unique_ptr<HiredChef>> HiredChef::hire(const KitchenFacts& kitchen, const std::string& module,
                                                   const std::string& path, const OfferedChef& chef,
                                                   const std::string& options_json, DumplingSink& sink, Log log) {
  std::unique_ptr<HiredChef> hired(new HiredChef(kitchen, module, path, chef, sink, std::move(log)));
  hired->chef_ = hired->table_.create(&hired->kitchen_, options_json.data(), options_json.size(), &hired->sink_);
  if (hired->chef_ != nullptr) return hired;
  return Error{hired->creation_failure_.empty() ? "it gave no reason" : hired->creation_failure_};
}

HiredChef::~HiredChef() {
  if (chef_ != nullptr && table_.destroy != nullptr) table_.destroy(chef_);
}

// Returns the time that a call takes, without the time in which its dumplings wait for room in the outbox: that wait is
// the hub's fault, not the chef's.
template <class Call>
std::chrono::nanoseconds HiredChef::measured(Call call) {
  measuring_ = true;
  in_sink_ = in_sink_.zero();
  const auto before = CallTimer::Clock::now();
  call();
  measuring_ = false;
  return CallTimer::Clock::now() - before - in_sink_;
}

void HiredChef::begin(const Handler& handler) {
  handler_ = handler.name;
  driver_ = handler.driver;
  now_ns_ = handler.now_ns;
  failed_ = false;
}

// Calls a handler that is called often: some of its calls are measured, and failures in a row are counted.
template <class Call>
void HiredChef::run(CallTimer& timer, const Handler& handler, Call call) {
  begin(handler);
  const bool counts = timer.next_is_measured();
  if (counts || budget_ > budget_.zero()) {
    const auto time = measured(call);
    if (counts) timer.add(time);
    check_budget(time);
  } else {
    call();
  }
  if (failed_ || failed_in_a_row_ > 0) count_failures();
}

// Calls a handler that is called now and then.
template <class Call>
void HiredChef::run_measured(const Handler& handler, Call call) {
  begin(handler);
  const auto time = measured(call);
  poke_time_ += time;
  check_budget(time);
}

bool HiredChef::packet(const nd_packet& packet) {
  if (table_.packet == nullptr || counts_.retired) return more_wanted_;
  run(packet_timer_, {"packet", protocol::driver_packet, packet.time_ns},
      [&] { table_.packet(chef_, &packet, &sink_); });
  return more_wanted_;
}

bool HiredChef::poke(double interval, std::int64_t now_ns) {
  if (table_.interval == nullptr || counts_.retired) return more_wanted_;
  ++counts_.pokes;
  run_measured({"interval", protocol::driver_interval, now_ns},
               [&] { table_.interval(chef_, interval, now_ns, &sink_); });
  return more_wanted_;
}

void HiredChef::connection(const nd_connection& connection, nd_connection_event event, std::int64_t now_ns) {
  if (table_.connection == nullptr || counts_.retired) return;
  const bool is_poke = event == ND_CONNECTION_UPDATED;
  run(event_timer_, {"connection", is_poke ? protocol::driver_interval : protocol::driver_packet, now_ns},
      [&] { table_.connection(chef_, &connection, event, now_ns, &sink_); });
}

bool HiredChef::stream(const nd_connection& connection, const nd_stream_data& data) {
  if (!uses_streams() || counts_.retired) return false;
  std::uint32_t answer = ND_STREAM_ENOUGH;
  run(stream_timer_, {"stream", protocol::driver_packet, data.now_ns},
      [&] { answer = table_.stream(chef_, &connection, &data, &sink_); });
  return answer == ND_STREAM_MORE && !failed_;
}

void HiredChef::release(void* state) {
  if (state != nullptr && table_.release != nullptr) table_.release(chef_, state);
}

void HiredChef::close(std::int64_t now_ns) {
  if (table_.closing == nullptr || counts_.retired) return;
  run_measured({"closing", protocol::driver_interval, now_ns}, [&] { table_.closing(chef_, now_ns, &sink_); });
}

void HiredChef::timer(std::uint64_t token, std::int64_t now_ns) {
  --timers_;
  if (table_.timer == nullptr || counts_.retired) return;
  run_measured({"timer", protocol::driver_interval, now_ns}, [&] { table_.timer(chef_, token, now_ns, &sink_); });
}

void HiredChef::check_budget(std::chrono::nanoseconds time) {
  if (budget_ == budget_.zero() || time <= budget_) return;
  ++counts_.over_budget;
  const auto milliseconds = [](std::chrono::nanoseconds t) {
    return fmt::format("{:.3g} ms", std::chrono::duration<double, std::milli>(t).count());
  };
  log_limited(spdlog::level::warn, "Chef " + name_ + " took " + milliseconds(time) + " in its " + handler_ +
                                       " handler; its budget (--chef-budget) is " + milliseconds(budget_));
}

void HiredChef::count_failures() {
  failed_in_a_row_ = failed_ ? failed_in_a_row_ + 1 : 0;
  if (failed_in_a_row_ < defaults::failures_until_retired) return;
  counts_.retired = true;
  log_left_out();
  log_->error("{}: Chef {} failed {} times in a row and is retired: it is called no more", kitchen_name_, name_,
              failed_in_a_row_);
}

ChefCounts HiredChef::counts() const {
  ChefCounts counts = counts_;
  counts.packets = packet_timer_.calls();
  counts.spent = packet_timer_.spent() + event_timer_.spent() + stream_timer_.spent() + poke_time_;
  return counts;
}

bool HiredChef::on_its_thread() {
  if (std::this_thread::get_id() == thread_) return true;
  if (!was_called_elsewhere_.exchange(true)) {
    log_->error("{}: Chef {} called emit on a thread of its own: such payloads are lost; call it in handlers only",
                kitchen_name_, name_);
  }
  return false;
}

void HiredChef::on_emit(void* context, const char* json, std::size_t size) noexcept {
  auto& chef = *static_cast<HiredChef*>(context);
  if (chef.on_its_thread() && chef.driver_ != nullptr) chef.serve(text_of(json, size));
}

void HiredChef::on_failed(void* context, const char* why, std::size_t size) noexcept {
  auto& chef = *static_cast<HiredChef*>(context);
  if (!chef.on_its_thread()) return;
  std::string text = loggable(text_of(why, size));
  if (chef.driver_ == nullptr) {
    chef.creation_failure_ = std::move(text);
    return;
  }
  ++chef.counts_.failed;
  chef.failed_ = true;
  chef.log_failure(text);
}

void HiredChef::on_log(void* context, int level, const char* text, std::size_t size) noexcept {
  const auto& chef = *static_cast<HiredChef*>(context);
  chef.log_->log(log_level(level), "{}: {}: {}", chef.kitchen_name_, chef.name_, loggable(text_of(text, size)));
}

std::uint32_t HiredChef::on_start_timer(void* context, std::uint64_t token, std::int64_t delay_ns) noexcept {
  auto& chef = *static_cast<HiredChef*>(context);
  const bool in_handler = std::this_thread::get_id() == chef.thread_ && chef.driver_ != nullptr;
  if (!in_handler || !chef.start_timer_ || delay_ns < 0 || chef.timers_ == defaults::chef_timers) return 0;
  chef.start_timer_(token, delay_ns);
  ++chef.timers_;
  return 1;
}

void HiredChef::serve(std::string_view payload) {
  if (is_null(payload)) return;
  ++counts_.made;
  if (const std::string why = json_text::check(payload, defaults::max_json_depth - 1); !why.empty()) {
    ++counts_.invalid;
    failed_ = true;
    log_failure("its payload is not JSON that can be sent: " + why);
    return;
  }
  const std::string_view dumpling = text_.write(now_ns_, driver_, payload);
  if (dumpling.size() > defaults::max_message) {
    ++counts_.too_large;
    log_limited(spdlog::level::warn, "Dropped a dumpling of chef " + name_ + ": it has " +
                                         std::to_string(dumpling.size()) + " bytes, and a hub takes no more than " +
                                         std::to_string(defaults::max_message));
    return;
  }
  if (measuring_) {
    const auto before = CallTimer::Clock::now();
    more_wanted_ = dumplings_.put(dumpling) && more_wanted_;
    in_sink_ += CallTimer::Clock::now() - before;
  } else {
    more_wanted_ = dumplings_.put(dumpling) && more_wanted_;
  }
}

void HiredChef::log_failure(const std::string& why) {
  log_limited(spdlog::level::err,
              std::string("Error invoking ") + handler_ + " handler for chef " + name_ + ": " + why);
}

void HiredChef::log_limited(spdlog::level::level_enum level, const std::string& line) {
  if (!limit_.allows()) return;
  log_left_out();
  log_->log(level, "{}: {}", kitchen_name_, line);
}

void HiredChef::log_left_out() {
  if (const auto left_out = limit_.take_left_out(); left_out > 0) {
    log_->warn("{}: {} more lines about chef {} were left out", kitchen_name_, left_out, name_);
  }
}

}  // namespace netdumplings::kitchen
