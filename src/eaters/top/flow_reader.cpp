#include "eaters/top/flow_reader.hpp"

#include "common/defaults.hpp"
#include "eaters/top/payload_parts.hpp"

namespace netdumplings::eaters::top {
namespace {

using nlohmann::json;

Figure of_both(const json& facts, const char* key) {
  const Figure client = figure_at(value_at(facts, key), "client");
  const Figure server = figure_at(value_at(facts, key), "server");
  return client || server ? Figure(client.value_or(0) + server.value_or(0)) : std::nullopt;
}

// Returns `tls www.example.com`.
std::string service(const json& flow) {
  const std::string protocol = text_at(flow, "protocol", "?");
  const std::string service = text_at(flow, "service", protocol.c_str());
  const std::string name = text_at(flow, "server_name");
  return name.empty() ? service : service + " " + name;
}

std::string key_of(const json& flow, const ConnectionRow& row) {
  const std::string flow_id = text_at(flow, "community_id", text_at(flow, "protocol").c_str());
  const std::string start = std::to_string(figure_at(flow, "start").value_or(0));
  return row.kitchen + '\n' + flow_id + '\n' + start + '\n' + end_text(row.client, row.client_port) + '\n' + row.server;
}

}  // namespace

std::optional<FlowReport> read_flow(const Dumpling& dumpling) {
  const json& flow = value_at(dumpling.payload, "flow");
  const json& client = value_at(flow, "client");
  const json& server = value_at(flow, "server");
  FlowReport report;
  ConnectionRow& row = report.row;
  row.client = text_at(client, "ip");
  row.server = text_at(server, "ip");
  if (row.client.empty() || row.server.empty()) return std::nullopt;
  row.client_port = figure_at(client, "port");
  row.server = end_text(row.server, figure_at(server, "port"));
  row.state = text_at(flow, "state", "?");
  row.service = service(flow);
  row.sent = figure_at(client, "bytes");
  row.received = figure_at(server, "bytes");
  row.resent = of_both(value_at(flow, "tcp"), "retransmitted");
  row.duration = figure_at(flow, "duration");
  row.kitchen = short_name(dumpling.kitchen.value_or(""));
  const double packets = figure_at(client, "packets").value_or(0) + figure_at(server, "packets").value_or(0);
  row.many_resent = row.resent.value_or(0) > 0 && *row.resent >= defaults::top_many_resent * packets;
  report.key = key_of(flow, row);
  report.end = figure_at(flow, "end").value_or(dumpling.creation_time);
  return report;
}

}  // namespace netdumplings::eaters::top
