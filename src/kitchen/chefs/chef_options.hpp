// --chef-option CHEF:KEY=VALUE and CHEF:@FILE.json: what is told to chefs, held against what they declare.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "kitchen/chefs/chef_table.hpp"

namespace netdumplings::kitchen {

class ChefModules;

class ChefOptions {
 public:
  /// Reads the arguments of all --chef-option, in order, and the files that they name (before rights are dropped).
  static Result<ChefOptions> parse(const std::vector<std::string>& arguments);

  /// Whether every option names a chef of `modules` that declares it, with a value of its type; the error lists what
  /// there is.
  [[nodiscard]] Result<void> check(const ChefModules& modules) const;

  /// The JSON object that a chef is created with: every option that it declares, as given last, or its default. Fails
  /// as check() does, and when the chef's own default is not JSON.
  [[nodiscard]] Result<std::string> for_chef(const OfferedChef& chef) const;

 private:
  struct Given {
    std::string chef;
    std::string key;
    nlohmann::json value;
    bool is_text = false;  // `value` is the text of the command line, to be read as the declared type says
  };
  Result<void> parse_one(const std::string& argument);
  Result<void> parse_file(const std::string& chef, const std::string& file);

  std::vector<Given> given_;
};

}  // namespace netdumplings::kitchen
