// Who made a dumpling, and why: what an eater can choose by.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace netdumplings::hub {

/// The texts are another's.
struct DumplingOrigin {
  std::string_view chef;
  std::optional<std::string_view> kitchen;  // none: null, missing, or no string
  std::string_view driver;                  // empty: missing, or no string

  bool operator==(const DumplingOrigin&) const = default;
};

/// The same with texts of its own.
struct OwnedDumplingOrigin {
  std::string chef;
  std::optional<std::string> kitchen;
  std::string driver;

  OwnedDumplingOrigin() = default;
  explicit OwnedDumplingOrigin(const DumplingOrigin& by) : chef(by.chef), kitchen(by.kitchen), driver(by.driver) {}
  [[nodiscard]] DumplingOrigin view() const {
    return {chef, kitchen ? std::optional<std::string_view>(*kitchen) : std::nullopt, driver};
  }
};

}  // namespace netdumplings::hub
