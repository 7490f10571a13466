// The plug-ins that chefs come in. They are used in two steps, because root's rights are dropped between them:
//
//   auto modules = ChefModules::open(...);  // finds and opens the files, and checks who may write them
//   ... drop rights ...
//   modules.load();                         // runs the modules' code for the first time
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "kitchen/chefs/chef_table.hpp"
#include "kitchen/chefs/chef_trust.hpp"

namespace netdumplings::kitchen {

struct ChefModule {
  std::string name;                // the library's file name without .so; if there is no library, what was asked for
  std::string path;                // real path; "" if there is no library
  std::string error;               // why it can't be used, in one line; "" if it can
  std::vector<OfferedChef> chefs;  // after load(), in the order of their names
};

/// Movable; used by one thread. A module that was loaded stays loaded until the process ends.
class ChefModules {
 public:
  /// Finds and opens the modules that `wanted` names (see chef_path.hpp), in that order. A file is one module, however
  /// often it is named. Never fails as a whole: a module that can't be opened has an error. With `trusted` (as root), a
  /// module that others could have written is refused.
  static ChefModules open(const std::vector<std::string>& wanted, const std::vector<std::string>& path,
                          const std::optional<TrustedOwners>& trusted);

  /// Loads the modules that were opened, through their descriptors: their paths need not be reachable any more. Call it
  /// once. `new_user` is the user that the process has become since open(), for errors; "" if it still is the same.
  void load(const std::string& new_user = "");

  [[nodiscard]] const std::vector<ChefModule>& modules() const { return modules_; }

 private:
  struct Opened {
    FileDescriptor descriptor{};
    dev_t device = 0;
    ino_t inode = 0;
  };
  void open_file(const std::string& file, const std::optional<TrustedOwners>& trusted);

  std::vector<ChefModule> modules_;
  std::vector<Opened> opened_;  // one for each module, until load()
};

/// Returns what --chef-list prints: modules and chefs in the order of their names, unassignable chefs too.
std::string chef_listing(const ChefModules& modules);

}  // namespace netdumplings::kitchen
