// nd-hub --tls-self-signed: a certificate, its key, and the commands that use them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace netdumplings::hub {

/// What the certificate is made for.
struct SelfSignedPairOptions {
  std::string folder;                  // where the two files are made
  std::vector<std::string> addresses;  // on which the hub is going to listen, and its ports
  std::uint16_t in_port;
  std::uint16_t out_port;
};

/// Makes the certificate and its key, prints how to use them on standard output, and returns the exit status.
int make_self_signed_pair(const SelfSignedPairOptions& options);

}  // namespace netdumplings::hub
