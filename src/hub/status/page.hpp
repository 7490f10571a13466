// The live page: its files, which are part of the program, and the answers to a browser that asks for them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "net/http/http_route.hpp"

namespace netdumplings::hub {

/// All of it lives as long as the program.
struct PageFile {
  std::string_view path;
  std::string_view content_type;
  std::string_view etag;  // with its quotes
  std::string_view gzip;  // the contents, compressed
};

/// Made from web/ when the program was built; empty when it was built without the page.
std::span<const PageFile> page_files();

/// Whether one of them is served at this path.
bool is_page_file(std::string_view path);

/// What the page wants to know of its hub.
struct HubFacts {
  std::uint16_t in_port = 0;
  bool kitchens_need_token = false;
};

/// The answer to a GET or HEAD of one of the page's files, or of /hub.json, which has the facts;
/// nothing for any other path, and nothing at all without the page. Called on any thread. Clients that don't take gzip
/// get it all the same (RFC 9110, 12.5.3).
std::optional<net::HttpReply> page_reply(const net::HttpRequest& request, const HubFacts& facts);

}  // namespace netdumplings::hub
