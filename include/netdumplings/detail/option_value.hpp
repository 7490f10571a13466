// Reads the value of a chef's option as a C++ type. For dumpling_chef.hpp.
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Whether an integer or a number with a fraction is a whole number that `Number` can hold.
template <std::integral Number>
bool fits(const nlohmann::json& value) {
  if (value.is_number_unsigned()) return std::in_range<Number>(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::in_range<Number>(value.get<std::int64_t>());
  if (!value.is_number_float()) return false;
  constexpr double end = 9007199254740992.0;  // up to here, a double holds each whole number
  const auto number = value.get<double>();
  return number == std::floor(number) && std::abs(number) <= end &&
         std::in_range<Number>(static_cast<std::int64_t>(number));
}

template <typename T>
T option_value(const nlohmann::json& options, const std::string& name) {
  const auto found = options.find(name);
  if (found == options.end()) throw std::out_of_range("the chef declares no option " + name);
  if constexpr (std::integral<T> && !std::same_as<T, bool>) {
    if (!fits<T>(*found)) {
      throw std::out_of_range("option " + name + " should be a whole number from " +
                              std::to_string(std::numeric_limits<T>::min()) + " to " +
                              std::to_string(std::numeric_limits<T>::max()) + ", and is " + found->dump());
    }
  }
  return found->get<T>();
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
