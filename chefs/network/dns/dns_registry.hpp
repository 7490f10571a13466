// The names of IANA's registries of DNS (https://www.iana.org/assignments/dns-parameters).
#pragma once

#include <cstdint>
#include <string>

namespace netdumplings::chefs::network {

/// Appends the name of a record's type: "AAAA". One without a name is "TYPE65280" (RFC 3597).
void append_dns_type(std::string& out, std::uint16_t type);

/// Appends the name of a response code, in upper case: "NXDOMAIN". One without a name is "RCODE12".
void append_dns_response_code(std::string& out, std::uint16_t code);

}  // namespace netdumplings::chefs::network
