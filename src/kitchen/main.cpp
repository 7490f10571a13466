#include <sstream>
#include <string>

#include "common/log_settings.hpp"
#include "common/logging.hpp"
#include "kitchen/kitchen.hpp"
#include "kitchen/options.hpp"

using namespace netdumplings;

int main(int argc, char** argv) {
  const auto options = kitchen::parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&options)) return *status;
  std::string problems;
  Logging logging(log_settings_from_environment(problems));
  std::istringstream lines(problems);
  for (std::string line; std::getline(lines, line);) logging.logger("nd-sniff")->error(line);
  return kitchen::run_kitchen(std::get<kitchen::Options>(options), logging);
}
