#include "common/logging.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace netdumplings {
namespace {

// The contract's names for levels, which are not all spdlog's.
class LevelName : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const char* name = "DEBUG";
    if (message.level == spdlog::level::info) name = "INFO";
    if (message.level == spdlog::level::warn) name = "WARNING";
    if (message.level >= spdlog::level::err) name = "ERROR";
    out.append(name, name + std::char_traits<char>::length(name));
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<LevelName>(); }
};

}  // namespace

Log make_log(const std::string& name) {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<LevelName>('*').set_pattern("%Y-%m-%dT%H:%M:%S.%e %* %v");
  sink->set_formatter(std::move(formatter));
  auto log = std::make_shared<spdlog::logger>(name, std::move(sink));
  log->set_level(spdlog::level::info);
  log->flush_on(spdlog::level::trace);
  return log;
}

}  // namespace netdumplings
