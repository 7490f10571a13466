// The name of a session between a kitchen and its hub. Only the two know it.
#pragma once

#include <string>

namespace netdumplings::kitchen {

/// Returns 128 random bits as 32 hexadecimal digits. Throws std::system_error if the system gives no random bits.
std::string new_session();

}  // namespace netdumplings::kitchen
