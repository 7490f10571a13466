#include "hub/check_config.hpp"

#include <spdlog/sinks/null_sink.h>

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "common/cli/cli.hpp"
#include "common/log/log_settings.hpp"
#include "common/os/writable.hpp"
#include "hub/hub.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::hub {
namespace {

// A hub that reads the same tokens and certificates, and listens on the same addresses, but on free ports.
HubOptions harmless_probe(HubOptions options) {
  options.in_port = options.out_port = 0;
  options.log_folder.clear();
  options.log_size = defaults::smallest_log_size;
  options.threads = 1;
  options.log = std::make_shared<spdlog::logger>("nd-hub", std::make_shared<spdlog::sinks::null_sink_mt>());
  return options;
}

std::vector<std::string> faults_of(const HubOptions& options) {
  std::string problems;
  const LogSettings log = log_settings(options.log_level, problems);
  std::vector<std::string> faults;
  std::istringstream lines(problems);
  for (std::string line; std::getline(lines, line);) faults.push_back(line);
  if (const auto why = log.file.empty() ? "" : why_file_is_unwritable(log.file); !why.empty()) {
    faults.push_back("Cannot log to the file " + log.file + ": " + why);
  }
  if (const auto why = options.log_folder.empty() ? "" : why_folder_is_unusable(options.log_folder); !why.empty()) {
    faults.push_back("The log folder " + options.log_folder + " can't be used: " + why);
  }
  net::Loop loop;
  Hub probe(loop, harmless_probe(options));
  if (const auto started = probe.start(); !started) faults.push_back(started.error());
  return faults;
}

std::string shows_a_token(const std::string& who, const std::string& file) {
  return who + (file.empty() ? " need no token." : " need a token of " + file + ".");
}

}  // namespace

int check_config(const HubOptions& options) {
  const bool tls = !options.tls.certificate.empty();
  for (const std::string& address : options.addresses) {
    std::cout << "nd-hub would take dumplings at " << net::Endpoint{address, options.in_port, tls}.uri()
              << " and pass them on at " << net::Endpoint{address, options.out_port, tls}.uri() << ".\n";
  }
  std::cout << shows_a_token("Kitchens", options.kitchen_token_file) << '\n'
            << shows_a_token("Eaters", options.eater_token_file) << '\n'
            << "It would keep a log of " << options.log_size << " bytes "
            << (options.log_folder.empty() ? "in memory" : "in the folder " + options.log_folder) << ".\n";
  const auto faults = faults_of(options);
  return cli::report_check(options.unknown_variables, faults);
}

}  // namespace netdumplings::hub
