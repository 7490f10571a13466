// Finds the names of the classes in the text of NETDUMPLINGS_CHEFS(a::FirstChef, SecondChef) at compile time.
#pragma once

#include <cstddef>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// A copy of the macro's arguments, cut into one C string for each class, without its namespaces.
template <std::size_t Size>
struct ChefNames {
  char text[Size] = {};
  std::size_t starts[Size] = {};
  std::size_t count = 0;

  consteval explicit ChefNames(const char (&arguments)[Size]) {
    bool between = true;
    int nested = 0;  // brackets of template arguments, where commas don't separate chefs
    for (std::size_t i = 0; i + 1 < Size; ++i) {
      const char c = arguments[i];
      if (c == '<' || c == '(') ++nested;
      if (c == '>' || c == ')') --nested;
      if (nested == 0 && (c == ',' || c == ' ')) {
        between = between || c == ',';
        continue;
      }
      text[i] = c;
      if (between) starts[count++] = i;
      if (nested == 0 && c == ':') starts[count - 1] = i + 1;
      between = false;
    }
  }

  /// Returns the name of the class with this number, from 0. Valid as long as this object.
  constexpr const char* at(std::size_t index) const { return text + starts[index]; }
};

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
