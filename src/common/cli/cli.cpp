#include "common/cli/cli.hpp"

#include <netdumplings/version.hpp>

#include <algorithm>
#include <iostream>
#include <vector>

#include "common/cli/cli_environment.hpp"
#include "common/cli/cli_help.hpp"
#include "common/os/terminal.hpp"

namespace netdumplings::cli {
namespace {

// `'--hub' / '-h'`
std::string both_names(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_lnames()) names.push_back("'--" + name + "'");
  for (const auto& name : option.get_snames()) names.push_back("'-" + name + "'");
  return CLI::detail::join(names, " / ");
}

// Rewords `Could not convert: --number = x`, CLI11's message for options without a validator.
std::string why_not_converted(const CLI::Option& option) {
  return "'" + CLI::detail::join(option.results(), " ") + "' is not a valid " + option.get_type_name();
}

// CLI11's errors begin with the option's name: `--hub: WHY`.
struct OptionError {
  const CLI::Option* option = nullptr;
  std::string why;
};

OptionError option_error(const CLI::App& app, const std::string& what) {
  for (const CLI::Option* option : app.get_options()) {
    const std::string start = option->get_name() + ": ";
    if (what.rfind(start, 0) == 0) return {option, what.substr(start.size())};
    if (what.rfind("Could not convert: " + option->get_name() + " = ", 0) == 0)
      return {option, why_not_converted(*option)};
  }
  return {nullptr, what};
}

std::string where_from(const CLI::App& app, const CLI::Option& option, bool environment) {
  return environment ? " (from " + environment_name(app, option) + ")" : "";
}

std::string why_extra(const std::string& argument) {
  const bool option = argument.size() > 1 && argument.front() == '-';
  return (option ? "No such option: " : "Got unexpected extra argument: ") + terminal::harmless(argument);
}

// Rewords CLI11's `--read excludes --interface`, which doesn't say that each is right by itself.
std::string why_excluded(std::string what) {
  constexpr std::string_view excludes = " excludes ";
  return what.replace(what.find(excludes), excludes.size(), " and ") + " exclude each other";
}

std::string why_wrong(const CLI::App& app, const CLI::ParseError& error, bool environment) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) return why_extra(app.remaining().front());
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) return why_excluded(error.what());
  const auto [option, why] = option_error(app, error.what());
  if (option == nullptr) return terminal::harmless(why);
  const std::string names = both_names(*option);
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return "Option " + names + " requires an argument.";
  return "Invalid value for " + names + where_from(app, *option, environment) + ": " + terminal::harmless(why);
}

// Lets a repeatable option take one value each time, so that it doesn't take the arguments after it too. Lets a flag
// take no value, or `--flag=true`, which is how the environment sets it.
void restrict_values(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (repeatable(*option)) option->allow_extra_args(false);
    if (is_flag(*option)) option->check(true_or_false());
  }
}

// Checks a flag's value before CLI11 does. CLI11 accepts numbers for a negated flag, throws a foreign exception if a
// number is too large, and shows the number with its sign changed.
void check_flag_value(const CLI::App& app, const std::string& argument) {
  const auto equals = argument.find('=');
  if (argument.rfind("--", 0) != 0 || equals == std::string::npos) return;
  const CLI::Option* const option = app.get_option_no_throw(argument.substr(0, equals));
  if (option == nullptr || !is_flag(*option)) return;
  std::string value = argument.substr(equals + 1);
  if (value.empty()) return;
  if (const std::string why = true_or_false()(value); !why.empty()) throw CLI::ValidationError(option->get_name(), why);
}

void parse_arguments(CLI::App& app, std::vector<std::string> arguments) {
  for (const std::string& argument : arguments) check_flag_value(app, argument);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  app.parse(std::move(arguments));
}

}  // namespace

void prepare(CLI::App& app, const std::string& name) {
  app.name(name);
  app.set_help_flag("--help", "Show this message and exit.");
  app.set_version_flag("--version", name + ", version " NETDUMPLINGS_VERSION, "Show the version and exit.");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void example(CLI::App& app, const std::string& command) { app.footer("Example: " + command); }

std::optional<int> parse(CLI::App& app, int argc, const char* const* argv) {
  restrict_values(app);
  bool environment = false;
  try {
    std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    parse_arguments(app, arguments);
    const auto more = environment_arguments(app);
    if (more.empty()) return std::nullopt;
    environment = true;
    arguments.insert(arguments.begin(), more.begin(), more.end());
    parse_arguments(app, std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    std::cout << help(app);
    return exit_ok;
  } catch (const CLI::CallForVersion& version) {
    std::cout << version.what() << '\n';
    return exit_ok;
  } catch (const CLI::ParseError& error) {
    return usage_error(app.get_name(), why_wrong(app, error, environment));
  }
  return std::nullopt;
}

int report_check(const std::vector<std::string>& warnings, const std::vector<std::string>& faults) {
  for (const auto& warning : warnings) std::cerr << "Warning: " << warning << '\n';
  for (const auto& fault : faults) std::cerr << "Error: " << fault << '\n';
  if (faults.empty()) std::cout << "This can work.\n";
  return faults.empty() ? exit_ok : exit_usage;
}

int usage_error(const std::string& tool, const std::string& why) {
  std::cerr << "Usage: " << tool << " [OPTIONS]\nTry '" << tool << " --help' for help.\n\nError: " << why << '\n';
  return exit_usage;
}

}  // namespace netdumplings::cli
