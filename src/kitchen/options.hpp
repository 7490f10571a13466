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
  net::HubSettings hub;                 // the address and the files fit together
  std::vector<std::string> interfaces;  // never empty; "all" as it is
  std::string filter;
  std::vector<std::string> chef_modules;          // never empty
  std::optional<std::vector<std::string>> chefs;  // nothing: all
  std::vector<std::string> chef_options;
  bool list_chefs = false;
  bool list_interfaces = false;
  double poke_interval = 0;            // seconds
  std::optional<std::string> capture;  // a file to read instead of interfaces; "-" is standard input
  std::optional<std::string> output;   // a file to write instead of a hub; "-" is standard output
  std::string run_as;                  // "": by default
  bool wait_for_hub = true;
  std::optional<double> drain_timeout;   // seconds
  std::optional<std::string> spool;      // a folder
  std::size_t spool_size = 0;            // bytes
  std::size_t outbox_size = 0;           // bytes
  std::optional<double> stats_interval;  // seconds; 0: never; nothing: as it is by default, live or from a file
  double chef_budget = 0;                // milliseconds; 0: none
  CaptureSettings live;
  std::string log_level;  // "": as the environment says

  /// Seconds between two dumplings of the kitchen's status; 0: never.
  [[nodiscard]] double status_interval() const;

  /// Where packets come from, in a word: interfaces joined by commas, or the file's path.
  [[nodiscard]] std::string source() const;
};

/// The options, or, after --help, --version or a wrong flag or value, which it has told, the exit status.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

/// Shows the command line to who describes it (the manual).
void describe_options(const std::function<void(const CLI::App&)>& describe);

}  // namespace netdumplings::kitchen
