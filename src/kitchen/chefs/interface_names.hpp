// The names of the interfaces that a kitchen's connections are on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

/// Remembers interfaces' names by their numbers. A file can describe any number of interfaces, so those with numbers
/// from defaults::max_pcapng_interfaces on have no name here.
class InterfaceNames {
 public:
  /// Remembers the name of an interface; null is "". Throws std::bad_alloc.
  void note(std::uint32_t index, const char* name) {
    if (index >= defaults::max_pcapng_interfaces || name == nullptr) return;
    if (index >= names_.size()) names_.resize(std::size_t{index} + 1);
    if (names_[index] != name) names_[index] = name;
  }
  /// Returns the name, or "" if it isn't known. It is valid until the next call of note().
  [[nodiscard]] const char* name_of(std::uint32_t index) const {
    return index < names_.size() ? names_[index].c_str() : "";
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace netdumplings::kitchen
