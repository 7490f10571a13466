// Connections: what a chef sees of a conversation of TCP, UDP, SCTP or ICMP, and of the bytes in it.
//
//   Payload connection_handler(const Connection& connection, ConnectionEvent event) override {
//     if (event != ConnectionEvent::ended) return {};
//     return nlohmann::json{{"server", connection.address(Side::server).to_string()},
//                           {"bytes", connection.ip_bytes(Side::client) + connection.ip_bytes(Side::server)}};
//   }
//
// Connection and StreamData are views of memory that the kitchen owns. They are valid until the handler that got them
// returns, and are used on the packet thread only. Addresses are values.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/detail/community_id.hpp>
#include <netdumplings/flow.hpp>
#include <netdumplings/layer.hpp>
#include <netdumplings/layers/address.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// The sides of a connection. The client opened it.
enum class Side : std::uint8_t { client = ND_SIDE_CLIENT, server = ND_SIDE_SERVER };

enum class ConnectionEvent : std::uint8_t {
  opened = ND_CONNECTION_OPENED,    ///< its first packet came; packets() doesn't count it yet
  updated = ND_CONNECTION_UPDATED,  ///< at a poke: it had packets since the last poke
  ended = ND_CONNECTION_ENDED,      ///< it isn't followed any more; its last packets can have come long before
};

/// Why a connection isn't followed any more.
enum class ConnectionEnd : std::uint8_t {
  none = ND_END_NONE,            ///< it goes on
  closed = ND_END_CLOSED,        ///< both sides have sent their last byte
  reset = ND_END_RESET,          ///< a side reset it, or the server refused it
  timed_out = ND_END_TIMED_OUT,  ///< it had no packets for a long time
  evicted = ND_END_EVICTED,      ///< it made room for a new one, as it was idle the longest
  replaced = ND_END_REPLACED,    ///< another one began between the same ports
  capture_ended = ND_END_CAPTURE_ENDED,
  kitchen_stopped = ND_END_KITCHEN_STOPPED,
};

/// What became of a connection, or what it is so far.
enum class Outcome : std::uint8_t {
  open = ND_OUTCOME_OPEN,
  closed = ND_OUTCOME_CLOSED,
  reset = ND_OUTCOME_RESET,
  refused = ND_OUTCOME_REFUSED,  ///< by a reset, or by an ICMP error
  no_answer = ND_OUTCOME_NO_ANSWER,
  timeout = ND_OUTCOME_TIMEOUT,
  evicted = ND_OUTCOME_EVICTED,
  unfinished = ND_OUTCOME_UNFINISHED,  ///< the capture or the kitchen ended
};

/// The state of a TCP connection.
enum class TcpState : std::uint8_t {
  none = ND_TCP_NONE,          ///< it isn't one of TCP, or no packet of it is counted yet
  opening = ND_TCP_OPENING,    ///< the client sent a SYN, and the server hasn't answered
  answered = ND_TCP_ANSWERED,  ///< the server answered, and the client hasn't confirmed
  established = ND_TCP_ESTABLISHED,
  closing = ND_TCP_CLOSING,  ///< a side has sent its last byte
  closed = ND_TCP_CLOSED,    ///< both have sent their last byte and acknowledged the other's
  reset = ND_TCP_RESET,
  refused = ND_TCP_REFUSED,  ///< reset by the server, which had not answered
};

enum class TunnelKind : std::uint8_t {
  none = ND_TUNNEL_NONE,
  ip_in_ip = ND_TUNNEL_IP_IN_IP,
  six_in_four = ND_TUNNEL_SIX_IN_FOUR,
  gre = ND_TUNNEL_GRE,
  erspan = ND_TUNNEL_ERSPAN,
  vxlan = ND_TUNNEL_VXLAN,
  geneve = ND_TUNNEL_GENEVE,
  gtp_u = ND_TUNNEL_GTP_U,
  mpls = ND_TUNNEL_MPLS,
  l2tp = ND_TUNNEL_L2TP,
  pppoe = ND_TUNNEL_PPPOE,
  etherip = ND_TUNNEL_ETHERIP,
};

/// What a stream_handler answers.
enum class StreamAnswer : std::uint8_t {
  more = ND_STREAM_MORE,
  enough = ND_STREAM_ENOUGH,  ///< it needs no more bytes of this side of this connection, and gets none
};

