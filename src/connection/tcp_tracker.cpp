#include "connection/tcp_tracker.hpp"

#include <algorithm>
#include <limits>

namespace netdumplings::connection {
namespace {

// Returns how far `sequence` is after `from`; negative if it is before it.
std::int32_t distance(std::uint32_t from, std::uint32_t sequence) { return static_cast<std::int32_t>(sequence - from); }

// Returns the sequence number of a stream's first byte.
std::uint32_t first_sequence(const TcpStream& stream) {
  return stream.next_sequence() - static_cast<std::uint32_t>(stream.offset());
}

template <typename Count>
void count_up(Count& count) {
  if (count < std::numeric_limits<Count>::max()) ++count;
}

}  // namespace

bool TcpTracker::begins_anew(Side from, const TcpHeader& header) const {
  if (!has_begun_ || !header.syn() || header.ack() || header.rst()) return false;
  if (state_ == TcpState::closed || state_ == TcpState::reset || state_ == TcpState::refused) return true;
  const Way& own = way(from);
  if (!has_syn(own)) return state_ > TcpState::answered;  // before, both may open at the same time
  return header.sequence + 1 != first_sequence(own.stream);
}

void TcpTracker::see(Side from, const TcpSegment& segment, std::int64_t time_ns) {
  const TcpHeader& header = segment.header;
  if (!has_begun_) begin(header);
  note(from, segment);
  if (header.rst()) {
    see_reset(from, header);
    return;
  }
  if (is_keep_alive(from, segment)) count_up(keep_alives_);
  take_sample(from, segment, time_ns);
  if (header.syn()) see_syn(from, header, time_ns);
  if (header.ack()) see_acknowledgement(from, segment, time_ns);
  if (header.fin()) see_fin(from, segment);
  see_window(from, header);
  update_closing(from, header);
}

void TcpTracker::begin(const TcpHeader& header) {
  has_begun_ = true;
  was_under_way_ = !header.syn();
  state_ = !header.syn() ? TcpState::established : header.ack() ? TcpState::answered : TcpState::opening;
}

void TcpTracker::see_syn(Side from, const TcpHeader& header, std::int64_t time_ns) {
  Way& own = way(from);
  own.stream.begin_at(header.sequence + 1);
  own.scale = header.window_scale.value_or(0) & 15U;
  if (!header.window_scale) set_seen(from, no_scale);
  if (has_syn(way(other(from))) && state_ == TcpState::opening) state_ = TcpState::answered;
  if (from == Side::client && !header.ack() && handshake_ != Handshake::known) {
    handshake_ = Handshake::begun;
    handshake_ns_ = time_ns;
  }
}

void TcpTracker::see_acknowledgement(Side from, const TcpSegment& segment, std::int64_t time_ns) {
  const TcpHeader& header = segment.header;
  Way& own = way(from);
  Way& peer = way(other(from));
  if (peer.has_sample && distance(peer.sample_end, header.acknowledgement) >= 0) {
    const std::int64_t taken = std::max<std::int64_t>(time_ns - peer.sample_ns, 0);
    own.response = static_cast<std::uint32_t>(std::min<std::int64_t>(own.response, taken / 100));
    peer.has_sample = 0;
  }
  const bool is_of_syn = !has_syn(peer) || distance(first_sequence(peer.stream), header.acknowledgement) >= 0;
  const bool is_simultaneous = header.syn() && (own.seen & syn) != 0 && (peer.seen & syn_ack) != 0;
  const bool is_confirmation = !header.syn() && (from == Side::client || segment.length > 0);
  if (state_ > TcpState::answered || !is_of_syn || !(is_confirmation || is_simultaneous)) return;
  state_ = TcpState::established;
  if (from != Side::client || !has_syn(peer) || handshake_ != Handshake::begun) return;
  handshake_ = Handshake::known;
  handshake_ns_ = std::max<std::int64_t>(time_ns - handshake_ns_, 0);
}

void TcpTracker::see_fin(Side from, const TcpSegment& segment) {
  Way& own = way(from);
  own.fin_sequence = segment.header.sequence + segment.length + (segment.header.syn() ? 1 : 0);
  if (state_ < TcpState::closing) state_ = TcpState::closing;
}

// The connection is closed when each side has acknowledged the other's FIN.
void TcpTracker::update_closing(Side from, const TcpHeader& header) {
  const auto by_this = header.ack() ? std::optional(header.acknowledgement) : std::nullopt;
  const auto by_other = way(from).stream.acknowledged();
  if (state_ == TcpState::closing && is_fin_acknowledged(from, by_this) && is_fin_acknowledged(other(from), by_other)) {
    state_ = TcpState::closed;
  }
}

bool TcpTracker::is_fin_acknowledged(Side by, std::optional<std::uint32_t> acknowledgement) const {
  const Way& peer = way(other(by));
  return (peer.seen & fin) != 0 && acknowledgement && distance(peer.fin_sequence, *acknowledgement) > 0;
}

bool TcpTracker::has_both_fins() const { return (ways_[0].seen & ways_[1].seen & fin) != 0; }

void TcpTracker::see_reset(Side from, const TcpHeader& header) {
  if (!is_acceptable_reset(from, header)) {
    count_up(ignored_resets_);
    return;
  }
  if (state_ == TcpState::closed || has_both_fins()) return;
  const bool is_refusal = state_ == TcpState::opening && from == Side::server;
  if (state_ != TcpState::refused) state_ = is_refusal ? TcpState::refused : TcpState::reset;
}

// The receiver takes a reset only if its number is in the window (RFC 9293, 3.10.7), or if it acknowledges the SYN.
bool TcpTracker::is_acceptable_reset(Side from, const TcpHeader& header) const {
  const Way& own = way(from);
  const Way& peer = way(other(from));
  if (state_ == TcpState::opening && has_syn(peer)) {
    const std::int32_t acknowledged = distance(first_sequence(peer.stream), header.acknowledgement);
    return header.ack() && acknowledged >= 0 && distance(peer.stream.end_sequence(), header.acknowledgement) <= 0;
  }
  const auto expected = own.stream.acknowledged();
  if (!expected) return true;  // the peer's direction isn't captured
  // Windows are scaled only if both sides said so (RFC 7323). Without their SYNs, the largest scale counts.
  const bool is_scaled = ((own.seen | peer.seen) & no_scale) == 0;
  const std::uint8_t scale = !is_scaled ? 0 : peer.scale == unknown_scale ? 14 : peer.scale;
  const std::int64_t window = std::max<std::int64_t>(std::int64_t{peer.window} << scale, 1);
  const std::int32_t ahead = distance(*expected, header.sequence);
  const bool is_after_all = own.stream.has_begun() && distance(own.stream.end_sequence(), header.sequence) <= 1;
  return ahead >= 0 && (ahead <= window || is_after_all);
}

void TcpTracker::see_window(Side from, const TcpHeader& header) {
  Way& own = way(from);
  own.window = header.window;
  if (header.window != 0 || header.syn() || header.fin()) return;
  count_up(own.zero_windows);
  note_count(from, own.zero_windows, 'w');
}

// A segment with the last byte again, or without any, asks whether the peer is there (RFC 9293, 3.8.4).
bool TcpTracker::is_keep_alive(Side from, const TcpSegment& segment) const {
  const TcpHeader& header = segment.header;
  const TcpStream& own = way(from).stream;
  if (header.syn() || header.fin() || header.rst() || segment.length > 1 || !own.has_begun()) return false;
  return distance(own.end_sequence(), header.sequence) == -1;
}

// The time until a segment's acknowledgement counts only if the segment wasn't sent twice (Karn's algorithm).
void TcpTracker::take_sample(Side from, const TcpSegment& segment, std::int64_t time_ns) {
  const TcpHeader& header = segment.header;
  const std::uint32_t size = segment.length + (header.syn() ? 1 : 0) + (header.fin() ? 1 : 0);
  if (size == 0) return;
  Way& own = way(from);
  const bool is_again = own.stream.has_begun() && distance(own.stream.end_sequence(), header.sequence) < 0;
  if (is_again && !header.syn()) {
    own.has_sample = 0;
    return;
  }
  if (own.has_sample && !header.syn()) return;
  own.has_sample = 1;
  own.sample_ns = time_ns;
  own.sample_end = header.sequence + size;
}

void TcpTracker::stream(PagePool& pool, Side from, const TcpSegment& segment,
                        const std::array<StretchSink*, 2>& sinks) {
  const TcpHeader& header = segment.header;
  TcpStream& own = way(from).stream;
  TcpStream& peer = way(other(from)).stream;
  StretchSink& sink = *sinks[static_cast<std::size_t>(from)];
  if (header.ack() && !header.rst()) {
    peer.acknowledge(pool, header.acknowledgement, *sinks[static_cast<std::size_t>(other(from))]);
  }
  if (segment.length > 0 && !header.rst() && !is_keep_alive(from, segment)) {
    const std::uint64_t repeated = own.retransmitted_bytes();
    own.add(pool, {header.sequence + (header.syn() ? 1u : 0u), segment.length, segment.payload}, sink);
    if (own.retransmitted_bytes() != repeated) count_retransmission(from);
  }
  for (const Side side : {Side::client, Side::server}) {
    if (stream_of(side).missing_bytes() != 0) note_once(side, gap, 'g');
  }
}

void TcpTracker::finish(PagePool& pool, const std::array<StretchSink*, 2>& sinks) {
  for (std::size_t i = 0; i < 2; ++i) ways_[i].stream.finish(pool, *sinks[i]);
}

std::optional<std::int64_t> TcpTracker::response_ns(Side by) const {
  const std::uint32_t shortest = way(by).response;
  return shortest == no_response ? std::nullopt : std::optional(std::int64_t{shortest} * 100);
}

void TcpTracker::note(Side from, const TcpSegment& segment) {
  const TcpHeader& header = segment.header;
  const Way& own = way(from);
  const Seen syn_kind = header.ack() ? syn_ack : syn;
  const bool was_seen = (header.syn() && (own.seen & syn_kind) != 0) || (header.fin() && (own.seen & fin) != 0);
  if (was_seen && segment.length == 0 && !header.rst()) count_retransmission(from);
  if (fills_up_to_fin(from, segment)) way(from).stream.count_out_of_order();
  if (header.syn() && (header.fin() || header.rst())) {
    note_once(from, mixed, 'q');
  } else if (header.syn()) {
    note_once(from, syn_kind, header.ack() ? 'h' : 's');
  }
  if (segment.length > 0 && !header.rst()) note_once(from, data, 'd');
  if (header.fin() && header.rst()) {
    note_once(from, fin_rst, 'i');
  } else if (header.rst()) {
    note_once(from, rst, 'r');
  } else if (header.fin() && !header.syn()) {
    note_once(from, fin, 'f');
  }
  const bool is_bare = segment.length == 0 && !header.syn() && !header.fin() && !header.rst();
  if (header.ack() && is_bare) note_once(from, ack, 'a');
}

// A FIN without data makes no hole in the stream, but it shows that bytes before it come late.
bool TcpTracker::fills_up_to_fin(Side from, const TcpSegment& segment) const {
  const Way& own = way(from);
  const std::uint32_t begin = segment.header.sequence;
  if ((own.seen & fin) == 0 || segment.length == 0 || segment.header.rst()) return false;
  const bool is_next = own.stream.next_sequence() == begin && own.stream.end_sequence() == begin;
  return is_next && distance(begin, own.fin_sequence) > 0;
}

void TcpTracker::note_once(Side from, Seen what, char letter) {
  if ((way(from).seen & what) != 0) return;
  set_seen(from, what);
  note_count(from, 1, letter);
}

void TcpTracker::set_seen(Side from, Seen what) {
  way(from).seen = static_cast<std::uint16_t>(way(from).seen | what) & 0x7ffU;
}

void TcpTracker::note_count(Side from, std::uint32_t count, char letter) {
  while (count % 10 == 0 && count != 0) count /= 10;
  if (count == 1) add_letter(from == Side::client ? static_cast<char>(letter - 'a' + 'A') : letter);
}

void TcpTracker::add_letter(char letter) {
  if (history_size_ < history_.size()) history_[history_size_++] = letter;
}

void TcpTracker::count_retransmission(Side from) {
  count_up(way(from).retransmissions);
  note_count(from, way(from).retransmissions, 't');
}

}  // namespace netdumplings::connection
