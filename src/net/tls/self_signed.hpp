// A certificate that vouches for itself, and its key: TLS for people without a certificate authority.
#pragma once

#include <string>
#include <vector>

#include "common/result.hpp"

namespace netdumplings::net {

struct SelfSigned {
  std::string certificate_file;
  std::string key_file;
  std::string fingerprint;         // the certificate's SHA-256, "AB:CD:.."
  std::vector<std::string> names;  // whom it is for: names and addresses
};

/// Makes a pair for `localhost`, 127.0.0.1, ::1, this machine's name, and `address` (a name or an address; one that
/// means all addresses is left out), good from now on for defaults::self_signed_days, as hub-cert.pem and hub-key.pem
/// in `folder`, which is made if its parent is there. The key is for its owner alone. Files that are there already are
/// left alone, which is an error.
Result<SelfSigned> make_self_signed(const std::string& folder, const std::string& address);

}  // namespace netdumplings::net
