#include "hub/status/page.hpp"

#include <gtest/gtest.h>

namespace netdumplings::hub {
namespace {

net::HttpRequest request(const std::string& target, const std::string& has = "", bool accepts_gzip = true) {
  net::HttpRequest made;
  made.accepts_gzip = accepts_gzip;
  made.method = "GET";
  made.target = target;
  made.if_none_match = has;
  return made;
}

std::string header(const net::HttpReply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST(Page, ServesEveryFileCompressedUnderItsPath) {
  if (page_files().empty()) GTEST_SKIP() << "nd-hub was built without its page";
  for (const PageFile& file : page_files()) {
    const auto reply = page_reply(request(std::string(file.path) + "?any=query"), {});
    ASSERT_TRUE(reply) << file.path;
    EXPECT_EQ(reply->status, 200U);
    EXPECT_EQ(reply->text, file.gzip);
    EXPECT_EQ(reply->content_type, file.content_type);
    EXPECT_EQ(header(*reply, "Content-Encoding"), "gzip");
    EXPECT_TRUE(header(*reply, "Content-Security-Policy").starts_with("default-src 'self';"));
  }
}

TEST(Page, AClientThatDoesNotAcceptGzipGetsPlainFilesWithTagsOfTheirOwn) {
  if (page_files().empty()) GTEST_SKIP() << "nd-hub was built without its page";
  for (const PageFile& file : page_files()) {
    const std::string path(file.path);
    const auto plain = page_reply(request(path, "", false), {});
    EXPECT_EQ(plain->text, file.plain);
    EXPECT_GT(plain->text.size(), 0U);
    EXPECT_EQ(header(*plain, "Content-Encoding"), "");
    EXPECT_EQ(header(*plain, "Vary"), "Accept-Encoding");
    const std::string tag = header(*plain, "ETag");
    EXPECT_EQ(page_reply(request(path, tag, false), {})->status, 304U);
    EXPECT_EQ(page_reply(request(path, tag), {})->status, 200U) << "a tag is of one form";
    EXPECT_EQ(page_reply(request(path, header(*page_reply(request(path), {}), "ETag"), false), {})->status, 200U);
  }
}

TEST(Page, ABrowserThatHasTheNewestFileIsToldSo) {
  if (page_files().empty()) GTEST_SKIP() << "nd-hub was built without its page";
  const std::string tag = header(*page_reply(request("/"), {}), "ETag");
  for (const std::string& has : {tag, "W/" + tag, "\"older\", " + tag, std::string("*")}) {
    const auto reply = page_reply(request("/", has), {});
    EXPECT_EQ(reply->status, 304U) << has;
    EXPECT_EQ(reply->text, "");
    EXPECT_EQ(header(*reply, "ETag"), tag);
  }
  EXPECT_EQ(page_reply(request("/", "\"older\""), {})->status, 200U);
}

TEST(Page, HasTheKitchensPortInTheHubsFacts) {
  if (page_files().empty()) GTEST_SKIP() << "nd-hub was built without its page";
  EXPECT_NE(page_reply(request("/hub.json"), {4711, true})->text.find("\"in_port\":4711"), std::string::npos);
}

TEST(Page, HasNoOtherFiles) {
  for (const char* path : {"/index.html", "/../etc/passwd", "/app.js/", "//", ""}) {
    EXPECT_FALSE(page_reply(request(path), {})) << path;
  }
}

}  // namespace
}  // namespace netdumplings::hub
