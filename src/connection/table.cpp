#include "connection/table.hpp"

#include <netdumplings/flow.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace netdumplings::connection {
namespace {

End end_by_timeout(const Connection& connection) {
  if (connection.idle != Idle::tcp_ended) {
    return connection.is_tcp() && connection.tcp.has_both_fins() ? End::closed : End::timed_out;
  }
  return connection.tcp.state() == TcpState::closed ? End::closed : End::reset;
}

// Whether an ICMP error says that the server doesn't take the client's packets: no such port or protocol, or forbidden.
bool is_refusal(std::uint8_t protocol, const IcmpHeader& error) {
  if (protocol == Flow::icmpv6) return error.type == 1 && (error.code == 1 || error.code == 4);
  return error.type == 3 &&
         (error.code == 2 || error.code == 3 || error.code == 9 || error.code == 10 || error.code == 13);
}

TcpSegment segment_of(const Innermost& found) {
  return {.header = *found.tcp, .payload = found.payload, .length = found.payload_length};
}

}  // namespace

ConnectionTable::ConnectionTable(const TableLimits& limits, ConnectionEvents& events, bool with_streams)
    : limits_(limits),
      events_(events),
      with_streams_(with_streams),
      pages_(limits.stream_bytes),
      index_(std::max<std::size_t>(limits.connections, 1)) {
  limits_.connections = std::max<std::size_t>(limits.connections, 1);
}

void ConnectionTable::advance(std::int64_t now_ns) {
  const std::uint32_t before = clock_.reading();
  if (clock_.advance(now_ns) == before) return;  // then nothing has timed out that had not then
  for (std::size_t idle = 0; idle < idle_count; ++idle) {
    for (Slot slot = by_idle_[idle].front(); slot != no_slot; slot = by_idle_[idle].front()) {
      Connection& connection = connections_[slot];
      if (!clock_.is_over(connection.touched, limits_.time_outs[idle])) break;
      end(connection, end_by_timeout(connection));
    }
  }
}

std::uint32_t ConnectionTable::hash_of(const Key& key) const {
  const std::string_view bytes(reinterpret_cast<const char*>(&key), sizeof key);
  return static_cast<std::uint32_t>(sip_hash(hash_key_, bytes));
}

Slot ConnectionTable::find(const Key& key, std::uint32_t hash) const {
  return index_.find(connections_, hash, [&](const Connection& connection) { return connection.key == key; });
}

Observation ConnectionTable::observe(const Innermost& found, const PacketFacts& packet) {
  const Observation error = observe_error(found, packet);
  if (error.connection != nullptr) return error;
  const auto directed = key_of(found, packet.interface_index);
  if (!directed) {
    ++counts_.without_connection;
    return {};
  }
  const std::uint32_t hash = hash_of(directed->key);
  Slot slot = find(directed->key, hash);
  if (slot != no_slot && found.tcp) {
    Connection& earlier = connections_[slot];
    const Side from = directed->is_from_second == earlier.client_is_second ? Side::client : Side::server;
    if (earlier.tcp.begins_anew(from, *found.tcp)) {
      end(earlier, End::replaced);
      slot = no_slot;
    }
  }
  Observation observed{.is_new = slot == no_slot};
  observed.connection = observed.is_new ? &open(*directed, hash, found, packet) : &connections_[slot];
  Connection& connection = *observed.connection;
  observed.from = directed->is_from_second == connection.client_is_second ? Side::client : Side::server;
  count(connection, observed.from, found, packet);
  return observed;
}

// An error belongs to the connection that it quotes, if that is known.
Observation ConnectionTable::observe_error(const Innermost& found, const PacketFacts& packet) {
  const auto quoted = key_of_quoted(found, packet.interface_index);
  if (!quoted) return {};
  const Slot slot = find(quoted->key, hash_of(quoted->key));
  if (slot == no_slot) return {};
  Connection& connection = connections_[slot];
  const bool is_about_client = quoted->is_from_second == connection.client_is_second;
  if (connection.icmp_errors < 0xffff) ++connection.icmp_errors;
  if (is_about_client && is_refusal(found.ends.protocol, *found.icmp)) connection.was_refused = true;
  ++counts_.icmp_errors;
  return {.connection = &connection, .from = is_about_client ? Side::server : Side::client, .is_error = true};
}

