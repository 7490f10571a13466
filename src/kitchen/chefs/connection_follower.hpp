// Follows the connections of a kitchen's packets for its chefs.
#pragma once

#include <netdumplings/chef_abi.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "connection/fragments.hpp"
#include "connection/table.hpp"
#include "kitchen/chefs/connection_view.hpp"
#include "kitchen/chefs/hired_chef.hpp"
#include "kitchen/chefs/interface_names.hpp"
#include "packet/dissector.hpp"

namespace netdumplings::kitchen {

/// What became of connections and of fragments. In every snapshot, the opened ones are the sum of those that ended and
/// of those that are open.
struct ConnectionCounts {
  connection::TableCounts table;
  std::uint64_t open = 0;
  connection::FragmentCounts fragments;
  std::uint64_t open_datagrams = 0;
};

/// Used on the packet thread. For each packet, in this order: advance(), a poke that is due, observe(), for each chef
/// show_to() and its packet handler, stream().
class ConnectionFollower final : private connection::ConnectionEvents {
 public:
  using Chefs = std::vector<std::unique_ptr<HiredChef>>;

  /// `chefs` must outlive this, and must not change any more. With `merges_interfaces`, packets of all interfaces can
  /// belong to the same connection, which then has the number 0 as its interface, and no interface's name. Throws
  /// std::bad_alloc.
  explicit ConnectionFollower(const Chefs& chefs, bool merges_interfaces = false,
                              const connection::TableLimits& limits = {});
  /// Has the chefs destroy their states in connections that are still open.
  ~ConnectionFollower() override;
  ConnectionFollower(const ConnectionFollower&) = delete;
  ConnectionFollower& operator=(const ConnectionFollower&) = delete;

  /// Ends what has timed out on a clock, in nanoseconds. `now_ns` is the kitchen's time, which chefs are told.
  void advance(std::int64_t clock_ns, std::int64_t now_ns);

  /// Finds the connection of a packet with its layers, or opens it.
  void observe(const nd_packet& packet);
  /// Returns the packet that was observed, with the datagram that it completes.
  [[nodiscard]] const nd_packet& observed() const { return packet_; }
  /// Returns the packet that was observed as the chef of this number is to see it: with its connection, if the chef
  /// uses connections. It is valid until the next call.
  const nd_packet& show_to(std::size_t chef);
  /// Gives the chefs the bytes that the packet brought.
  void stream();

  /// Tells the chefs which connections had packets since the last call.
  void update(std::int64_t now_ns);
  /// Ends all connections. `reason` is ND_END_CAPTURE_ENDED or ND_END_KITCHEN_STOPPED.
  void finish(nd_connection_end reason, std::int64_t now_ns);

  [[nodiscard]] ConnectionCounts counts() const;

 private:
  // What a chef has in a connection.
  struct Place {
    void* state = nullptr;
    std::array<bool, 2> has_enough{};  // by side
  };

  void opened(connection::Connection& connection) override;
  void updated(connection::Connection& connection) override;
  bool stretch(connection::Connection& connection, connection::Side from, const connection::Stretch& stretch) override;
  void ended(connection::Connection& connection, connection::End reason) override;

  std::optional<connection::Innermost> find_innermost();
  bool put_together(const connection::Innermost& found, nd_packet& datagram);
  void dissect(nd_packet& packet);
  void count(const connection::Innermost& found);
  void tell(nd_connection_event event, const connection::Connection& connection);
  Place& place(const connection::Connection& connection, std::size_t chef) {
    return places_[connection.slot * chefs_.size() + chef];
  }
  void make_places(const connection::Connection& connection);
  [[nodiscard]] std::uint32_t interface_index() const { return merges_interfaces_ ? 0 : packet_.interface_index; }
  void show(const connection::Connection& connection);
  nd_connection_end end_of(connection::End reason) const;

  const Chefs& chefs_;
  const bool merges_interfaces_;
  connection::Fragments fragments_;
  connection::ConnectionTable table_;
  std::vector<Place> places_;  // for each slot of the table, one for each chef
  packet::Dissector dissector_;
  InterfaceNames interfaces_;
  ConnectionView view_{interfaces_};

  nd_packet packet_{};  // that is handled, as chefs that use connections see it
  nd_packet plain_{};   // as others see it
  nd_packet whole_{};   // the datagram that it completes
  std::vector<std::uint8_t> whole_bytes_;
  std::optional<connection::Datagram> datagram_;  // its bytes are in whole_bytes_
  std::optional<connection::Innermost> found_;
  connection::Observation observed_;
  bool is_shown_ = false;  // view_ shows its connection

  std::int64_t clock_ns_ = 0;
  std::int64_t now_ns_ = 0;
  nd_connection_end last_end_ = ND_END_CAPTURE_ENDED;  // of connections that are open at the end
  bool is_telling_ = true;                             // the chefs hear of events
};

}  // namespace netdumplings::kitchen
