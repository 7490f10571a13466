// nd-hub: takes the dumplings of all kitchens and sends them to all eaters.
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <variant>

#include "common/log/logging.hpp"
#include "hub/access/self_signed_pair.hpp"
#include "hub/check_config.hpp"
#include "hub/log/lost_files.hpp"
#include "hub/options.hpp"
#include "hub/run.hpp"

using namespace netdumplings;

namespace {

// Each connection needs a descriptor, and the usual soft limit of 1024 is only for programs that use select().
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

constexpr const char* needless_root =
    "nd-hub runs as root and needn't: give it a user of its own, as its systemd unit does. Only ports below 1024 need "
    "CAP_NET_BIND_SERVICE";

}  // namespace

int main(int argc, char** argv) {
  const auto parsed = hub::parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&parsed)) return *status;
  auto options = std::get<hub::HubOptions>(parsed);
  if (!options.self_signed_folder.empty()) {
    return hub::make_self_signed_pair(
        {options.self_signed_folder, options.addresses, options.in_port, options.out_port});
  }
  if (options.check_config) return hub::check_config(options);
  Logging logging = make_logging("nd-hub", options.log_level);
  options.log = logging.logger("nd-hub");
  if (const auto file = logging.open_file(); !file) options.log->error(file.error());
  for (const auto& line : options.unknown_variables) options.log->warn(line);
  if (::geteuid() == 0) options.log->info(needless_root);
  raise_descriptor_limit();
  std::signal(SIGXFSZ,
              SIG_IGN);  // a file that would be too large is then an error, which the log handles as a full disk
  hub::end_when_files_get_lost();
  return hub::run_hub(options, logging);
}
