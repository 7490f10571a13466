// Follows connections: which packet belongs to which, when they open and end, and their streams. No I/O. What it says
// doesn't depend on the random key of its hashes.
#pragma once

#include <netdumplings/sip_hash.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "connection/connection.hpp"
#include "connection/elapsed_clock.hpp"
#include "connection/limits.hpp"
#include "connection/page_pool.hpp"

namespace netdumplings::connection {

/// Hears what happens to connections. Its functions must not use the table. What they throw passes through the table's
/// functions, and then the table must not be used any more.
class ConnectionEvents {
 public:
  virtual ~ConnectionEvents() = default;
  /// A connection was opened by the packet that is observed, which isn't counted in it yet.
  virtual void opened(Connection& connection) = 0;
  /// A connection had packets since the last update.
  virtual void updated(Connection& connection) = 0;
  /// New bytes of a TCP connection's side. Returns whether more of this side is wanted.
  virtual bool stretch(Connection& connection, Side from, const Stretch& stretch) = 0;
  /// The connection is gone after this.
  virtual void ended(Connection& connection, End reason) = 0;
};

/// How long a connection may be without packets, by its Idle.
using TimeOuts = std::array<std::chrono::milliseconds, idle_count>;
inline constexpr TimeOuts default_time_outs = {
    tcp_opening_timeout, tcp_established_timeout, tcp_closing_timeout, tcp_ended_timeout, udp_timeout, icmp_timeout,
    sctp_timeout};

struct TableLimits {
  std::size_t connections = most_connections;
  std::size_t stream_bytes = stream_memory;
  TimeOuts time_outs = default_time_outs;
};

/// `opened` = the sum of `ended` + the connections that are open.
struct TableCounts {
  std::uint64_t opened = 0;
  std::array<std::uint64_t, end_count> ended{};  ///< by End
  std::uint64_t icmp_errors = 0;                 ///< that went to the connection that they quote
  std::uint64_t ignored_resets = 0;
  std::uint64_t without_connection = 0;  ///< packets that can't belong to one
};

/// Which packet this is: what isn't in Innermost.
struct PacketFacts {
  std::uint32_t interface_index = 0;
  std::int64_t time_ns = 0;
  std::uint32_t packets = 1;   ///< more for a datagram that came in fragments
  std::uint64_t ip_bytes = 0;  ///< on the wire, of all of them
};

/// What a packet is to its connection.
struct Observation {
  Connection* connection = nullptr;  ///< null if it belongs to none
  Side from = Side::client;
  bool is_new = false;    ///< it opened the connection
  bool is_error = false;  ///< it is an ICMP error about the connection, and isn't counted in its packets
};

/// Belongs to one thread. When there are as many connections as may be, the one that is idle the longest ends. For each
/// packet, in this order: advance(), observe(), stream(). Allocates for new connections, and pages for streams with
/// holes.
class ConnectionTable {
 public:
  /// `events` must outlive the table. Without `with_streams`, no bytes are put in order, but all is counted as with it.
  /// Throws std::bad_alloc.
  ConnectionTable(const TableLimits& limits, ConnectionEvents& events, bool with_streams = true);

  /// Ends the connections that have timed out on the kitchen's clock.
  void advance(std::int64_t now_ns);

  /// Finds or opens the connection of a packet, and counts the packet. Another connection may end for it. The result is
  /// valid until the next call. Throws std::bad_alloc; then no connection has the packet.
  Observation observe(const Innermost& found, const PacketFacts& packet);

  /// Puts the bytes of the packet that was observed last in order.
  void stream(const Observation& observed, const Innermost& found);

  /// Nobody wants bytes of this side any more.
  void want_no_more(Connection& connection, Side from) { connection.tcp.stream_of(from).want_no_more(pages_); }

  /// Calls updated() for each connection that had packets since the last call.
  void update();

  /// Ends all connections, in the order in which they were opened.
  void finish();

  std::size_t open() const { return connections_.size(); }
  const TableCounts& counts() const { return counts_; }
  /// Returns how many bytes wait in streams for bytes before them, in whole pages.
  std::size_t stream_bytes() const { return pages_.used_bytes(); }

  /// Returns how many bytes a connection takes, at most: itself, its slot's number, and its part of the index.
  static constexpr std::size_t bytes_per_connection =
      sizeof(Connection) + sizeof(Slot) + SlotIndex<Connection>::bytes_per_item;

 private:
  using IdleList = SlotList<Connection, &Connection::by_idle>;

  // Sends one side's bytes on.
  class Relay final : public StretchSink {
   public:
    Relay(ConnectionEvents& events, Connection& connection, Side from)
        : events_(events), connection_(connection), from_(from) {}
    bool take(const Stretch& stretch) override { return events_.stretch(connection_, from_, stretch); }

   private:
    ConnectionEvents& events_;
    Connection& connection_;
    Side from_;
  };

  std::uint32_t hash_of(const Key& key) const;
  Slot find(const Key& key, std::uint32_t hash) const;
  Observation observe_error(const Innermost& found, const PacketFacts& packet);
  Connection& open(const DirectedKey& directed, std::uint32_t hash, const Innermost& found, const PacketFacts& packet);
  static void choose_client(Connection& connection, bool is_from_second, const Innermost& found);
  static void note_surroundings(Connection& connection, Side from, const Innermost& found);
  void count(Connection& connection, Side from, const Innermost& found, const PacketFacts& packet);
  static Idle idle_of(const Connection& connection);
  void touch(Connection& connection);
  void make_room();
  void end(Connection& connection, End reason);
  IdleList& list_of(Idle idle) { return by_idle_[static_cast<std::size_t>(idle)]; }

  TableLimits limits_;
  ConnectionEvents& events_;
  bool with_streams_;
  SipKey hash_key_ = random_sip_key();
  ElapsedClock clock_;
  PagePool pages_;
  Slab<Connection> connections_;
  SlotIndex<Connection> index_;
  std::array<IdleList, idle_count> by_idle_;
  TableCounts counts_;
};

static_assert(ConnectionTable::bytes_per_connection <= 400);

}  // namespace netdumplings::connection