Connection& ConnectionTable::open(const DirectedKey& directed, std::uint32_t hash, const Innermost& found,
                                  const PacketFacts& packet) {
  make_room();
  const Slot slot = connections_.take();
  Connection& connection = connections_[slot];
  connection.key = directed.key;
  connection.slot = slot;
  connection.number = ++counts_.opened;
  connection.first_ns = connection.last_ns = packet.time_ns;
  choose_client(connection, directed.is_from_second, found);
  const bool is_from_client = directed.is_from_second == connection.client_is_second;
  note_surroundings(connection, is_from_client ? Side::client : Side::server, found);
  if (connection.is_tcp() && !is_from_client) connection.tcp.note_turn();
  if (!with_streams_) {
    for (const Side side : {Side::client, Side::server}) connection.tcp.stream_of(side).want_no_more(pages_);
  }
  connection.idle = idle_of(connection);
  connection.touched = clock_.reading();
  index_.add(connections_, slot, hash);
  list_of(connection.idle).push_back(connections_, slot);
  events_.opened(connection);
  return connection;
}

// The client is who opened the connection. If that wasn't seen, the side with the lower port is the server.
void ConnectionTable::choose_client(Connection& connection, bool is_from_second, const Innermost& found) {
  constexpr std::uint16_t first_free_port = 1024;
  const Ends& ends = found.ends;
  bool is_from_client = true;
  if (found.icmp) {
    is_from_client = !is_icmp_answer(ends.protocol, found.icmp->type);
    connection.was_under_way = !is_from_client;
  } else if (found.tcp && found.tcp->syn()) {
    is_from_client = !found.tcp->ack();
  } else if (ends.protocol == Flow::tcp) {
    is_from_client = ends.source_port >= ends.destination_port;
    connection.was_under_way = true;
  } else if (ends.source_port < first_free_port && ends.destination_port >= first_free_port) {
    is_from_client = false;  // the first packet that was captured is a server's answer
    connection.was_under_way = true;
  }
  connection.client_is_second = is_from_second == is_from_client;
}

void ConnectionTable::note_surroundings(Connection& connection, Side from, const Innermost& found) {
  const Tunnel& tunnel = found.tunnel;
  connection.tunnel_kind = tunnel.kind;
  connection.has_tunnel_id = tunnel.id.has_value();
  connection.tunnel_id = tunnel.id.value_or(0);
  const Bytes source = tunnel.source.bytes();
  const Bytes destination = tunnel.destination.bytes();
  connection.has_outside = !source.empty();
  connection.outside_is_ipv6 = tunnel.source.is_ipv6();
  const std::size_t client = from == Side::client ? 0 : 1;
  std::copy(source.begin(), source.end(), connection.outside[client].begin());
  std::copy(destination.begin(), destination.end(), connection.outside[1 - client].begin());
  connection.vlan_ids = found.vlans.ids;
  connection.vlan_count = found.vlans.count;
  connection.icmp_code = found.icmp ? found.icmp->code : std::uint8_t{0};
}

void ConnectionTable::count(Connection& connection, Side from, const Innermost& found, const PacketFacts& packet) {
  connection.packets[static_cast<std::size_t>(from)] += packet.packets;
  connection.bytes[static_cast<std::size_t>(from)] += packet.ip_bytes;
  connection.last_ns = std::max(connection.last_ns, packet.time_ns);
  connection.first_ns = std::min(connection.first_ns, packet.time_ns);
  if (found.tcp) {
    const std::uint32_t ignored = connection.tcp.ignored_resets();
    connection.tcp.see(from, segment_of(found), packet.time_ns);
    counts_.ignored_resets += connection.tcp.ignored_resets() - ignored;
  }
  touch(connection);
}

