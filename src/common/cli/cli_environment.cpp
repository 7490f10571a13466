#include "common/cli/cli_environment.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>

#include "common/cli/cli.hpp"
#include "common/cli/cli_help.hpp"

namespace netdumplings::cli {
namespace {

std::string shouted(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  return text;
}

// Returns whether the command line has an option that `option` excludes. Its variable would contradict it.
bool rival_was_given(const CLI::Option& option) {
  const auto rivals = option.get_excludes();
  return std::any_of(rivals.begin(), rivals.end(), [](const CLI::Option* rival) { return rival->count() > 0; });
}

}  // namespace

std::string environment_name(const CLI::App& app, const CLI::Option& option) {
  if (&option == app.get_help_ptr() || &option == app.get_version_ptr() || option.get_lnames().empty()) return {};
  std::string tool = app.get_name();
  if (tool.rfind("nd-", 0) == 0) tool.erase(0, 3);
  return "NETDUMPLINGS_" + shouted(tool) + "_" + shouted(option.get_lnames().front());
}

std::vector<std::string> environment_arguments(const CLI::App& app) {
  std::vector<std::string> arguments;
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = environment_name(app, *option);
    if (name.empty() || option->count() > 0 || rival_was_given(*option)) continue;
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') continue;
    const std::string flag = "--" + option->get_lnames().front() + "=";
    if (!repeatable(*option)) {
      arguments.push_back(flag + value);
      continue;
    }
    std::istringstream words(value);
    for (std::string word; words >> word;) arguments.push_back(flag + word);
  }
  return arguments;
}

}  // namespace netdumplings::cli
