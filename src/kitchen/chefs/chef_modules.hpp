// The plug-ins that chefs come in. Two steps, because root's rights are dropped between them:
//
//   auto modules = ChefModules::open({"netdumplings.dumplingchefs"}, chef_path());  // finds, opens, checks owner and
//   mode
//   ... drop rights ...
//   modules.load();                                                               // runs their code for the first time
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
  std::string name;                // the library's file name without .so; what was asked for where there is no library
  std::string path;                // real path; empty where there is no library
  std::string error;               // one line, why it can't be used; empty while it can
  std::vector<OfferedChef> chefs;  // after load(), by name
};

/// Movable; used by one thread. What was loaded stays loaded for as long as the process lives.
class ChefModules {
 public:
  /// Finds and opens what each of `wanted` names (see chef_path.hpp), in that order; a file is one module however often
  /// it is named. Nothing fails as a whole: what can't be opened is a module with an error. With `trusted` (as root), a
  /// module that others could have written is refused.
  static ChefModules open(const std::vector<std::string>& wanted, const std::vector<std::string>& path,
                          const std::optional<TrustedOwners>& trusted);

  /// Loads what was opened, through its descriptor: its path need not be reachable any more. Call it once. `new_user`
  /// is who we have become since open(), for an error; "" when we are who we were.
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
  std::vector<Opened> opened_;  // one a module, until load()
};

/// What --chef-list prints: modules and chefs by name, unassignable ones too.
std::string chef_listing(const ChefModules& modules);

}  // namespace netdumplings::kitchen