Idle ConnectionTable::idle_of(const Connection& connection) {
  switch (connection.key.protocol) {
    case Flow::tcp:
      break;
    case Flow::udp:
      return Idle::udp;
    case Flow::sctp:
      return Idle::sctp;
    default:
      return Idle::icmp;
  }
  if (!connection.tcp.has_begun()) return Idle::tcp_established;
  switch (connection.tcp.state()) {
    case TcpState::opening:
    case TcpState::answered:
      return Idle::tcp_opening;
    case TcpState::established:
      return Idle::tcp_established;
    case TcpState::closing:
      return Idle::tcp_closing;
    default:
      return Idle::tcp_ended;
  }
}

// Moves the connection to the end of the right list. Not for every packet, as its neighbours are seldom in the cache.
void ConnectionTable::touch(Connection& connection) {
  const Idle idle = idle_of(connection);
  if (idle == connection.idle && connection.has_news && !clock_.is_over(connection.touched, idle_precision)) return;
  list_of(connection.idle).remove(connections_, connection.slot);
  connection.idle = idle;
  connection.has_news = true;
  connection.touched = clock_.reading();
  list_of(idle).push_back(connections_, connection.slot);
}

void ConnectionTable::stream(const Observation& observed, const Innermost& found) {
  if (observed.connection == nullptr || observed.is_error || !found.tcp) return;
  Connection& connection = *observed.connection;
  Relay client(events_, connection, Side::client);
  Relay server(events_, connection, Side::server);
  connection.tcp.stream(pages_, observed.from, segment_of(found), {&client, &server});
}

// Ends the connection that is idle the longest, if there is no place for another one.
void ConnectionTable::make_room() {
  while (connections_.size() >= limits_.connections) {
    Slot longest = no_slot;
    for (const IdleList& list : by_idle_) {
      const Slot slot = list.front();
      if (slot == no_slot) continue;
      const auto idle_time = [this](Slot each) { return clock_.reading() - connections_[each].touched; };
      if (longest == no_slot || idle_time(slot) > idle_time(longest)) longest = slot;
    }
    end(connections_[longest], End::evicted);
  }
}

void ConnectionTable::end(Connection& connection, End reason) {
  Relay client(events_, connection, Side::client);
  Relay server(events_, connection, Side::server);
  connection.tcp.finish(pages_, {&client, &server});
  if (reason == End::replaced && connection.idle == Idle::tcp_ended) reason = end_by_timeout(connection);
  events_.ended(connection, reason);
  ++counts_.ended[static_cast<std::size_t>(reason)];
  index_.remove(connections_, connection.slot, hash_of(connection.key));
  list_of(connection.idle).remove(connections_, connection.slot);
  connections_.give_back(connection.slot);
}

void ConnectionTable::update() {
  for (const IdleList& list : by_idle_) {
    // A packet moves its connection to the end: those with news are there, all together.
    Slot first = no_slot;
    for (Slot slot = list.back(); slot != no_slot && connections_[slot].has_news;) {
      first = slot;
      slot = connections_[slot].by_idle.before;
    }
    for (Slot slot = first; slot != no_slot; slot = connections_[slot].by_idle.after) {
      connections_[slot].has_news = false;
      events_.updated(connections_[slot]);
    }
  }
}

void ConnectionTable::finish() {
  std::vector<std::pair<std::uint64_t, Slot>> all;
  all.reserve(connections_.size());
  for (const IdleList& list : by_idle_) {
    for (Slot slot = list.front(); slot != no_slot; slot = connections_[slot].by_idle.after) {
      all.emplace_back(connections_[slot].number, slot);
    }
  }
  std::sort(all.begin(), all.end());
  for (const auto& [number, slot] : all) {
    Connection& connection = connections_[slot];
    const bool is_over = connection.idle == Idle::tcp_ended;
    end(connection, is_over ? end_by_timeout(connection) : End::unfinished);
  }
}

}  // namespace netdumplings::connection
