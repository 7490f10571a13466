// The data of DNS records as text.
#pragma once

#include <netdumplings/layers/dns_record.hpp>

#include <string>

namespace netdumplings::chefs::network {

/// Appends the data of a record as a zone file has it (RFC 1035, 5.1), but without the dot at the end of names: an
/// address, a name, "10 mail.example.com". Data of a type that isn't known here, or that doesn't have its type's form,
/// is appended in hex; of that at most 128 bytes.
void append_dns_data(std::string& out, const layers::DnsRecord& record);

/// Appends a name; the root is ".".
inline void append_dns_name(std::string& out, const std::string& name) { out += name.empty() ? "." : name; }

}  // namespace netdumplings::chefs::network
