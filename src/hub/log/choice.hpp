// Which dumplings an eater wants, by their origin.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

/// A dumpling is wanted if it is in each of the lists that are given.
struct Choice {
  using Names = std::optional<std::set<std::string, std::less<>>>;
  Names chefs;
  Names kitchens;  // a dumpling without a kitchen is in no list
  Names drivers;

  [[nodiscard]] bool everything() const { return !chefs && !kitchens && !drivers; }
  [[nodiscard]] bool takes(const DumplingOrigin& origin) const;
};

}  // namespace netdumplings::hub
