// nd-sniff's command line.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "net/endpoint.hpp"

namespace CLI {
class App;
}

namespace netdumplings::kitchen {

struct Options {
  std::string kitchen_name;
  net::Endpoint hub;
  std::vector<std::string> interfaces;  // never empty; "all" as it is
  std::string filter;
  std::vector<std::string> chef_modules;          // never empty
  std::optional<std::vector<std::string>> chefs;  // nothing: all
  std::vector<std::string> chef_options;
  bool list_chefs = false;
  double poke_interval = 0;            // seconds
  std::optional<std::string> capture;  // a file to read instead of interfaces; "-" is standard input
  std::optional<std::string> output;   // a file to write instead of a hub; "-" is standard output
  std::string run_as;                  // "": by default
  bool wait_for_hub = true;
  std::optional<double> drain_timeout;  // seconds
  std::string log_level;                // "": as the environment says

  /// Where packets come from, in a word: interfaces joined by commas, or the file's path.
  [[nodiscard]] std::string source() const;
};

/// The options, or, after --help, --version or a wrong flag or value, which it has told, the exit status.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

/// Shows the command line to who describes it (the manual).
void describe_options(const std::function<void(const CLI::App&)>& describe);

}  // namespace netdumplings::kitchen
