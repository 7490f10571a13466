// Writes what people read about a tool's options, from the tables with which the tools parse them.
//
//   nd-manual man TOOL PAGE     writes the manual page from PAGE, which is docs/tools/TOOL.md, and the options
//   nd-manual page TOOL PAGE    writes PAGE again with the present options
//
// It is part of the build (targets manuals and update_docs) and isn't installed.
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

#include "common/cli/cli_help.hpp"
#include "eaters/command_lines.hpp"
#include "hub/options.hpp"
#include "kitchen/options.hpp"
#include "manual/markdown.hpp"
#include "manual/page.hpp"
#include "manual/roff.hpp"

namespace netdumplings::manual {
namespace {

using Describe = std::function<void(const CLI::App&)>;

template <class Options>
std::function<void(const Describe&)> eater(void (*set_up)(CLI::App&, Options&)) {
  return [set_up](const Describe& describe) {
    CLI::App app;
    Options options;
    set_up(app, options);
    describe(app);
  };
}

std::vector<cli::OptionHelp> options_of(const std::string& tool) {
  const std::map<std::string, std::function<void(const Describe&)>> tools{
      {"nd-sniff", kitchen::describe_options},           {"nd-hub", hub::describe_options},
      {"nd-print", eater(eaters::set_up_print)},         {"nd-hubdetails", eater(eaters::set_up_hubdetails)},
      {"nd-hubstatus", eater(eaters::set_up_hubstatus)}, {"nd-top", eater(eaters::set_up_top)},
  };
  const auto found = tools.find(tool);
  if (found == tools.end()) throw std::runtime_error("there is no tool '" + tool + "'");
  std::vector<cli::OptionHelp> options;
  found->second([&options](const CLI::App& app) { options = cli::option_help(app); });
  return options;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + " can't be read");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string written(const std::string& kind, const std::string& tool, const std::string& page) {
  if (kind == "man") return roff(read_page(page), options_of(tool));
  if (kind == "page") return with_options(page, markdown(options_of(tool)));
  throw std::runtime_error("'" + kind + "' is neither man nor page");
}

}  // namespace
}  // namespace netdumplings::manual

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "Usage: nd-manual man|page TOOL PAGE\n";
    return 2;
  }
  try {
    using namespace netdumplings::manual;
    std::cout << written(argv[1], argv[2], read_file(argv[3])) << std::flush;
    return std::cout ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "nd-manual: " << argv[3] << ": " << error.what() << '\n';
    return 1;
  }
}
