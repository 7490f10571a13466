#include "common/logging.hpp"
#include "kitchen/kitchen.hpp"
#include "kitchen/options.hpp"

using namespace netdumplings;

int main(int argc, char** argv) {
  const auto options = kitchen::parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&options)) return *status;
  return kitchen::run_kitchen(std::get<kitchen::Options>(options), make_log("nd-sniff"));
}