namespace detail {

/// What a chef keeps in a connection, behind the pointer that the kitchen holds.
class ConnectionState {
 public:
  explicit ConnectionState(const void* type) : type_(type) {}
  virtual ~ConnectionState() = default;
  ConnectionState(const ConnectionState&) = delete;
  ConnectionState& operator=(const ConnectionState&) = delete;
  const void* type() const { return type_; }

 private:
  const void* type_;
};

template <typename T>
class ConnectionStateOf final : public ConnectionState {
 public:
  static constexpr char tag = 0;  // its address tells the types apart
  ConnectionStateOf() : ConnectionState(&tag) {}
  T value{};
};

inline std::optional<IpAddress> address_of(const nd_address& raw) {
  if (raw.size != 4 && raw.size != 16) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(raw.bytes, raw.size, bytes.begin());
  if (raw.size == 16) return Ipv6Address(bytes);
  return Ipv4Address(bytes);
}

}  // namespace detail

/// A connection, as it is when a handler is called; a view, see above. Its packets have one interface, and the same
/// innermost addresses and ports.
class Connection {
 public:
  /// Makes a view of `connection`, which must outlive it. Chefs get theirs from the kitchen.
  explicit Connection(const nd_connection& connection) : raw_(&connection) {}

  /// Connections are counted from 1 in the order in which they were opened.
  std::uint64_t number() const { return raw_->number; }
  /// Returns the number of the interface, as in its packets.
  std::uint32_t interface_index() const { return raw_->interface_index; }
  /// Returns the name of that interface, or "" when it isn't known. It is valid until the handler returns.
  std::string_view interface_name() const { return raw_->interface_name ? raw_->interface_name : ""; }
  /// Returns the IP protocol's number: Flow::tcp and so on.
  std::uint8_t protocol() const { return static_cast<std::uint8_t>(raw_->protocol); }
  /// Returns the innermost address of a side.
  IpAddress address(Side side) const { return detail::address_of(of(side).address).value_or(IpAddress()); }
  /// Returns the port of a side. Of ICMP it is the identifier, or 0.
  std::uint16_t port(Side side) const { return static_cast<std::uint16_t>(of(side).port); }
  /// Returns the protocol, the addresses and the ports as a value, from the client to the server. Of ICMP it has the
  /// type of the first packet, or, if that is an answer, the type of its request; and the first packet's code.
  Flow flow() const {
    Flow flow{protocol(), address(Side::client), address(Side::server), {}, {}, {}, {}};
    if (flow.protocol == Flow::icmp || flow.protocol == Flow::icmpv6) {
      flow.icmp_type = static_cast<std::uint8_t>(raw_->icmp_type);
      flow.icmp_code = static_cast<std::uint8_t>(raw_->icmp_code);
    } else {
      flow.source_port = port(Side::client);
      flow.destination_port = port(Side::server);
    }
    return flow;
  }
  /// Returns the Community ID of flow(), as Packet::community_id() does.
  std::string community_id(std::uint16_t seed = 0) const {
    return detail::community_id(flow(), seed).value_or(std::string());
  }
  /// Returns whether it wasn't seen who opened it. Then the side with the lower port is the server.
  bool was_under_way() const { return raw_->was_under_way != 0; }
  /// Returns what became of it, or what it is so far.
  Outcome outcome() const { return static_cast<Outcome>(raw_->outcome); }
  /// Returns why it ended if the event is ConnectionEvent::ended; otherwise ConnectionEnd::none.
  ConnectionEnd end_reason() const { return static_cast<ConnectionEnd>(raw_->end_reason); }

  /// Returns when its earliest packet was captured, and its latest, in nanoseconds since 1970-01-01 00:00 UTC.
  std::int64_t first_ns() const { return raw_->first_ns; }
  std::int64_t last_ns() const { return raw_->last_ns; }
  /// Returns how many packets a side sent. Each fragment is one.
  std::uint64_t packets(Side side) const { return of(side).packets; }
  /// Returns the length of a side's packets on the wire, from the innermost IP header on, without padding.
  std::uint64_t ip_bytes(Side side) const { return of(side).ip_bytes; }
  /// Returns how many ICMP errors were about its packets.
  std::uint32_t icmp_errors() const { return raw_->icmp_errors; }

