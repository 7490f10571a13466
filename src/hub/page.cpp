#include "hub/page.hpp"

#include <netdumplings/version.hpp>

#include <algorithm>
#include <string>

namespace netdumplings::hub {
namespace {

// The page loads nothing from elsewhere, runs no inline script, makes no HTML out of text (trusted types), and is shown
// in nobody's frame.
constexpr const char* content_policy =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types page";

// A browser asks each time, and is told that it has the newest already.
net::HttpReply file_reply(const PageFile& file, std::string_view has) {
  const bool known = has == "*" || has.find(file.etag) != std::string_view::npos;
  net::HttpReply reply{known ? 304U : 200U, known ? std::string() : std::string(file.gzip)};
  reply.content_type = file.content_type;
  reply.headers = {{"ETag", std::string(file.etag)},
                   {"Cache-Control", "no-cache"},
                   {"Content-Security-Policy", content_policy},
                   {"Referrer-Policy", "no-referrer"}};
  if (!known) reply.headers.emplace_back("Content-Encoding", "gzip");
  return reply;
}

net::HttpReply hub_facts(std::uint16_t in_port) {
  net::HttpReply reply{
      200, std::string("{\"version\":\"" NETDUMPLINGS_VERSION "\",\"in_port\":") + std::to_string(in_port) + "}\n"};
  reply.content_type = "application/json";
  return reply;
}

}  // namespace

std::optional<net::HttpReply> page_reply(const net::HttpRequest& request, std::uint16_t in_port) {
  const auto files = page_files();
  const auto path = request.path();
  const auto found = std::find_if(files.begin(), files.end(), [&](const PageFile& file) { return file.path == path; });
  if (found != files.end()) return file_reply(*found, request.if_none_match);
  if (path == "/hub.json" && !files.empty()) return hub_facts(in_port);
  return std::nullopt;
}

}  // namespace netdumplings::hub
