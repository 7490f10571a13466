// Environment variables.
#pragma once

#include <cstdlib>
#include <string_view>

namespace netdumplings {

/// Returns the value of an environment variable; empty if it isn't set. Valid until somebody changes the environment.
inline std::string_view environment_variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : std::string_view();
}

}  // namespace netdumplings
