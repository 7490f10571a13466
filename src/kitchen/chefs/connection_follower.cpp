#include "kitchen/chefs/connection_follower.hpp"

#include <algorithm>
#include <utility>

namespace netdumplings::kitchen {
namespace {

using connection::Connection;
using connection::End;
using connection::Innermost;
using connection::Side;

// Fragments can be in a tunnel whose packets are fragments, too.
constexpr int most_nested_datagrams = 4;

bool any_uses_streams(const ConnectionFollower::Chefs& chefs) {
  return std::any_of(chefs.begin(), chefs.end(), [](const auto& chef) { return chef->uses_streams(); });
}

}  // namespace

ConnectionFollower::ConnectionFollower(const Chefs& chefs, bool merges_interfaces,
                                       const connection::TableLimits& limits)
    : chefs_(chefs), merges_interfaces_(merges_interfaces), table_(limits, *this, any_uses_streams(chefs)) {}

ConnectionFollower::~ConnectionFollower() {
  is_telling_ = false;
  table_.finish();
}

void ConnectionFollower::advance(std::int64_t clock_ns, std::int64_t now_ns) {
  clock_ns_ = clock_ns;
  now_ns_ = now_ns;
  table_.advance(clock_ns);
}

void ConnectionFollower::observe(const nd_packet& packet) {
  packet_ = plain_ = packet;
  now_ns_ = packet.time_ns;
  observed_ = {};
  is_shown_ = false;
  datagram_.reset();
  found_ = find_innermost();
  if (!found_) return;
  count(*found_);
  if (observed_.connection == nullptr) return;
  packet_.connection = &view_.raw();
  packet_.side = static_cast<std::uint32_t>(observed_.from);
  if (observed_.is_new) packet_.connection_flags |= ND_PACKET_OPENS_CONNECTION;
  if (observed_.is_error) packet_.connection_flags |= ND_PACKET_IS_ERROR;
  if (packet_.whole == nullptr) return;
  whole_.connection = packet_.connection;
  whole_.side = packet_.side;
  whole_.connection_flags = packet_.connection_flags;
}

// Returns what the packet, or the datagram that it completes, says about its connection. Returns nothing if it isn't
// IP, or a fragment that completes nothing.
std::optional<Innermost> ConnectionFollower::find_innermost() {
  auto found = connection::find_innermost(packet_);
  for (int depth = 0; found && found->fragment; ++depth) {
    if (depth == most_nested_datagrams || !put_together(*found, whole_)) return std::nullopt;
    packet_.whole = &whole_;
    const Innermost around = std::move(*found);
    found = connection::find_innermost(whole_, &around);
  }
  return found;
}

bool ConnectionFollower::put_together(const Innermost& found, nd_packet& datagram) {
  datagram_ = fragments_.add(found, interface_index(), clock_ns_);
  if (!datagram_) return false;
  whole_bytes_.assign(datagram_->bytes.begin(), datagram_->bytes.end());
  datagram = plain_;
  datagram.bytes = whole_bytes_.data();
  datagram.captured_length = static_cast<std::uint32_t>(whole_bytes_.size());
  datagram.wire_length = std::max(datagram_->wire_length, datagram.captured_length);
  datagram.link_type = datagram_->link_type;
  dissect(datagram);
  return true;
}

void ConnectionFollower::dissect(nd_packet& packet) {
  const auto layers = dissector_.dissect({packet.bytes, packet.captured_length}, packet.link_type,
                                         packet.captured_length < packet.wire_length);
  packet.layers = layers.data();
  packet.layer_count = static_cast<std::uint32_t>(layers.size());
  packet.layer_stride = sizeof(nd_layer);
}

void ConnectionFollower::count(const Innermost& found) {
  observed_ = table_.observe(found, {.interface_index = interface_index(),
                                     .time_ns = packet_.time_ns,
                                     .packets = datagram_ ? datagram_->packets : 1,
                                     .ip_bytes = datagram_ ? datagram_->ip_bytes : found.ip_bytes});
}

const nd_packet& ConnectionFollower::show_to(std::size_t chef) {
  if (!chefs_[chef]->uses_connections()) return plain_;
  if (observed_.connection == nullptr) return packet_;
  if (!std::exchange(is_shown_, true)) show(*observed_.connection);
  view_.set_state(&place(*observed_.connection, chef).state);
  return packet_;
}

void ConnectionFollower::stream() {
  if (found_) table_.stream(observed_, *found_);
}

void ConnectionFollower::update(std::int64_t now_ns) {
  now_ns_ = now_ns;
  table_.update();
}

void ConnectionFollower::finish(nd_connection_end reason, std::int64_t now_ns) {
  last_end_ = reason;
  now_ns_ = now_ns;
  table_.finish();
}

ConnectionCounts ConnectionFollower::counts() const {
  return {.table = table_.counts(),
          .open = table_.open(),
          .fragments = fragments_.counts(),
          .open_datagrams = fragments_.open()};
}

void ConnectionFollower::make_places(const Connection& connection) {
  const std::size_t end = (connection.slot + std::size_t{1}) * chefs_.size();
  if (places_.size() < end) places_.resize(end);
  for (std::size_t chef = 0; chef < chefs_.size(); ++chef) place(connection, chef) = {};
}

void ConnectionFollower::show(const Connection& connection) {
  view_.show(connection, ND_END_NONE, outcome_so_far(connection));
}

nd_connection_end ConnectionFollower::end_of(End reason) const {
  switch (reason) {
    case End::closed:
      return ND_END_CLOSED;
    case End::reset:
      return ND_END_RESET;
    case End::timed_out:
      return ND_END_TIMED_OUT;
    case End::evicted:
      return ND_END_EVICTED;
    case End::replaced:
      return ND_END_REPLACED;
    case End::unfinished:
      break;
  }
  return last_end_;
}

void ConnectionFollower::tell(nd_connection_event event, const Connection& connection) {
  if (!is_telling_) return;
  for (std::size_t chef = 0; chef < chefs_.size(); ++chef) {
    if (!chefs_[chef]->uses_connections()) continue;
    view_.set_state(&place(connection, chef).state);
    chefs_[chef]->connection(view_.raw(), event, now_ns_);
  }
}

void ConnectionFollower::opened(Connection& connection) {
  make_places(connection);
  if (!merges_interfaces_) interfaces_.note(packet_.interface_index, packet_.interface_name);
  show(connection);
  tell(ND_CONNECTION_OPENED, connection);
}

void ConnectionFollower::updated(Connection& connection) {
  show(connection);
  tell(ND_CONNECTION_UPDATED, connection);
}

bool ConnectionFollower::stretch(Connection& connection, Side from, const connection::Stretch& stretch) {
  if (!is_telling_) return false;
  const nd_stream_data data{.struct_size = sizeof data,
                            .bytes = stretch.bytes.data(),
                            .offset = stretch.offset,
                            .missing = stretch.missing_before,
                            .size = static_cast<std::uint32_t>(stretch.bytes.size()),
                            .side = static_cast<std::uint32_t>(from),
                            .now_ns = now_ns_};
  bool is_more_wanted = false;
  bool is_shown = false;
  for (std::size_t chef = 0; chef < chefs_.size(); ++chef) {
    Place& own = place(connection, chef);
    bool& has_enough = own.has_enough[static_cast<std::size_t>(from)];
    if (has_enough || !chefs_[chef]->uses_streams()) continue;
    if (!std::exchange(is_shown, true)) show(connection);
    view_.set_state(&own.state);
    has_enough = !chefs_[chef]->stream(view_.raw(), data);
    is_more_wanted = is_more_wanted || !has_enough;
  }
  return is_more_wanted;
}

void ConnectionFollower::ended(Connection& connection, End reason) {
  view_.show(connection, end_of(reason), outcome_of(connection, reason));
  tell(ND_CONNECTION_ENDED, connection);
  for (std::size_t chef = 0; chef < chefs_.size(); ++chef) {
    chefs_[chef]->release(std::exchange(place(connection, chef).state, nullptr));
  }
}

}  // namespace netdumplings::kitchen
