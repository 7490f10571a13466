#include "kitchen/chefs/chef_options.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "common/defaults.hpp"
#include "common/json/json_text.hpp"
#include "common/os/small_file.hpp"
#include "common/text.hpp"
#include "kitchen/chefs/chef_modules.hpp"

namespace netdumplings::kitchen {
namespace {

using nlohmann::json;

constexpr std::string_view json_type = "json";
constexpr const char* forms = "; it should be CHEF:KEY=VALUE or CHEF:@FILE.json";

// Returns the document in `text`, or nothing if that isn't JSON or too deep.
std::optional<json> parsed(const std::string& text) {
  if (!json_text::check(text).empty()) return std::nullopt;
  return json::parse(text);
}

bool has_type(const json& value, const std::string& type) {
  if (type == "string") return value.is_string();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  return true;
}

// Returns `value` as the type that the chef declares, or nothing if it has another type.
std::optional<json> as_declared(const json& value, bool is_text, const std::string& type) {
  if (is_text && type == "string") return value;
  std::optional<json> read = is_text ? parsed(value.get<std::string>()) : value;
  if (read && !has_type(*read, type)) read.reset();
  return read;
}

bool is_out_of_limits(const json& value, const nd_chef_option& option) {
  const bool is_limited = option.min != 0 || option.max != 0;
  return is_limited && value.is_number() && !(value >= option.min && value <= option.max);
}

// Returns what a value has to be, for errors.
std::string required_value(const nd_chef_option& option) {
  if (option.type == json_type) return "JSON";
  std::string text = "a " + std::string(option.type);
  if (option.min != 0 || option.max != 0) text += fmt::format(" from {} to {}", option.min, option.max);
  return text;
}

// Reads a file of options. The error begins with the file's name.
Result<std::string> contents(const std::string& path) {
  constexpr std::size_t largest = defaults::largest_chef_options_file;
  SmallFile file = read_small_file(path, {.largest = largest});
  if (file.ok()) return std::move(file.text);
  const bool is_large = file.fault == SmallFile::Fault::too_large;
  return Error{path + ": " + (is_large ? "it is larger than " + std::to_string(largest) + " bytes" : file.why)};
}

std::string declared(const OfferedChef& chef) {
  if (chef.options.empty()) return "it takes no options";
  std::string text = "it takes ";
  for (const auto& option : chef.options) {
    if (&option != &chef.options.front()) text += ", ";
    text += std::string(option.name) + " (" + option.type + ")";
  }
  return text;
}

std::string offered(const ChefModules& modules) {
  std::set<std::string> names;
  for (const auto& module : modules.modules()) {
    for (const auto& chef : module.chefs) names.insert(chef.name);
  }
  if (names.empty()) return "there is none at all";
  return (names.size() == 1 ? "there is " : "there are ") + joined({names.begin(), names.end()});
}

// Returns the default of every option that the chef declares.
Result<json> defaults_of(const OfferedChef& chef) {
  json options = json::object();
  for (const auto& option : chef.options) {
    const auto value = parsed(option.default_json);
    if (!value) return Error{std::string("the default of its option ") + option.name + " is not JSON"};
    options[option.name] = *value;
  }
  return options;
}

}  // namespace

Result<ChefOptions> ChefOptions::parse(const std::vector<std::string>& arguments) {
  ChefOptions options;
  for (const auto& argument : arguments) {
    if (auto read = options.parse_one(argument); !read) return Error{read.error()};
  }
  return options;
}

Result<void> ChefOptions::parse_one(const std::string& argument) {
  const std::size_t colon = argument.find(':');
  if (colon == std::string::npos || colon == 0) return Error{"chef option '" + argument + "' names no chef" + forms};
  const std::string chef = argument.substr(0, colon);
  const std::string rest = argument.substr(colon + 1);
  if (rest.starts_with('@')) return parse_file(chef, rest.substr(1));
  const std::size_t equals = rest.find('=');
  if (equals == std::string::npos || equals == 0)
    return Error{"chef option '" + argument + "' has no key or no value" + forms};
  given_.push_back({chef, rest.substr(0, equals), rest.substr(equals + 1), true});
  return {};
}

Result<void> ChefOptions::parse_file(const std::string& chef, const std::string& file) {
  const auto text = contents(file);
  if (!text) return Error{"can't read the options of chef " + chef + " from " + text.error()};
  const std::string where = "the options of chef " + chef + ": " + file;
  const std::string why = json_text::check(*text);
  if (!why.empty()) return Error{where + " is not JSON: " + why};
  const json document = json::parse(*text);
  if (!document.is_object()) return Error{where + " is not a JSON object"};
  for (const auto& [key, value] : document.items()) given_.push_back({chef, key, value, false});
  return {};
}

Result<void> ChefOptions::check(const ChefModules& modules) const {
  for (const auto& given : given_) {
    bool known = false;
    for (const auto& module : modules.modules()) {
      for (const auto& chef : module.chefs) {
        if (chef.name != given.chef) continue;
        known = true;
        if (auto fit = for_chef(chef); !fit) return Error{fit.error()};
      }
    }
    if (!known) return Error{"there is no chef " + given.chef + " to give an option to: " + offered(modules)};
  }
  return {};
}

Result<std::string> ChefOptions::for_chef(const OfferedChef& chef) const {
  auto options = defaults_of(chef);
  if (!options) return Error{options.error()};
  for (const auto& given : given_) {
    if (given.chef != chef.name) continue;
    const auto option = std::find_if(chef.options.begin(), chef.options.end(),
                                     [&](const nd_chef_option& known) { return known.name == given.key; });
    if (option == chef.options.end()) {
      return Error{"chef " + chef.name + " has no option " + given.key + ": " + declared(chef)};
    }
    auto value = as_declared(given.value, given.is_text, option->type);
    if (!value || is_out_of_limits(*value, *option)) {
      return Error{"option " + given.key + " of chef " + chef.name + " should be " + required_value(*option)};
    }
    (*options)[given.key] = std::move(*value);
  }
  return options->dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace netdumplings::kitchen