  /// Returns the VLANs of its first packet, outermost first.
  std::span<const std::uint16_t> vlans() const { return {raw_->vlans, raw_->vlan_count}; }
  /// Returns the kind of the innermost tunnel, as its first packet had it.
  TunnelKind tunnel() const { return static_cast<TunnelKind>(raw_->tunnel_kind); }
  /// Returns GRE's key, VXLAN's network, PPPoE's session and so on, if the tunnel has such a number.
  std::optional<std::uint32_t> tunnel_id() const {
    return raw_->has_tunnel_id != 0 ? std::optional(raw_->tunnel_id) : std::nullopt;
  }
  /// Returns the outer IP address of this side's end of the tunnel, if the tunnel has one.
  std::optional<IpAddress> outside(Side side) const { return detail::address_of(of(side).outside); }

  // The following are of TCP.
  TcpState tcp_state() const { return static_cast<TcpState>(raw_->tcp_state); }
  /// Returns what happened, a letter each, as Zeek's conn.log has it: "ShADadFf", in upper case for the client.
  std::string_view history() const { return {raw_->history, raw_->history_size}; }
  /// Returns the time from the client's last SYN to its confirmation, or nothing if that wasn't seen.
  std::optional<std::int64_t> handshake_ns() const { return known(raw_->handshake_ns); }
  /// Returns the shortest round trip that was seen.
  std::optional<std::int64_t> round_trip_ns() const { return known(raw_->round_trip_ns); }
  /// Returns how many segments a side sent again, in part or as a whole.
  std::uint32_t retransmissions(Side side) const { return of(side).retransmissions; }
  /// Returns how many bytes a side sent that it had sent before.
  std::uint64_t retransmitted_bytes(Side side) const { return of(side).retransmitted_bytes; }
  /// Returns how many segments of a side came after later ones.
  std::uint32_t out_of_order(Side side) const { return of(side).out_of_order; }
  /// Returns how often a side said that it has no room for more bytes.
  std::uint32_t zero_windows(Side side) const { return of(side).zero_windows; }
  /// Returns how many bytes of a side will never come, as the capture lacks them.
  std::uint64_t missing_bytes(Side side) const { return of(side).missing_bytes; }

  /// Returns what this chef keeps in this connection: a T, which is made with its default constructor when it is first
  /// asked for. It is destroyed after the connection has ended, or before the chef is. A chef keeps one type; asking
  /// for another throws std::logic_error.
  template <typename T>
  T& state() const {
    using Held = detail::ConnectionStateOf<T>;
    if (*raw_->state == nullptr)
      *raw_->state = static_cast<detail::ConnectionState*>(std::make_unique<Held>().release());
    auto* const held = static_cast<detail::ConnectionState*>(*raw_->state);
    if (held->type() != &Held::tag) throw std::logic_error("the chef keeps a state of another type in the connection");
    return static_cast<Held*>(held)->value;
  }

  /// Returns the C struct (chef_abi.h) that this views.
  const nd_connection& raw() const { return *raw_; }

 private:
  // The entries are `side_stride` bytes apart, as those of a newer kitchen may be longer.
  const nd_connection_side& of(Side side) const {
    const auto* first = static_cast<const std::uint8_t*>(raw_->sides);
    const void* entry = first + static_cast<std::size_t>(side) * raw_->side_stride;
    return *static_cast<const nd_connection_side*>(entry);
  }
  static std::optional<std::int64_t> known(std::int64_t time) { return time >= 0 ? std::optional(time) : std::nullopt; }

  const nd_connection* raw_;
};

/// The next bytes of one side of a TCP connection, in order and each once, whatever the packets were; a view, see
/// above.
class StreamData {
 public:
  explicit StreamData(const nd_stream_data& data) : raw_(&data) {}

  /// Returns the bytes; at least one.
  Bytes bytes() const { return {raw_->bytes, raw_->size}; }
  /// Returns where the first of them is in what this side sent, from 0.
  std::uint64_t offset() const { return raw_->offset; }
  /// Returns how many bytes right before them will never come, as the capture lacks them.
  std::uint64_t missing() const { return raw_->missing; }
  /// Returns who sent them.
  Side from() const { return static_cast<Side>(raw_->side); }

  /// Returns the C struct (chef_abi.h) that this views.
  const nd_stream_data& raw() const { return *raw_; }

 private:
  const nd_stream_data* raw_;
};

}  // namespace v1
}  // namespace netdumplings
