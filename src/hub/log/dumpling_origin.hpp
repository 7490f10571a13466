// Where a dumpling comes from: its chef, its kitchen and its driver, by which an eater can choose.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace netdumplings::hub {

/// Refers to texts that others own.
struct DumplingOrigin {
  std::string_view chef;
  std::optional<std::string_view> kitchen;  // nothing if the dumpling has null, no kitchen, or one that isn't a string
  std::string_view driver;                  // empty if the dumpling has no driver, or one that isn't a string

  bool operator==(const DumplingOrigin&) const = default;
};

/// The same with texts of its own.
struct OwnedDumplingOrigin {
  std::string chef;
  std::optional<std::string> kitchen;
  std::string driver;

  OwnedDumplingOrigin() = default;
  explicit OwnedDumplingOrigin(const DumplingOrigin& origin)
      : chef(origin.chef), kitchen(origin.kitchen), driver(origin.driver) {}
  /// Valid until this object is changed or destroyed.
  [[nodiscard]] DumplingOrigin view() const {
    return {chef, kitchen ? std::optional<std::string_view>(*kitchen) : std::nullopt, driver};
  }
};

}  // namespace netdumplings::hub
