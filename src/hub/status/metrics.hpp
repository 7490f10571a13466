// The census as metrics for Prometheus.
#pragma once

#include <string>

#include "hub/status/census.hpp"

namespace netdumplings::hub {

inline constexpr const char* metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// Returns the census in Prometheus' text format, version 0.0.4. Each kitchen and eater that is there has series of its
/// own, up to defaults::status_max_entries of each and defaults::metrics_max_bytes in all; the totals count all, also
/// those that have gone. A series is named by the client's name and its address without the port, so that it goes on
/// when the client reconnects; of several clients with the same of both, the second has also `nth="2"`, and so on.
std::string metrics_text(const Census& census);

}  // namespace netdumplings::hub
