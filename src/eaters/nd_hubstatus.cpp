// nd-hubstatus: shows one line about a hub and keeps it up to date. Where no terminal can rewrite it, it prints a new
// line for each status.
#include <string>
#include <utility>

#include "common/os/terminal.hpp"
#include "eaters/status_line.hpp"
#include "eaters/status_tool.hpp"

namespace netdumplings::eaters {
namespace {

class StatusEater final : public StatusToolEater {
 public:
  using StatusToolEater::StatusToolEater;

 protected:
  void on_connect(const std::string& uri) override {
    is_waiting_ = true;
    print("nd-hub status from " + uri + "\nWaiting for data... ");
  }
  void on_dumpling(const Dumpling& dumpling) override {
    const std::string line = status_line(dumpling, tool_options_.colour);
    if (rewrites_) return print('\r' + line);
    print((std::exchange(is_waiting_, false) ? "\n" : "") + line + '\n');
  }

 private:
  const bool rewrites_ = terminal::is_output();
  bool is_waiting_ = false;  // the text about waiting hasn't been ended yet
};

}  // namespace
}  // namespace netdumplings::eaters

int main(int argc, char** argv) {
  using namespace netdumplings::eaters;
  return status_tool_main<StatusEater>(set_up_hubstatus, std::nullopt, argc, argv);
}
