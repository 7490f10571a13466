#include "manual/markdown.hpp"

namespace netdumplings::manual {

std::string markdown(const std::vector<cli::OptionHelp>& options) {
  std::string out;
  for (const cli::OptionHelp& option : options) {
    out += "- `" + option.spelling + "`\\\n  " + option.sentence;
    if (option.repeatable) out += " May be repeated.";
    if (!option.default_value.empty()) out += " Default: " + option.default_value + ".";
    if (!option.environment.empty()) out += "\\\n  Environment: `" + option.environment + "`";
    out += '\n';
  }
  return out;
}

}  // namespace netdumplings::manual
