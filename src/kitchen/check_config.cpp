#include "kitchen/check_config.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>
#include <system_error>
#include <utility>

#include "common/log/log_settings.hpp"
#include "common/os/terminal.hpp"
#include "common/os/writable.hpp"
#include "kitchen/packets/interfaces.hpp"
#include "kitchen/packets/pcap_filter.hpp"
#include "net/client/hub_access.hpp"

namespace netdumplings::kitchen {
namespace {

std::string why_unreadable(const std::string& path) {
  if (path == "-" || ::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) == 0) return {};
  return terminal::harmless(path) + ": " + std::generic_category().message(errno);
}

void append_missing(const std::vector<std::string>& wanted, std::vector<std::string>& faults) {
  const auto there = list_interfaces();
  for (const auto& name : wanted) {
    const auto is_it = [&name](const Interface& interface) { return interface.name == name; };
    if (name == "all" || name == "any" || std::any_of(there.begin(), there.end(), is_it)) continue;
    faults.push_back(terminal::harmless(name) + ": there is no such interface, but " + names_of(there));
  }
}

// Appends the fault of a file or folder; nothing if `why` is empty.
void append(std::vector<std::string>& faults, const std::string& what, const std::string& path,
            const std::string& why) {
  if (!why.empty()) faults.push_back(what + " " + terminal::harmless(path) + " can't be used: " + why);
}

}  // namespace

std::vector<std::string> hub_faults(const Options& options) {
  const auto endpoint = net::hub_endpoint(options.hub);
  if (!endpoint) return {endpoint.error()};
  net::HubAccess access{.endpoint = *endpoint};
  return net::reread_hub_access(options.hub, access);
}

std::vector<std::string> packet_faults(const Options& options) {
  std::vector<std::string> faults;
  if (options.capture) {
    if (auto why = why_unreadable(*options.capture); !why.empty()) faults.push_back(std::move(why));
    return faults;
  }
  append_missing(options.interfaces, faults);
  if (!options.filter) return faults;
  const auto filter = PcapFilter::compile(*options.filter, link_type_of_ethernet);
  if (!filter) faults.push_back("The filter doesn't compile: " + filter.error());
  return faults;
}

std::vector<std::string> delivery_faults(const Options& options) {
  std::vector<std::string> faults;
  std::string problems;  // already logged
  const LogSettings log = log_settings(options.log_level, problems);
  std::istringstream lines(problems);
  for (std::string line; std::getline(lines, line);) faults.push_back(line);
  if (!log.file.empty()) append(faults, "The log file", log.file, why_file_is_unwritable(log.file));
  if (options.output && *options.output != "-") {
    append(faults, "The output", *options.output, why_file_is_unwritable(*options.output));
  } else if (!options.output && options.spool) {
    append(faults, "The spool", *options.spool, why_folder_is_unusable(*options.spool));
  }
  return faults;
}

}  // namespace netdumplings::kitchen
