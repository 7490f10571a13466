// The header of the PROXY protocol, versions 1 and 2: with it a proxy says, before everything else, which client a
// connection is from. No I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "net/loop/endpoint.hpp"

namespace netdumplings::net {

struct ProxyHeader {
  enum class State : std::uint8_t {
    unfinished,  // more bytes are needed, and all that are there are the header's
    none,        // the bytes begin something else
    bad,         // they begin a header, but it is none that could be read
    whole,
  };

  State state = State::none;
  std::size_t size = 0;                           // of a whole one
  std::optional<Endpoint> client = std::nullopt;  // nothing if the proxy speaks for itself, or doesn't know
};

/// Reads the header at the front of `bytes`.
ProxyHeader read_proxy_header(std::string_view bytes);

}  // namespace netdumplings::net
