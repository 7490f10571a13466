// The URL under which browsers reach a server that is behind a proxy.
#pragma once

#include <string>

#include "common/result.hpp"

namespace netdumplings::net {

struct PublicUrl {
  std::string origin;      // SCHEME://HOST[:PORT], as a browser writes it in Origin
  std::string path = "/";  // begins and ends with a slash

  [[nodiscard]] std::string text() const { return origin + path; }
};

/// Reads `https://HOST[:PORT][/PATH/]`, or the same with http. The error says what is wrong.
Result<PublicUrl> parse_public_url(const std::string& text);

}  // namespace netdumplings::net
