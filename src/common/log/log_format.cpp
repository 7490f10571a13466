#include "common/log/log_format.hpp"

#include <spdlog/pattern_formatter.h>

#include <string>

#include "common/json/json_text.hpp"

namespace netdumplings {
namespace {

// Writes the contract's names of levels. Some of spdlog's differ.
class LevelName final : public spdlog::custom_flag_formatter {
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

// Writes a text of the log message as a JSON string.
class JsonString final : public spdlog::custom_flag_formatter {
 public:
  using Text = spdlog::string_view_t spdlog::details::log_msg::*;
  explicit JsonString(Text text) : text_(text) {}

  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const auto& text = message.*text_;
    std::string quoted;
    json_text::append_string(quoted, {text.data(), text.size()});
    out.append(quoted.data(), quoted.data() + quoted.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JsonString>(text_);
  }

 private:
  Text text_;
};

// Writes a level's number for the journal.
class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    char number = '7';
    if (message.level == spdlog::level::info) number = '6';
    if (message.level == spdlog::level::warn) number = '4';
    if (message.level >= spdlog::level::err) number = '3';
    out.push_back(number);
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Priority>(); }
};

constexpr const char* json_pattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%*","logger":%N,"message":%J})";

std::unique_ptr<spdlog::formatter> log_format(const std::string& pattern) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<LevelName>('*');
  formatter->add_flag<Priority>('P');
  formatter->add_flag<JsonString>('J', &spdlog::details::log_msg::payload);
  formatter->add_flag<JsonString>('N', &spdlog::details::log_msg::logger_name);
  formatter->set_pattern(pattern);
  return formatter;
}

}  // namespace

std::unique_ptr<spdlog::formatter> text_log_format() { return log_format("%Y-%m-%dT%H:%M:%S.%e %* %v"); }

std::unique_ptr<spdlog::formatter> json_log_format() { return log_format(json_pattern); }

std::unique_ptr<spdlog::formatter> journal_log_format(bool json) {
  return log_format(json ? std::string("<%P>") + json_pattern : "<%P>%* %v");
}

}  // namespace netdumplings
