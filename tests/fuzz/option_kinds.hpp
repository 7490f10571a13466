// Options, one of each kind that a tool has, for a fuzzer: to make all that a tool has takes a hundred times as long as
// to judge a value, so these are few, and made once for all inputs. Their names are those of options of the tool.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/cli.hpp"
#include "common/log/log_settings.hpp"
#include "net/loop/endpoint.hpp"
#include "require.hpp"

namespace netdumplings::fuzz {

inline constexpr std::size_t smallest_size = 4096;
inline constexpr std::size_t largest_size = std::size_t{1} << 40;
inline constexpr std::size_t most_threads = 64;

struct Values {
  std::uint64_t count = 1;
  double wait = 0;
  double interval = 1;
  std::optional<double> stats_interval;
  std::optional<double> budget;
  int number = 0;
  std::size_t threads = 1;
  std::size_t size = smallest_size;
  std::uint16_t port = 1;
  std::string hub = "localhost";
  std::string name = "any";
  std::string file = "any";
  std::optional<std::string> read;
  std::string log_level;
  std::vector<std::string> origins;
  std::vector<std::string> words{"default"};
  bool on = true;
  bool web = true;
  bool list = false;
};

inline CLI::Validator hub_address() {
  return CLI::Validator(
      [](std::string& text) {
        const auto hub = net::parse_endpoint(text, 1);
        return hub ? std::string() : hub.error();
      },
      "");
}

inline void add_test_kinds(CLI::App& app, Values& to) {
  auto* const count = app.add_option("--count", to.count, "")->check(cli::count());
  app.add_option("--wait", to.wait, "")->transform(cli::duration())->excludes(count);
  app.add_option("--number", to.number, "No validator's.");
  app.add_option("--file", to.file, "")->check(cli::not_empty("a file's path"));
}

inline void add_hub_kinds(CLI::App& app, Values& to) {
  app.add_option("-i,--in-port", to.port, "")->check(cli::port());
  app.add_option("-f,--status-freq", to.interval, "")->check(cli::positive_seconds());
  app.add_option("--threads", to.threads, "")->check(cli::whole_number(1, most_threads));
  app.add_option("--max-message", to.size, "")->transform(cli::size(smallest_size, largest_size));
  app.add_option("--allow-origin", to.origins, "")
      ->check(cli::origin())
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  cli::add_log_level(app, to.log_level);
}

inline void add_sniff_kinds(CLI::App& app, Values& to) {
  app.add_option("-h,--hub", to.hub, "")->check(hub_address());
  app.add_option("-n,--kitchen-name", to.name, "");
  app.add_option("--stats-interval", to.stats_interval, "")->check(cli::seconds_or_never());
  app.add_option("--chef-budget", to.budget, "")->check(cli::positive_milliseconds());
  auto* const words = app.add_option("-i,--interface", to.words, "")->take_all();
  app.add_option("-r,--read", to.read, "")->excludes(words);
}

/// A tool; its flag stands apart, because cli::parse() gives each flag that is there one more validator.
struct Tool {
  const char* name;
  const char* prefix;  // of its variables
  void (*add)(CLI::App& app, Values& values);
  std::string_view flag_variable;
  const char* flag;
  bool Values::*flag_value;
};

inline constexpr std::array tools{
    Tool{"nd-test", "NETDUMPLINGS_TEST_", add_test_kinds, "_ON=", "--on,!--off", &Values::on},
    Tool{"nd-hub", "NETDUMPLINGS_HUB_", add_hub_kinds, "_NO_WEB=", "!--no-web", &Values::web},
    Tool{"nd-sniff", "NETDUMPLINGS_SNIFF_", add_sniff_kinds, "_CHEF_LIST=", "-l,--chef-list", &Values::list},
};

/// What good options have come to.
inline void check_values(const Values& values) {
  const auto positive = [](double value) { return std::isfinite(value) && value > 0; };
  require(values.count > 0, "a count is at least 1");
  require(std::isfinite(values.wait) && values.wait >= 0, "no time is negative");
  require(positive(values.interval) && positive(values.budget.value_or(1)), "intervals are positive");
  require(values.stats_interval.value_or(0) >= 0, "no interval is negative");
  require(values.threads >= 1 && values.threads <= most_threads, "whole numbers are bounded");
  require(values.size >= smallest_size && values.size <= largest_size, "sizes are bounded");
  require(net::parse_endpoint(values.hub, 1).ok(), "a hub has an address");
  require(!values.file.empty() && !values.name.empty(), "what is empty counts as not given");
  require(values.log_level.empty() || log_level(values.log_level), "a level is known");
  require(std::none_of(values.words.begin(), values.words.end(), [](const auto& word) { return word.empty(); }),
          "no word is empty");
}

/// Parses the environment for one tool, many times. What an input leaves behind is cleared at its end, so that no other
/// is judged by it, and libFuzzer sees no leak.
class OptionKinds {
 public:
  explicit OptionKinds(const Tool& tool) : tool_(tool) {
    cli::prepare(app_, tool.name);
    app_.set_help_flag();  // takes it away: a flag, which no variable stands for; the other too
    app_.set_version_flag();
    tool.add(app_, values_);
  }

  /// `variables` are the environment; see cli::parse().
  std::optional<int> parse(const std::vector<std::string>& variables, const char* const* argv) {
    const bool has_flag = std::any_of(variables.begin(), variables.end(), [this](const std::string& entry) {
      return entry.find(tool_.flag_variable) != std::string::npos;
    });
    auto* const flag = has_flag ? app_.add_flag(tool_.flag, values_.*tool_.flag_value, "") : nullptr;
    const auto status = cli::parse(app_, 1, argv);
    if (!status) check_values(values_);
    if (has_flag) app_.remove_option(flag);
    app_.clear();
    values_ = {};
    return status;
  }

 private:
  const Tool& tool_;
  Values values_;
  CLI::App app_{"Tests."};
};

}  // namespace netdumplings::fuzz
