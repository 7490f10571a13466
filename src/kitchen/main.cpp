#include <sstream>
#include <string>

#include "common/log/log_settings.hpp"
#include "common/log/logging.hpp"
#include "kitchen/kitchen.hpp"
#include "kitchen/options.hpp"

using namespace netdumplings;

int main(int argc, char** argv) {
  const auto parsed = kitchen::parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&parsed)) return *status;
  const auto& options = std::get<kitchen::Options>(parsed);
  std::string problems;
  Logging logging(log_settings(options.log_level, problems));
  std::istringstream lines(problems);
  for (std::string line; std::getline(lines, line);) logging.logger("nd-sniff")->error(line);
  return kitchen::run_kitchen(options, logging);
}
