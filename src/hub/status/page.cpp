#include "hub/status/page.hpp"

#include <netdumplings/version.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace netdumplings::hub {
namespace {

// The page may load nothing from elsewhere, run no inline script, make no HTML out of text (trusted types), and not be
// shown in a frame.
constexpr const char* content_policy =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types page";

// A browser asks each time whether its copy is the newest.
net::HttpReply file_reply(const PageFile& file, const net::HttpRequest& request) {
  std::string tag(file.etag);
  if (!request.accepts_gzip) tag.insert(tag.size() - 1, "-plain");  // its bytes differ, so its tag must, too
  const bool known = request.if_none_match == "*" || request.if_none_match.find(tag) != std::string::npos;
  net::HttpReply reply{known ? 304U : 200U, {}};
  if (!known) reply.text = request.accepts_gzip ? file.gzip : file.plain;
  reply.content_type = file.content_type;
  reply.headers = {{"ETag", std::move(tag)},
                   {"Cache-Control", "no-cache"},
                   {"Vary", "Accept-Encoding"},
                   {"Content-Security-Policy", content_policy},
                   {"Referrer-Policy", "no-referrer"}};
  if (!known && request.accepts_gzip) reply.headers.emplace_back("Content-Encoding", "gzip");
  return reply;
}

net::HttpReply facts_reply(const HubFacts& facts) {
  net::HttpReply reply{200, std::string("{\"version\":\"" NETDUMPLINGS_VERSION "\",\"in_port\":") +
                                std::to_string(facts.in_port) +
                                ",\"kitchens_need_token\":" + (facts.kitchens_need_token ? "true" : "false") +
                                ",\"tls\":" + (facts.tls ? "true" : "false") + "}\n"};
  reply.content_type = "application/json";
  return reply;
}

const PageFile* page_file(std::string_view path) {
  const auto files = page_files();
  const auto found = std::find_if(files.begin(), files.end(), [&](const PageFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

}  // namespace

bool is_page_file(std::string_view path) { return page_file(path) != nullptr; }

std::optional<net::HttpReply> page_reply(const net::HttpRequest& request, const HubFacts& facts) {
  const auto path = request.path();
  if (const PageFile* const file = page_file(path)) return file_reply(*file, request);
  if (path == "/hub.json" && !page_files().empty()) return facts_reply(facts);
  return std::nullopt;
}

}  // namespace netdumplings::hub
