// nd-sniff's command line.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kitchen/packets/capture_settings.hpp"
#include "net/client/hub_access.hpp"

namespace CLI {
class App;
}

namespace netdumplings::kitchen {

struct Options {
  std::string kitchen_name;
  net::HubSettings hub;                           // the address and the TLS files fit together
  std::vector<std::string> interfaces;            // never empty; may be "all"
  std::optional<std::string> filter;              // "" is every packet; without a value, what the chefs need
  std::vector<std::string> chef_modules;          // never empty
  std::optional<std::vector<std::string>> chefs;  // without a value, all
  std::vector<std::string> chef_options;
  bool list_chefs = false;
  bool list_interfaces = false;
  double poke_interval = 0;            // in seconds
  std::optional<std::string> capture;  // a file to read instead of interfaces; "-" is standard input
  std::optional<std::string> output;   // a file to write instead of a hub; "-" is standard output
  bool merge_interfaces = false;       // where connections are followed
  std::string run_as;                  // a user, or "" for the default
  bool wait_for_hub = true;
  std::optional<double> drain_timeout;   // seconds
  std::optional<std::string> spool;      // a folder
  std::size_t spool_size = 0;            // bytes
  std::size_t outbox_size = 0;           // bytes
  std::optional<double> stats_interval;  // in seconds, 0: never; without a value, the default
  double chef_budget = 0;                // in milliseconds; 0: none
  bool strict = false;                   // whatever failed or was dropped makes the exit status 1
  CaptureSettings live;
  bool check_config = false;                   // say what would happen instead of sniffing
  std::vector<std::string> unknown_variables;  // a line each, of environment variables that set nothing
  std::string log_level;                       // "" for the environment's

  /// Returns the seconds between two dumplings of the kitchen's status; 0: there are none.
  [[nodiscard]] double status_interval() const;

  /// Returns where the packets come from: the interfaces joined by commas, or the file's path.
  [[nodiscard]] std::string source() const;
};

/// Returns the options. After --help, --version, or a wrong flag or value, prints what is to be said about it and
/// returns the exit status.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

/// Calls `describe` with the command line's definition. The manual is made from it.
void describe_options(const std::function<void(const CLI::App&)>& describe);

}  // namespace netdumplings::kitchen
