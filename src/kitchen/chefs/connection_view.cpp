#include "kitchen/chefs/connection_view.hpp"

#include <algorithm>

namespace netdumplings::kitchen {
namespace {

using connection::Connection;
using connection::Side;

// The numbers of the ABI are those of our enumerations.
static_assert(static_cast<int>(Side::server) == ND_SIDE_SERVER);
static_assert(static_cast<int>(connection::TunnelKind::six_in_four) == ND_TUNNEL_SIX_IN_FOUR);
static_assert(static_cast<int>(connection::TunnelKind::gre) == ND_TUNNEL_GRE);
static_assert(static_cast<int>(connection::TunnelKind::erspan) == ND_TUNNEL_ERSPAN);
static_assert(static_cast<int>(connection::TunnelKind::vxlan) == ND_TUNNEL_VXLAN);
static_assert(static_cast<int>(connection::TunnelKind::geneve) == ND_TUNNEL_GENEVE);
static_assert(static_cast<int>(connection::TunnelKind::gtp_u) == ND_TUNNEL_GTP_U);
static_assert(static_cast<int>(connection::TunnelKind::mpls) == ND_TUNNEL_MPLS);
static_assert(static_cast<int>(connection::TunnelKind::l2tp) == ND_TUNNEL_L2TP);
static_assert(static_cast<int>(connection::TunnelKind::pppoe) == ND_TUNNEL_PPPOE);
static_assert(static_cast<int>(connection::TunnelKind::etherip) == ND_TUNNEL_ETHERIP);
static_assert(static_cast<int>(connection::Outcome::reset) == ND_OUTCOME_RESET);
static_assert(static_cast<int>(connection::Outcome::no_answer) == ND_OUTCOME_NO_ANSWER);
static_assert(static_cast<int>(connection::Outcome::unfinished) == ND_OUTCOME_UNFINISHED);
static_assert(static_cast<int>(connection::TcpState::opening) + 1 == ND_TCP_OPENING);
static_assert(static_cast<int>(connection::TcpState::refused) + 1 == ND_TCP_REFUSED);

nd_address address_of(const std::array<std::uint8_t, 16>& bytes, bool is_ipv6) {
  nd_address address{};
  address.size = is_ipv6 ? 16 : 4;
  std::copy_n(bytes.begin(), address.size, address.bytes);
  return address;
}

std::int64_t round_trip(const connection::TcpTracker& tcp) {
  const auto client = tcp.response_ns(Side::client);
  const auto server = tcp.response_ns(Side::server);
  return client && server ? *client + *server : -1;
}

}  // namespace

ConnectionView::ConnectionView(const InterfaceNames& interfaces) : interfaces_(interfaces) {
  raw_.struct_size = sizeof raw_;
  raw_.sides = sides_.data();
  raw_.side_stride = sizeof(nd_connection_side);
}

void ConnectionView::show(const Connection& connection, nd_connection_end end, connection::Outcome outcome) {
  raw_.interface_name = interfaces_.name_of(connection.key.interface_index);
  raw_.number = connection.number;
  raw_.interface_index = connection.key.interface_index;
  raw_.protocol = connection.key.protocol;
  raw_.was_under_way = connection.was_under_way ? 1 : 0;
  raw_.outcome = static_cast<std::uint32_t>(outcome);
  raw_.end_reason = end;
  raw_.first_ns = connection.first_ns;
  raw_.last_ns = connection.last_ns;
  raw_.tunnel_kind = static_cast<std::uint32_t>(connection.tunnel_kind);
  raw_.has_tunnel_id = connection.has_tunnel_id ? 1 : 0;
  raw_.tunnel_id = connection.tunnel_id;
  raw_.vlan_count = connection.vlan_count;
  raw_.vlans = connection.vlan_ids.data();
  raw_.icmp_errors = connection.icmp_errors;
  raw_.icmp_type = connection.key.icmp_type;
  raw_.icmp_code = connection.icmp_code;
  show_tcp(connection);
  for (const Side side : {Side::client, Side::server}) show_side(connection, side);
}

void ConnectionView::show_tcp(const Connection& connection) {
  const connection::TcpTracker& tcp = connection.tcp;
  const bool has_begun = connection.is_tcp() && tcp.has_begun();
  raw_.tcp_state = has_begun ? static_cast<std::uint32_t>(tcp.state()) + 1 : std::uint32_t{ND_TCP_NONE};
  raw_.handshake_ns = has_begun ? tcp.handshake_ns().value_or(-1) : -1;
  raw_.round_trip_ns = has_begun ? round_trip(tcp) : -1;
  raw_.history = tcp.history().data();
  raw_.history_size = static_cast<std::uint32_t>(tcp.history().size());
}

void ConnectionView::show_side(const Connection& connection, Side side) {
  const auto index = static_cast<std::size_t>(side);
  const std::size_t end = connection.end_of(side);
  nd_connection_side& shown = sides_[index];
  shown.address = address_of(connection.key.ends[end].address, connection.key.is_ipv6);
  shown.port = connection.key.ports[end];
  shown.outside =
      connection.has_outside ? address_of(connection.outside[index], connection.outside_is_ipv6) : nd_address{};
  shown.packets = connection.packets[index];
  shown.ip_bytes = connection.bytes[index];
  if (!connection.is_tcp()) {  // the view may have shown a connection of TCP before
    shown.retransmitted_bytes = shown.missing_bytes = 0;
    shown.retransmissions = shown.out_of_order = shown.zero_windows = 0;
    return;
  }
  const connection::TcpStream& stream = connection.tcp.stream_of(side);
  shown.retransmitted_bytes = stream.retransmitted_bytes();
  shown.missing_bytes = stream.missing_bytes();
  shown.retransmissions = connection.tcp.retransmissions(side);
  shown.out_of_order = stream.out_of_order_segments();
  shown.zero_windows = connection.tcp.zero_windows(side);
}

}  // namespace netdumplings::kitchen
