// Reads what FlowChef says about a connection. It comes from outside: what can't be read is left out.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <optional>
#include <string>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

inline constexpr const char* flow_chef = "FlowChef";

struct FlowReport {
  std::string key = {};  // the same in all reports about one connection
  double end = 0;        // of the connection so far, on the kitchen's clock
  ConnectionRow row = {};
};

/// Returns nothing if the dumpling names no client or no server.
std::optional<FlowReport> read_flow(const Dumpling& dumpling);

}  // namespace netdumplings::eaters::top
