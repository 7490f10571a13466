// Makes text of bytes from a packet, which need not be UTF-8.
#pragma once

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/dns_name.hpp>

#include <string>

namespace netdumplings {
inline namespace v1 {

/// Returns the bytes as UTF-8, fit for a payload: a byte that isn't part of a UTF-8 character becomes \DDD, in decimal,
/// and a backslash becomes two. So different bytes always give different texts. Control characters stay as they are.
inline std::string escaped(Bytes bytes) { return detail::escaped_utf8(bytes); }

}  // namespace v1
}  // namespace netdumplings
