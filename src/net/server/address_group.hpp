// Which addresses count as one when the clients of an address are limited.
#pragma once

#include <string>

namespace netdumplings::net {

/// Returns the same text for all addresses of one IPv6 network of 64 bits, since one machine usually has all of it.
/// Every other address is alone: also a link-local one, since all machines of a link share that network.
std::string address_group(const std::string& address);

}  // namespace netdumplings::net
