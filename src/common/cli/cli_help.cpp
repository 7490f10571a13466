#include "common/cli/cli_help.hpp"

#include <sstream>
#include <vector>

#include "common/cli/cli.hpp"

namespace netdumplings::cli {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t description_column = 34;

// Appends the words of `text`. Lines after the first one are indented to `column`.
void append_wrapped(std::string& out, const std::string& text, std::size_t column) {
  std::istringstream words(text);
  std::size_t at = column;
  bool first = true;
  for (std::string word; words >> word; first = false) {
    if (!first && at + 1 + word.size() > width) {
      out += '\n' + std::string(column, ' ');
      at = column;
    } else if (!first) {
      out += ' ';
      ++at;
    }
    out += word;
    at += word.size();
  }
}

// Returns the notes in brackets after the sentence.
std::string notes(const OptionHelp& option) {
  std::vector<std::string> all;
  if (option.repeatable) all.emplace_back("repeatable");
  if (!option.default_value.empty()) all.push_back("default: " + option.default_value);
  if (!option.environment.empty()) all.push_back("env: " + option.environment);
  return all.empty() ? "" : "  [" + CLI::detail::join(all, "; ") + "]";
}

void append_option(std::string& out, const OptionHelp& option) {
  const std::string left = "  " + option.spelling;
  out += left;
  if (left.size() + 2 <= description_column) {
    out += std::string(description_column - left.size(), ' ');
  } else {
    out += '\n' + std::string(description_column, ' ');
  }
  append_wrapped(out, option.sentence + notes(option), description_column);
  out += '\n';
}

// Leaves out what CLI11 appends to a type's name for a validator, as in `UINT:INT in [1 - 9]`.
std::string value_name(const CLI::Option& option) {
  const std::string name = option.get_type_name();
  const std::size_t end = name.find(':');
  const std::string first = name.substr(0, end);
  return first == "TEXT" || first == "INT" || first == "UINT" || first == "FLOAT" ? first : name;
}

}  // namespace

std::string spelling(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("-" + name);
  const auto& long_names = option.get_lnames();
  const bool pair = long_names.size() == 2 && long_names[1] == "no-" + long_names[0];
  if (!long_names.empty()) names.push_back("--" + long_names[0] + (pair ? " / --" + long_names[1] : ""));
  const std::string value = is_flag(option) ? "" : " " + value_name(option);
  return CLI::detail::join(names, ", ") + value;
}

bool is_flag(const CLI::Option& option) { return option.get_expected_min() == 0; }

bool repeatable(const CLI::Option& option) { return option.get_expected_max() > 1 && !is_flag(option); }

// --help and --version, which have no variable, come last.
std::vector<OptionHelp> option_help(const CLI::App& app) {
  std::vector<OptionHelp> all;
  std::vector<OptionHelp> last;
  for (const CLI::Option* option : app.get_options()) {
    const std::string environment = environment_name(app, *option);
    (environment.empty() ? last : all)
        .push_back({spelling(*option), option->get_description(), repeatable(*option), option->get_default_str(),
                    environment});
  }
  all.insert(all.end(), last.begin(), last.end());
  return all;
}

std::string help(const CLI::App& app) {
  std::string out = "Usage: " + app.get_name() + " [OPTIONS]\n\n  ";
  append_wrapped(out, app.get_description(), 2);
  out += "\n\nOptions:\n";
  for (const OptionHelp& option : option_help(app)) append_option(out, option);
  if (!app.get_footer().empty()) out += "\n" + app.get_footer() + "\n";
  return out;
}

}  // namespace netdumplings::cli
