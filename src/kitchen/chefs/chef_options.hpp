// The options that chefs are given, --chef-option CHEF:KEY=VALUE and CHEF:@FILE.json, checked against those that the
// chefs declare.
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
  /// Reads the arguments of all --chef-option, in order, and the files that they name. Call it before rights are
  /// dropped.
  static Result<ChefOptions> parse(const std::vector<std::string>& arguments);

  /// Fails unless every option names a chef of `modules` that declares it, with a value of the declared type. The error
  /// lists the chefs or options that there are.
  [[nodiscard]] Result<void> check(const ChefModules& modules) const;

  /// Returns the JSON object that a chef is created with: for every option that it declares, the value given last, or
  /// the default. Fails as check() does, and if a default of the chef's is not JSON.
  [[nodiscard]] Result<std::string> for_chef(const OfferedChef& chef) const;

 private:
  struct Given {
    std::string chef;
    std::string key;
    nlohmann::json value;
    bool is_text = false;  // `value` is text of the command line, still to be read as the declared type
  };
  Result<void> parse_one(const std::string& argument);
  Result<void> parse_file(const std::string& chef, const std::string& file);

  std::vector<Given> given_;
};

}  // namespace netdumplings::kitchen
