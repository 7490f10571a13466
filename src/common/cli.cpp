#include "common/cli.hpp"

#include <netdumplings/version.hpp>

#include <cmath>
#include <iostream>

namespace netdumplings::cli {
namespace {

int tell_usage_error(const std::string& tool, const std::string& why) {
  std::cerr << "Usage: " << tool << " [OPTIONS]\nTry '" << tool << " --help' for help.\n\nError: " << why << '\n';
  return exit_usage;
}

}  // namespace

void prepare(CLI::App& app, const std::string& name) {
  app.name(name);
  app.set_help_flag("--help", "Show this message and exit.");
  app.set_version_flag("--version", name + ", version " NETDUMPLINGS_VERSION, "Show the version and exit.");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.get_formatter()->column_width(38);
}

std::optional<int> parse(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return exit_ok;
  } catch (const CLI::CallForVersion& version) {
    std::cout << version.what() << '\n';
    return exit_ok;
  } catch (const CLI::ParseError& error) {
    return tell_usage_error(app.get_name(), error.what());
  }
  return std::nullopt;
}

int usage_error(const CLI::App& app, const std::string& why) { return tell_usage_error(app.get_name(), why); }

CLI::Validator positive_seconds() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        double seconds = 0;
        if (CLI::detail::lexical_cast(text, seconds) && std::isfinite(seconds) && seconds > 0) return {};
        return "'" + text + "' is not a number of seconds greater than zero";
      },
      "SECONDS");
}

CLI::Validator port() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        unsigned port = 0;
        if (CLI::detail::lexical_cast(text, port) && port <= 65535) return {};
        return "'" + text + "' is not a port (0 to 65535; 0 is any free one)";
      },
      "PORT");
}

}  // namespace netdumplings::cli
