// Makes a self-signed certificate with its key: TLS without a certificate authority.
#pragma once

#include <string>
#include <vector>

#include "common/result.hpp"

namespace netdumplings::net {

struct SelfSigned {
  std::string certificate_file;
  std::string key_file;
  std::string fingerprint;         // the certificate's SHA-256, "AB:CD:.."
  std::vector<std::string> names;  // the names and addresses that it is for
};

/// Makes hub-cert.pem and hub-key.pem in `folder`, which is made if its parent exists. They are for `localhost`,
/// 127.0.0.1, ::1, this machine's name, and `address` (a name or an address; one that means all addresses is left out),
/// and valid from now on for defaults::self_signed_days. Only the owner may read the key. If one of the files exists,
/// it stays as it is, and that is an error.
Result<SelfSigned> make_self_signed(const std::string& folder, const std::vector<std::string>& addresses);

}  // namespace netdumplings::net
