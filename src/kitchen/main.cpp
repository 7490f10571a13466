#include "common/log/logging.hpp"
#include "common/os/inherited_descriptors.hpp"
#include "kitchen/kitchen.hpp"
#include "kitchen/options.hpp"

using namespace netdumplings;

int main(int argc, char** argv) {
  const InheritedDescriptors inherited;
  const auto parsed = kitchen::parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&parsed)) return *status;
  const auto& options = std::get<kitchen::Options>(parsed);
  Logging logging = make_logging("nd-sniff", options.log_level);
  return kitchen::run_kitchen(options, logging, inherited);
}
