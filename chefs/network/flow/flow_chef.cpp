#include "network/flow/flow_chef.hpp"

#include "network/common/innermost_udp.hpp"
#include "network/flow/flow_json.hpp"
#include "network/flow/service_detector.hpp"

#include <netdumplings/flow.hpp>

namespace netdumplings::chefs::network {

// TCP's bytes come to stream_handler(), and UDP's are here.
Payload FlowChef::packet_handler(const Packet& packet) {
  constexpr std::uint64_t most_looked_at = 3;  // of each side
  const auto connection = packet.connection();
  if (!connection || connection->protocol() != Flow::udp || packet.is_error_of_connection()) return {};
  if (connection->packets(packet.from()) > most_looked_at) return {};
  FlowState& flow = connection->state<FlowState>();
  const auto whole = packet.whole();
  const Packet& datagram = whole ? *whole : packet;
  if (flow.datagram_service.empty()) flow.datagram_service = udp_service(datagram);
  if (flow.datagram_service == "quic") look_for_name(flow, datagram, packet.from());
  return {};
}

void FlowChef::look_for_name(FlowState& flow, const Packet& datagram, Side from) {
  const auto udp = innermost_udp(datagram);
  if (!udp) return;
  if (!flow.quic) flow.quic = std::make_unique<QuicName>();
  flow.quic->take(quic_, udp->payload(), from);
}

StreamAnswer FlowChef::stream_handler(const Connection& connection, const StreamData& data) {
  const TcpOpening::Setting setting = {.pool = pool_, .server_port = connection.port(Side::server)};
  TcpOpening& opening = connection.state<FlowState>().opening;
  const bool more = opening.take(data.from(), data.bytes(), data.missing() > 0, setting);
  return more ? StreamAnswer::more : StreamAnswer::enough;
}

Payload FlowChef::connection_handler(const Connection& connection, ConnectionEvent event) {
  const bool is_end = event == ConnectionEvent::ended;
  if (is_end || (event == ConnectionEvent::updated && is_due(connection))) report(connection);
  return {};
}

// One that was closed, reset or refused is reported when it ends, soon.
bool FlowChef::is_due(const Connection& connection) const {
  if (every_ns_ == 0 || !is_over(connection.first_ns()) || connection.outcome() != Outcome::open) return false;
  std::int64_t& reported_ns = connection.state<FlowState>().reported_ns;
  if (!is_over(reported_ns)) return false;
  reported_ns = now();
  return true;
}

// Whether the time between two reports has passed since then. So it has if the clock went back.
bool FlowChef::is_over(std::int64_t since_ns) const {
  return static_cast<std::uint64_t>(now()) - static_cast<std::uint64_t>(since_ns) >= every_ns_;  // can't overflow
}

void FlowChef::report(const Connection& connection) {
  FlowState& flow = connection.state<FlowState>();
  flow.opening.look_again();
  const bool is_tcp = connection.protocol() == Flow::tcp;
  const std::string_view quic_name = flow.quic ? flow.quic->server_name() : std::string_view();
  json_.clear();
  append_flow(json_, connection,
              {.service = is_tcp ? flow.opening.service() : flow.datagram_service,
               .server_name = is_tcp ? flow.opening.server_name() : quic_name});
  emit_json_text(json_);
}

}  // namespace netdumplings::chefs::network
