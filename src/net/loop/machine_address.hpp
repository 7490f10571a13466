// The addresses of this machine that others can use.
#pragma once

#include <string>
#include <string_view>

namespace netdumplings::net {

/// Returns an address of this machine under which other machines may reach a server that listens on `wildcard`, which
/// is `0.0.0.0`, `::` or `*` for both: of the first interface that is up and has one. Returns "localhost" if there is
/// none.
std::string address_for_others(std::string_view wildcard);

}  // namespace netdumplings::net
