// Whether a text message is text.
#pragma once

#include <string_view>

namespace netdumplings::net {

/// Whether `text` is UTF-8 (RFC 3629); fast where it is ASCII.
bool is_utf8(std::string_view text);

}  // namespace netdumplings::net
