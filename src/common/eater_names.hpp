// The names that eaters of ours have when their users give them none.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace netdumplings {

inline constexpr const char* print_eater = "printereater";
inline constexpr const char* details_eater = "detailseater";
inline constexpr const char* status_eater = "statuseater";
inline constexpr const char* top_eater = "topeater";
inline constexpr const char* nameless_eater = "nameless_eater";  // EaterOptions::name
inline constexpr std::string_view page_eater_prefix = "page-";   // of a live page (web/src/ui/main.tsx)

/// Whether an eater's user has chosen this name.
inline bool is_chosen_eater_name(std::string_view name) {
  constexpr std::array<std::string_view, 5> given = {print_eater, details_eater, status_eater, top_eater,
                                                     nameless_eater};
  return std::find(given.begin(), given.end(), name) == given.end() && !name.starts_with(page_eater_prefix);
}

}  // namespace netdumplings
