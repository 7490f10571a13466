// The live page: its files, which are part of the program, and the answers to a browser that asks for them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "net/http_route.hpp"

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

/// The answer to a GET or HEAD of one of the page's files, or of /hub.json, what the page wants to know of its hub;
/// nothing for any other path, and nothing at all without the page. Called on any thread. Clients that don't take gzip
/// get it all the same (RFC 9110, 12.5.3).
std::optional<net::HttpReply> page_reply(const net::HttpRequest& request, std::uint16_t in_port);

}  // namespace netdumplings::hub
