// Reads parts of payloads. They come from outside, so any key may be missing or be of another type, and any text may be
// very long.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

/// Returns null if there is no such value.
const nlohmann::json& value_at(const nlohmann::json& object, const char* key);
Figure figure_at(const nlohmann::json& object, const char* key);
/// Returns the text as short_name() does.
std::string text_at(const nlohmann::json& object, const char* key, const char* otherwise = "");
/// Returns an empty list if there is none.
const nlohmann::json& list_at(const nlohmann::json& object, const char* key);
/// Returns 0 if there is no count.
std::size_t count_at(const nlohmann::json& object, const char* key);

/// Returns `192.0.2.1:443` or `[2001:db8::1]:443`; without the port if it isn't one.
std::string end_text(const std::string& host, Figure port);

/// Returns a name from the wire, cut if it is very long.
std::string short_name(std::string_view name);

}  // namespace netdumplings::eaters::top
