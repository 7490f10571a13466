// nd-hubdetails: prints a hub's next status dumpling.
#include "common/json/pretty_json.hpp"
#include "common/os/terminal.hpp"
#include "eaters/status_tool.hpp"

namespace netdumplings::eaters {
namespace {

class DetailsEater final : public StatusToolEater {
 public:
  using StatusToolEater::StatusToolEater;

 protected:
  void on_connect(const std::string& uri) override {
    print("Connected to nd-hub at " + uri + "\nWaiting for a SystemStatus dumpling...\n\n");
  }
  void on_dumpling(const Dumpling& dumpling) override {
    TextStream out([this](std::string_view part) { print(part); });
    const auto done = pretty_json(dumpling.source, "payload", tool_options_.colour, out);
    if (!done) out += terminal::harmless(done.error());
    out += "\n\n";
  }
};

}  // namespace
}  // namespace netdumplings::eaters

int main(int argc, char** argv) {
  using namespace netdumplings::eaters;
  return status_tool_main<DetailsEater>(set_up_hubdetails, 1, argc, argv);
}
