// Every limit, interval and default of this folder. Sizes are in bytes. A kitchen may give others to most of the parts.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace netdumplings::connection {

using namespace std::chrono_literals;

// Innermost.
inline constexpr std::size_t most_vlans = 4;                     // of one packet; those after them are left out
inline constexpr std::size_t most_quoted_extension_headers = 8;  // of a packet that ICMPv6 quotes

// Fragments.
inline constexpr std::size_t fragment_memory = std::size_t{16} << 20;  // of datagrams that aren't whole yet
inline constexpr std::size_t most_datagrams = 4096;                    // that aren't whole yet
inline constexpr std::size_t longest_datagram_head = 256;              // the headers before the fragmented part
inline constexpr auto fragment_timeout = 30s;                          // from a datagram's first fragment on

// Streams.
inline constexpr std::size_t stream_memory = std::size_t{64} << 20;  // that all streams' bytes wait in for earlier ones
inline constexpr std::uint32_t largest_sequence_step = 1u << 30;     // a sequence number farther away is no part of it

// Connections. One is given up when it had no packets for so long.
inline constexpr std::size_t most_connections = 200'000;
inline constexpr auto idle_precision = 100ms;     // a connection counts as idle up to so much too early
inline constexpr auto tcp_opening_timeout = 60s;  // not established; a SYN is sent again after up to 32 s
inline constexpr auto tcp_established_timeout = 1h;
inline constexpr auto tcp_closing_timeout = 5min;  // one side has sent its last byte
inline constexpr auto tcp_ended_timeout = 5s;      // closed or reset: the last packets may come again
inline constexpr auto udp_timeout = 60s;
inline constexpr auto icmp_timeout = 30s;
inline constexpr auto sctp_timeout = 15min;

}  // namespace netdumplings::connection
