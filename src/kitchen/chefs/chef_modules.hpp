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
  /// module that others could have written is refused. What is loaded later are private copies, made here: the files
  /// may change afterwards.
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

/// Which chefs the user asked for, by their names; without a value, all.
using RequestedChefs = std::optional<std::vector<std::string>>;

/// Returns whether a chef is to be hired: it may be run, and the user asked for it.
bool is_wanted(const OfferedChef& chef, const RequestedChefs& requested);

/// A chef, and the filter that it names.
struct NeededFilter {
  std::string chef;
  std::string filter;  // "" is every packet
};

/// Returns the filters that the wanted chefs need, each once, with the first chef that needs it. A chef that names none
/// needs `by_default`.
std::vector<NeededFilter> needed_filters(const ChefModules& modules, const RequestedChefs& requested,
                                         const std::string& by_default);

/// Returns a filter that lets pass what any of these lets pass.
std::string joined_filter(const std::vector<NeededFilter>& needed);

/// Returns what --chef-list prints: modules and chefs in the order of their names, unassignable chefs too. Below each
/// chef, indented by four, are its help, version, filter and options, if it has them. The bundled chefs' are only for
/// people: scripts know that module's listing from the original, to the byte.
std::string chef_listing(const ChefModules& modules, bool for_people);

}  // namespace netdumplings::kitchen
