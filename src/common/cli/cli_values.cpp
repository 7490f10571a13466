// Defines the validators of cli.hpp and the options that several tools have.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/defaults.hpp"
#include "common/log/log_settings.hpp"

namespace netdumplings::cli {
namespace {

// Reads all of `text` as a decimal number without sign and blanks.
template <class Number>
std::optional<Number> number(const std::string& text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

std::optional<std::size_t> bytes_of(std::string text) {
  constexpr std::string_view units = "KMG";
  const std::size_t suffix = text.ends_with("iB") ? 2 : text.ends_with("B") ? 1 : 0;
  text.resize(text.size() - suffix);
  const auto unit = text.empty() ? units.npos : units.find(text.back());
  if (unit != units.npos) text.pop_back();
  if (unit == units.npos && suffix > 0) return std::nullopt;
  const auto count = number<std::size_t>(text);
  const unsigned shift = unit == units.npos ? 0 : 10 * (static_cast<unsigned>(unit) + 1);
  if (!count || *count > std::numeric_limits<std::size_t>::max() >> shift) return std::nullopt;
  return *count << shift;
}

std::optional<double> seconds_of(std::string text) {
  constexpr std::array<std::pair<char, double>, 4> units{{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}}};
  double unit = 1;
  for (const auto& [letter, seconds] : units) {
    if (!text.ends_with(letter)) continue;
    unit = seconds;
    text.pop_back();
    break;
  }
  const auto count = number<double>(text);
  if (!count || !std::isfinite(*count * unit) || *count < 0) return std::nullopt;
  return *count * unit;
}

CLI::Validator value_that(bool (*good)(const std::string& text), const char* should_be) {
  return CLI::Validator(
      [good, should_be](std::string& text) -> std::string {
        return good(text) ? "" : "'" + text + "' is not " + should_be;
      },
      "");
}

// In seconds: as a duration it is 31 years, as a date it is in 2001.
constexpr double shortest_epoch = 1e9;

bool is_positive(const std::string& text) {
  const auto value = number<double>(text);
  return value && std::isfinite(*value) && *value > 0;
}

}  // namespace

CLI::Validator positive_seconds() { return value_that(is_positive, "a number of seconds greater than zero"); }

CLI::Validator positive_milliseconds() { return value_that(is_positive, "a number of milliseconds greater than zero"); }

CLI::Validator seconds_or_never() {
  return value_that(
      [](const std::string& text) {
        const auto seconds = number<double>(text);
        return seconds && std::isfinite(*seconds) && *seconds >= 0;
      },
      "a number of seconds, or 0 for never");
}

CLI::Validator duration() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const auto seconds = seconds_of(text);
        if (!seconds) return "'" + text + "' is not a time, like 90, 30s, 10m, 2h or 1d";
        if (*seconds >= shortest_epoch)
          return "'" + text + "' is a date; give how long ago, like 90, 30s, 10m, 2h or 1d";
        text = std::to_string(*seconds);
        return "";
      },
      "");
}

CLI::Validator port() {
  return value_that([](const std::string& text) { return number<std::uint16_t>(text).has_value(); },
                    "a port (0 to 65535; 0 is any free one)");
}

CLI::Validator origin() {
  return value_that(
      [](const std::string& text) {
        if (text == "null" || text == "file://") return true;
        const std::string_view origin = std::string_view(text).substr(0, text.size() - (text.ends_with('/') ? 1 : 0));
        const auto scheme = origin.find("://");
        return scheme != origin.npos && scheme > 0 && scheme + 3 < origin.size() &&
               origin.find_first_of("/?#@ ", scheme + 3) == origin.npos;
      },
      "an origin, like https://example.org or http://192.0.2.7:8080, or null");
}

CLI::Validator count() {
  return value_that([](const std::string& text) { return number<std::uint64_t>(text).value_or(0) > 0; },
                    "a whole number from 1 on");
}

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
  return CLI::Validator(
      [least, most](std::string& text) -> std::string {
        const auto value = number<std::uint64_t>(text);
        if (value && *value >= least && *value <= most) return "";
        return "'" + text + "' is not a whole number from " + std::to_string(least) + " to " + std::to_string(most);
      },
      "");
}

CLI::Validator size(std::size_t least, std::size_t most) {
  return CLI::Validator(
      [least, most](std::string& text) -> std::string {
        const auto bytes = bytes_of(text);
        if (!bytes || *bytes < least || *bytes > most) {
          const bool bounded = most < std::numeric_limits<std::size_t>::max();
          return "'" + text + "' is not a size " + (bounded ? "from " : "of at least ") + std::to_string(least) +
                 (bounded ? " to " + std::to_string(most) : std::string()) + " bytes, like 500000, 512K or 64MiB";
        }
        text = std::to_string(*bytes);
        return "";
      },
      "");
}

CLI::Validator true_or_false() {
  return value_that(
      [](const std::string& text) {
        constexpr std::array words{"true", "false", "1", "0", "yes", "no", "on", "off"};
        return std::find(words.begin(), words.end(), text) != words.end();
      },
      "true or false");
}

CLI::Validator client_name() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        if (text.size() <= defaults::longest_name) return "";
        return "a name may have at most " + std::to_string(defaults::longest_name) + " bytes, and this one has " +
               std::to_string(text.size());
      },
      "");
}

CLI::Validator not_empty(const char* what) {
  return CLI::Validator([what](std::string& text) { return text.empty() ? "'' is not " + std::string(what) : ""; }, "");
}

void add_tls(CLI::App& app, std::string& ca, std::string& certificate, std::string& key, bool& key_group) {
  app.add_option("--tls-ca", ca, "Trust a wss:// hub whose certificate is in this file, or is signed by one that is.")
      ->type_name("FILE")
      ->check(not_empty("a file's path"))
      ->default_str("the system's certificate authorities");
  app.add_option("--tls-cert", certificate, "Present the certificate in this file to a hub that asks for one.")
      ->type_name("FILE")
      ->check(not_empty("a file's path"));
  app.add_option("--tls-key", key, "The private key of that certificate; only the owner may be able to read the file.")
      ->type_name("FILE")
      ->check(not_empty("a file's path"));
  app.add_flag("--tls-key-group", key_group,
               "Accept a key that the group of its file can read, such as Debian's group ssl-cert.");
}

void add_log_level(CLI::App& app, std::string& level) {
  app.add_option("--log-level", level, "Log messages from this level on: debug, info, warning or error.")
      ->type_name("LEVEL")
      ->default_str("info, or what NETDUMPLINGS_LOG_LEVEL says")
      ->check(value_that([](const std::string& text) { return log_level(text).has_value(); },
                         "debug, info, warning or error"));
}

void add_check_config(CLI::App& app, bool& check) {
  app.add_flag("--check-config", check,
               "Check the options and what they name, say what would happen, and exit: 0 if it can work, else 2.");
}

void add_token_file(CLI::App& app, std::string& path) {
  app.add_option(
         "--token-file", path,
         "Show the hub the first token in this file, which only its owner may be able to read, instead of the one in "
         "NETDUMPLINGS_TOKEN.")
      ->type_name("FILE")
      ->check(not_empty("a file's path"));
}

}  // namespace netdumplings::cli
