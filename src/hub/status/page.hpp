// The live page: its files, which are part of the program, and the answers to browsers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "net/http/http_route.hpp"

namespace netdumplings::hub {

/// All texts live as long as the program.
struct PageFile {
  std::string_view path;
  std::string_view content_type;
  std::string_view etag;  // with its quotes
  std::string_view gzip;  // the contents, compressed
  std::string_view plain;
};

/// Returns the files that were made from web/ when the program was built; none if it was built without the page.
std::span<const PageFile> page_files();

/// Whether one of these files is served at `path`.
bool is_page_file(std::string_view path);

/// What the page needs to know about its hub.
struct HubFacts {
  std::uint16_t in_port = 0;
  bool kitchens_need_token = false;
  bool tls = false;
};

/// Returns the answer to a GET or HEAD of one of the page's files, or of /hub.json, which has the facts. Returns
/// nothing for any other path, and for all paths if the program was built without the page. May be called on any
/// thread. Files are compressed for clients that accept gzip.
std::optional<net::HttpReply> page_reply(const net::HttpRequest& request, const HubFacts& facts);

}  // namespace netdumplings::hub
