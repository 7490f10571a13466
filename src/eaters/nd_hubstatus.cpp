// nd-hubstatus: one line about a hub, kept up to date.
#include <unistd.h>

#include "common/cli.hpp"
#include "common/protocol.hpp"
#include "eaters/output.hpp"
#include "eaters/status_line.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {
namespace {

class StatusEater final : public ToolEater {
 public:
  StatusEater(const ToolOptions& options, Output& output) : ToolEater(options, output, {protocol::status_chef}) {}

 protected:
  void on_connect(const std::string& uri) override { print("nd-hub status from " + uri + "\nWaiting for data... "); }
  void on_dumpling(const Dumpling& dumpling) override { print('\r' + status_line(dumpling, tool_options_.colour)); }
};

}  // namespace
}  // namespace netdumplings::eaters

int main(int argc, char** argv) {
  using namespace netdumplings;
  CLI::App app("Shows how long a hub has been up, what went through it, and who is connected, in one line.");
  cli::prepare(app, "nd-hubstatus");
  eaters::ToolOptions options;
  eaters::add_tool_flags(app, options, "statuseater");
  cli::example(app, "nd-hubstatus -h hub.example:11348");
  if (const auto status = cli::parse(app, argc, argv)) return *status;

  eaters::Output output(STDOUT_FILENO);
  return eaters::StatusEater(options, output).run_tool();
}
