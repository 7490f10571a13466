#include "common/cli/cli_environment.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <numeric>
#include <sstream>
#include <string_view>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/cli/cli_help.hpp"
#include "common/defaults.hpp"
#include "common/os/terminal.hpp"

namespace netdumplings::cli {
namespace {

std::string shouted(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  return text;
}

// Returns what the variables of a tool's options begin with: NETDUMPLINGS_HUB_
std::string variable_prefix(const CLI::App& app) {
  std::string tool = app.get_name();
  if (tool.rfind("nd-", 0) == 0) tool.erase(0, 3);
  return "NETDUMPLINGS_" + shouted(tool) + "_";
}

// Returns whether Kubernetes makes such a variable for each service, so that pods find it. A service may be called
// netdumplings-hub, or netdumplings-hub-eaters. `name` is without the tool's prefix.
bool is_of_kubernetes(const std::string& name, std::string_view value) {
  const std::string words = "_" + name + "_";
  const auto has = [&words](const char* some) { return words.find(some) != std::string::npos; };
  if (has("_SERVICE_HOST_") || has("_SERVICE_PORT_")) return true;
  constexpr std::string_view port = "_PORT_";
  if (has("_PORT_") && (has("_TCP_") || has("_UDP_") || has("_SCTP_"))) return true;
  return words.ends_with(port) &&
         (value.starts_with("tcp://") || value.starts_with("udp://") || value.starts_with("sctp://"));
}

// Returns how many letters have to be changed, added or removed to turn one text into the other (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t changed = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// Returns the one of `names`, which isn't empty, that is most like `name`.
std::string nearest(const std::vector<std::string>& names, std::string_view name) {
  return *std::min_element(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return distance(a, name) < distance(b, name);
  });
}

// Returns whether the command line has an option that `option` excludes. Its variable would contradict it.
bool rival_was_given(const CLI::Option& option) {
  const auto rivals = option.get_excludes();
  return std::any_of(rivals.begin(), rivals.end(), [](const CLI::Option* rival) { return rival->count() > 0; });
}

}  // namespace

std::string environment_name(const CLI::App& app, const CLI::Option& option) {
  if (&option == app.get_help_ptr() || &option == app.get_version_ptr() || option.get_lnames().empty()) return {};
  return variable_prefix(app) + shouted(option.get_lnames().front());
}

std::vector<std::string> environment_arguments(const CLI::App& app) {
  std::vector<std::string> arguments;
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = environment_name(app, *option);
    if (name.empty() || option->count() > 0 || rival_was_given(*option)) continue;
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0' || is_of_kubernetes(name.substr(variable_prefix(app).size()), value))
      continue;
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

std::vector<std::string> unknown_variables(const CLI::App& app) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    if (std::string name = environment_name(app, *option); !name.empty()) known.push_back(std::move(name));
  }
  const std::string prefix = variable_prefix(app);
  std::vector<std::string> lines;
  for (char** entry = environ; *entry != nullptr && !known.empty(); ++entry) {
    const std::string_view variable = *entry;
    const std::string name(variable.substr(0, variable.find('=')));
    if (!name.starts_with(prefix) || std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (is_of_kubernetes(name.substr(prefix.size()), variable.substr(std::min(name.size() + 1, variable.size()))))
      continue;
    const auto shown = name.substr(0, defaults::longest_shown_names);
    lines.push_back("The environment variable " + terminal::harmless(shown) +
                    " sets nothing: no option has it. The nearest is " + nearest(known, shown));
  }
  return lines;
}

}  // namespace netdumplings::cli
