// The name of a session between a kitchen and its hub: a secret of the two.
#pragma once

#include <string>

namespace netdumplings::kitchen {

/// 128 random bits as 32 hexadecimal digits. Throws system_error where the system gives no random bits.
std::string new_session();

}  // namespace netdumplings::kitchen
