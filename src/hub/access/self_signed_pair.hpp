// nd-hub --tls-self-signed: a certificate, its key, and the commands that use them.
#pragma once

#include "hub/hub_options.hpp"

namespace netdumplings::hub {

/// Makes the pair, tells all about it on standard output, and returns the exit status.
int make_self_signed_pair(const HubOptions& options);

}  // namespace netdumplings::hub
