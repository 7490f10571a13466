// The names of the classes in NETDUMPLINGS_CHEFS(a::FirstChef, SecondChef), made out of its text while compiling.
#pragma once

#include <cstddef>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// A copy of the macro's arguments, cut into C strings: one a class, without its namespaces.
template <std::size_t Size>
struct ChefNames {
  char text[Size] = {};
  std::size_t starts[Size] = {};
  std::size_t count = 0;

  consteval explicit ChefNames(const char (&arguments)[Size]) {
    bool between = true;
    int nested = 0;  // in the brackets of a template's arguments, where commas don't part chefs
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

  constexpr const char* at(std::size_t index) const { return text + starts[index]; }
};

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
