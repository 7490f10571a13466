// Follows the two sides of a TCP connection (RFC 9293): its state, its times, and what went wrong. No I/O.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "connection/innermost.hpp"
#include "connection/page_pool.hpp"
#include "connection/tcp_stream.hpp"

namespace netdumplings::connection {

/// The client opened the connection.
enum class Side : std::uint8_t { client, server };
constexpr Side other(Side side) { return side == Side::client ? Side::server : Side::client; }

enum class TcpState : std::uint8_t {
  opening,   ///< the client asked, and nobody answered yet
  answered,  ///< the server answered, and the client hasn't confirmed
  established,
  closing,  ///< a side has sent its last byte
  closed,   ///< both have sent their last byte, and have each other's
  reset,
  refused,  ///< reset by the server, which had not answered
};

/// A TCP segment, without its addresses. The payload is a view of the packet.
struct TcpSegment {
  TcpHeader header;
  Bytes payload;             ///< the captured part
  std::uint32_t length = 0;  ///< how long the payload was on the wire
};

/// Belongs to one thread. A small value, which must be finished before it is destroyed.
class TcpTracker {
 public:
  /// Returns whether this segment begins another connection between the same two ports.
  bool begins_anew(Side from, const TcpHeader& header) const;

  /// Takes a segment's header. The first segment's must come before all else.
  void see(Side from, const TcpSegment& segment, std::int64_t time_ns);
  /// Takes the bytes of the segment that was seen last, and its acknowledgement. Calls `sinks` for what is in order
  /// now: the first for the client's bytes, the second for the server's.
  void stream(PagePool& pool, Side from, const TcpSegment& segment, const std::array<StretchSink*, 2>& sinks);
  /// Gives on all bytes that wait for others, and returns all pages.
  void finish(PagePool& pool, const std::array<StretchSink*, 2>& sinks);

  /// Returns whether a segment was seen.
  bool has_begun() const { return has_begun_; }
  TcpState state() const { return state_; }
  /// Returns whether both sides have sent their last byte, though it may not be acknowledged.
  bool has_both_fins() const;
  /// Returns whether the first segment wasn't the client's or the server's SYN.
  bool was_under_way() const { return was_under_way_; }

  TcpStream& stream_of(Side from) { return way(from).stream; }
  const TcpStream& stream_of(Side from) const { return way(from).stream; }

  /// Returns the time from the client's last SYN to its confirmation, or nothing if that wasn't seen.
  std::optional<std::int64_t> handshake_ns() const {
    return handshake_ == Handshake::known ? std::optional(handshake_ns_) : std::nullopt;
  }
  /// Returns the shortest time from a segment to this side's acknowledgement of it, in steps of 100 ns, or nothing if
  /// none was seen. The sum of both sides' is the shortest round trip.
  std::optional<std::int64_t> response_ns(Side by) const;

  /// What happened, a letter each, as Zeek's documentation of conn.log describes them, in upper case for the client: S
  /// a SYN, H a SYN with ACK, A an ACK alone, D data, F a FIN, R a RST, I a FIN with RST, Q a SYN with FIN or RST, T
  /// data that came before, W a window of zero, G bytes that are missing, and "^" if the sides were found out later. T
  /// and W come at the 1st, 10th, 100th and so on, others once. Ends after 15 letters. It is valid as long as this
  /// object.
  std::string_view history() const { return {history_.data(), history_size_}; }
  /// Notes that the server's packet was the first.
  void note_turn() { add_letter('^'); }

  /// Returns how many segments this side sent again, in part or as a whole.
  std::uint32_t retransmissions(Side from) const { return way(from).retransmissions; }
  /// Returns how many segments said that this side had no room for more bytes.
  std::uint32_t zero_windows(Side from) const { return way(from).zero_windows; }
  /// Returns how many segments of both sides only asked whether the other is still there.
  std::uint32_t keep_alives() const { return keep_alives_; }
  /// Returns how many resets were ignored, as their sequence number was none that the receiver would take.
  std::uint32_t ignored_resets() const { return ignored_resets_; }

 private:
  enum Seen : std::uint16_t {
    syn = 1,
    syn_ack = 2,
    ack = 4,
    data = 8,
    fin = 16,
    rst = 32,
    fin_rst = 64,
    mixed = 128,
    gap = 256,
    no_scale = 512
  };
  enum class Handshake : std::uint8_t { unseen, begun, known };
  static constexpr std::uint8_t unknown_scale = 15;
  static constexpr std::uint32_t no_response = 0xffffffff;

  // What one side sends.
  struct Way {
    TcpStream stream;
    std::int64_t sample_ns = 0;            // when the segment was seen whose acknowledgement is waited for
    std::uint32_t sample_end = 0;          // the acknowledgement that is waited for
    std::uint32_t fin_sequence = 0;        // if `fin` was seen: the FIN's
    std::uint32_t response = no_response;  // the shortest, of this side's acknowledgements, in 100 ns
    std::uint32_t retransmissions = 0;
    std::uint32_t zero_windows = 0;
    std::uint16_t window = 0;
    std::uint16_t seen : 11 = 0;
    std::uint16_t scale : 4 = unknown_scale;
    std::uint16_t has_sample : 1 = 0;
  };

  Way& way(Side from) { return ways_[static_cast<std::size_t>(from)]; }
  const Way& way(Side from) const { return ways_[static_cast<std::size_t>(from)]; }
  bool has_syn(const Way& way) const { return (way.seen & (syn | syn_ack)) != 0; }
  void begin(const TcpHeader& header);
  void see_syn(Side from, const TcpHeader& header, std::int64_t time_ns);
  void see_acknowledgement(Side from, const TcpSegment& segment, std::int64_t time_ns);
  void see_fin(Side from, const TcpSegment& segment);
  void see_reset(Side from, const TcpHeader& header);
  void see_window(Side from, const TcpHeader& header);
  bool is_acceptable_reset(Side from, const TcpHeader& header) const;
  bool is_keep_alive(Side from, const TcpSegment& segment) const;
  bool fills_up_to_fin(Side from, const TcpSegment& segment) const;
  void take_sample(Side from, const TcpSegment& segment, std::int64_t time_ns);
  void note(Side from, const TcpSegment& segment);
  void note_once(Side from, Seen what, char letter);
  void note_count(Side from, std::uint32_t count, char letter);
  void add_letter(char letter);
  void count_retransmission(Side from);
  void set_seen(Side from, Seen what);
  void update_closing(Side from, const TcpHeader& header);
  bool is_fin_acknowledged(Side by, std::optional<std::uint32_t> acknowledgement) const;

  std::array<Way, 2> ways_;
  std::int64_t handshake_ns_ = 0;  // how long it took; while it isn't known, when the client's last SYN was seen
  std::array<char, 15> history_{};
  std::uint8_t history_size_ = 0;
  TcpState state_ = TcpState::opening;
  bool has_begun_ = false;
  bool was_under_way_ = false;
  Handshake handshake_ = Handshake::unseen;
  std::uint16_t keep_alives_ = 0;
  std::uint16_t ignored_resets_ = 0;
};

}  // namespace netdumplings::connection
