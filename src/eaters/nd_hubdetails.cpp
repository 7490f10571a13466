// nd-hubdetails: prints the next status dumpling of a hub.
#include <unistd.h>

#include "common/cli.hpp"
#include "common/pretty_json.hpp"
#include "common/protocol.hpp"
#include "common/terminal.hpp"
#include "eaters/output.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {
namespace {

class DetailsEater final : public ToolEater {
 public:
  DetailsEater(const ToolOptions& options, Output& output) : ToolEater(options, output, {protocol::status_chef}) {}

 protected:
  void on_connect(const std::string& uri) override {
    print("Connected to nd-hub at " + uri + "\nWaiting for a SystemStatus dumpling...\n\n");
  }
  void on_dumpling(const Dumpling& dumpling) override {
    const auto payload = pretty_json(dumpling.source, "payload", tool_options_.colour);
    print((payload ? *payload : terminal::harmless(payload.error())) + "\n\n");
  }
};

}  // namespace
}  // namespace netdumplings::eaters

int main(int argc, char** argv) {
  using namespace netdumplings;
  CLI::App app("Prints what a hub tells about itself, its kitchens and its eaters, once.");
  cli::prepare(app, "nd-hubdetails");
  eaters::ToolOptions options;
  eaters::add_tool_flags(app, options, "detailseater");
  cli::example(app, "nd-hubdetails -h hub.example:11348");
  if (const auto status = cli::parse(app, argc, argv)) return *status;

  eaters::Output output(STDOUT_FILENO);
  return eaters::DetailsEater(options, output).run_tool(1);
}
