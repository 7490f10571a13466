// nd-hubstatus: shows one line about a hub and keeps it up to date.
#include "eaters/status_line.hpp"
#include "eaters/status_tool.hpp"

namespace netdumplings::eaters {
namespace {

class StatusEater final : public StatusToolEater {
 public:
  using StatusToolEater::StatusToolEater;

 protected:
  void on_connect(const std::string& uri) override { print("nd-hub status from " + uri + "\nWaiting for data... "); }
  void on_dumpling(const Dumpling& dumpling) override { print('\r' + status_line(dumpling, tool_options_.colour)); }
};

}  // namespace
}  // namespace netdumplings::eaters

int main(int argc, char** argv) {
  using namespace netdumplings::eaters;
  return status_tool_main<StatusEater>(set_up_hubstatus, std::nullopt, argc, argv);
}
