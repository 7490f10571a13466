// Names and numbers on the wire that more than one tool uses.
#pragma once

#include <cstdint>

namespace netdumplings::protocol {

/// The WebSocket subprotocol with acknowledgement and resuming.
inline constexpr const char* v1 = "netdumplings.v1";

/// A subprotocol that changes nothing. It is for browsers, which hang up on a hub that chooses none of those they
/// offer.
inline constexpr const char* plain = "netdumplings.plain";
/// The prefix of a token, in base64url, that is offered as a subprotocol. A browser can't show a token in another way.
inline constexpr const char* bearer_prefix = "netdumplings.bearer.";

inline constexpr const char* status_chef = "SystemStatusChef";
inline constexpr const char* kitchen_status_chef = "KitchenStatusChef";
inline constexpr const char* driver_packet = "packet";
inline constexpr const char* driver_interval = "interval";

/// Close codes of RFC 6455, section 7.4.1, that the tools send themselves.
inline constexpr std::uint16_t close_normal = 1000;
inline constexpr std::uint16_t close_going_away = 1001;
inline constexpr std::uint16_t close_protocol_error = 1002;
inline constexpr std::uint16_t close_not_accepted = 1003;
inline constexpr std::uint16_t close_without_code = 1005;  // never sent; it means that a Close had no code
inline constexpr std::uint16_t close_invalid_data = 1007;
inline constexpr std::uint16_t close_policy = 1008;
inline constexpr std::uint16_t close_too_large = 1009;
inline constexpr std::uint16_t close_unexpected = 1011;
inline constexpr std::uint16_t close_try_again_later = 1013;  // registered since

inline constexpr std::uint16_t close_cancelled = 4101;    // a client that was interrupted
inline constexpr std::uint16_t close_eater_full = 4102;   // an eater that had its count
inline constexpr std::uint16_t close_no_progress = 4103;  // an eater that took nothing for too long
inline constexpr std::uint16_t close_taken_over = 4104;   // a second connection of the same session came

inline constexpr const char* reason_cancelled = "connection cancelled";
inline constexpr const char* reason_taken_over = "another connection of this session took over";
inline constexpr const char* reason_eater_full = "dumpling eater is full";

}  // namespace netdumplings::protocol
