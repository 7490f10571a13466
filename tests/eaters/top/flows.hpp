// Dumplings of FlowChef.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <string>
#include <utility>

#include "eaters/top/flow_reader.hpp"

namespace netdumplings::eaters::top {

/// Returns a report about the connection of this client's port. `changes` replace members of it.
inline Dumpling flow_of(int port, nlohmann::json changes = nlohmann::json::object()) {
  nlohmann::json flow = {{"community_id", "1:wCb3OG7yAFWelaUydu0D+125CLM="},
                         {"protocol", "tcp"},
                         {"client", {{"ip", "10.0.0.5"}, {"port", port}, {"packets", 10}, {"bytes", 1000}}},
                         {"server", {{"ip", "192.0.2.1"}, {"port", 443}, {"packets", 12}, {"bytes", 20000}}},
                         {"start", 1e9},
                         {"end", 1e9 + 2},
                         {"duration", 2.0},
                         {"state", "closed"},
                         {"service", "tls"},
                         {"server_name", "www.example.com"},
                         {"tcp", {{"retransmitted", {{"client", 0}, {"server", 0}}}}}};
  flow.update(std::move(changes));
  return {flow_chef, "garage", DumplingDriver::packet, 1e9 + 7, {{"flow", std::move(flow)}}};
}

}  // namespace netdumplings::eaters::top
