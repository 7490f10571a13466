// Writes FlowChef's payloads.
#pragma once

#include <netdumplings/connection.hpp>

#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

/// What FlowChef knows of a connection besides what the kitchen knows; "" if it isn't known.
struct FlowFacts {
  std::string_view service;
  std::string_view server_name;
};

/// Appends {"flow":{...}} to `out`.
void append_flow(std::string& out, const Connection& connection, const FlowFacts& facts);

}  // namespace netdumplings::chefs::network
