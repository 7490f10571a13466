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

bool is_null(std::string_view json) {
  constexpr const char* blanks = " \n\r\t";
  const std::size_t start = json.find_first_not_of(blanks);
  if (start == std::string_view::npos || json.substr(start, 4) != "null") return false;
  return json.find_first_not_of(blanks, start + 4) == std::string_view::npos;
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
               on_log},
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

bool HiredChef::packet(const nd_packet& packet) {
  if (table_.packet == nullptr || counts_.retired) return more_wanted_;
  driver_ = protocol::driver_packet;
  now_ns_ = packet.time_ns;
  failed_ = false;
  const bool counts = packet_timer_.next_is_measured();
  if (counts || budget_ > budget_.zero()) {
    const auto time = measured([&] { table_.packet(chef_, &packet, &sink_); });
    if (counts) packet_timer_.add(time);
    check_budget(time);
  } else {
    table_.packet(chef_, &packet, &sink_);
  }
  if (failed_ || failed_in_a_row_ > 0) count_failures();
  return more_wanted_;
}

bool HiredChef::poke(double interval, std::int64_t now_ns) {
  if (table_.interval == nullptr || counts_.retired) return more_wanted_;
  driver_ = protocol::driver_interval;
  now_ns_ = now_ns;
  ++counts_.pokes;
  const auto time = measured([&] { table_.interval(chef_, interval, now_ns, &sink_); });
  poke_time_ += time;
  check_budget(time);
  return more_wanted_;
}

void HiredChef::check_budget(std::chrono::nanoseconds time) {
  if (budget_ == budget_.zero() || time <= budget_) return;
  ++counts_.over_budget;
  const auto milliseconds = [](std::chrono::nanoseconds t) {
    return fmt::format("{:.3g} ms", std::chrono::duration<double, std::milli>(t).count());
  };
  log_limited(spdlog::level::warn, "Chef " + name_ + " took " + milliseconds(time) + " in its " + driver_ +
                                       " handler; its budget (--chef-budget) is " + milliseconds(budget_));
}

void HiredChef::count_failures() {
  failed_in_a_row_ = failed_ ? failed_in_a_row_ + 1 : 0;
  if (failed_in_a_row_ < defaults::failures_until_retired) return;
  counts_.retired = true;
  log_left_out();
  log_->error("{}: Chef {} failed on {} packets in a row and is retired: it is called no more", kitchen_name_, name_,
              failed_in_a_row_);
}

ChefCounts HiredChef::counts() const {
  ChefCounts counts = counts_;
  counts.packets = packet_timer_.calls();
  counts.spent = packet_timer_.spent() + poke_time_;
  return counts;
}

void HiredChef::on_emit(void* context, const char* json, std::size_t size) noexcept {
  auto& chef = *static_cast<HiredChef*>(context);
  if (chef.driver_ != nullptr) chef.serve(text_of(json, size));
}

void HiredChef::on_failed(void* context, const char* why, std::size_t size) noexcept {
  auto& chef = *static_cast<HiredChef*>(context);
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
  log_limited(spdlog::level::err, std::string("Error invoking ") + driver_ + " handler for chef " + name_ + ": " + why);
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
