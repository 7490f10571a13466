// Names of the numbers in TLS hellos, as registries have them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

/// Returns the name that IANA's registry has for a cipher suite: "TLS_AES_128_GCM_SHA256". Returns "" if it has none.
std::string_view registered_cipher_suite(std::uint16_t number);

/// Appends the name of a cipher suite as a JSON string; one that isn't registered as "0x1a2b".
void append_cipher_suite(std::string& out, std::uint16_t number);

/// Appends the name of a version as a JSON string: "TLS 1.3", "SSL 3.0"; one that has none, such as a draft's, as
/// "0x7f1c".
void append_tls_version(std::string& out, std::uint16_t number);

}  // namespace netdumplings::chefs::network
