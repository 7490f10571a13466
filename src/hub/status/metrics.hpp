// The hub's figures for Prometheus.
#pragma once

#include <string>

#include "hub/status/census.hpp"

namespace netdumplings::hub {

inline constexpr const char* metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// The text exposition format, version 0.0.4. Kitchens and eaters that are there have series of their own, as many as
/// the status lists; the totals are of all, gone ones included.
std::string metrics_text(const Census& census);

}  // namespace netdumplings::hub
