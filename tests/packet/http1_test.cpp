// Heads of HTTP/1 in bytes of a stream. views_test.cpp has those of packets.
#include <netdumplings/layers/http1.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "frames.hpp"
#include "streams.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)
using layers::HttpRequest;
using layers::HttpResponse;

/// Returns the body's kind and length, or "(not whole)".
template <typename Body>
std::string shown(const Body& body) {
  static constexpr const char* kinds[] = {"none", "sized", "chunked", "until close", "tunnel", "faulty"};
  return body ? std::string(kinds[body->kind]) + (body->length > 0 ? " " + std::to_string(body->length) : "")
              : "(not whole)";
}
std::string body_of_request(std::string_view fields, std::string_view version = "1.1") {
  const Buffer head = text("POST / HTTP/" + std::string(version) + "\r\n" + std::string(fields) + "\r\n");
  const auto request = HttpRequest::of(Bytes(head));
  return request ? shown(request->body()) : "(other)";
}
std::string body_of_response(std::string_view status, std::string_view fields, std::string_view method = "GET",
                             std::string_view version = "1.1") {
  const Buffer head =
      text("HTTP/" + std::string(version) + " " + std::string(status) + "\r\n" + std::string(fields) + "\r\n");
  const auto response = HttpResponse::of(Bytes(head));
  return response ? shown(response->body(method)) : "(other)";
}

TEST(HttpRequest, SaysWhetherItIsWholeAndHowLongItIs) {
  const Buffer head = text("GET /\xff?a=b HTTP/1.1\r\nHost: a.example\r\nX:\r\n\r\n");
  const Buffer stream = head + text("GET /next HTTP/1.1\r\nCookie: c\r\n\r\n");
  const auto request = HttpRequest::of(Bytes(stream));
  ASSERT_TRUE(request && request->is_whole());
  EXPECT_EQ(request->size(), head.size());
  EXPECT_EQ(request->method(), "GET");
  EXPECT_EQ(request->target(), "/\xff?a=b") << "raw";
  EXPECT_EQ(request->host(), "a.example");
  EXPECT_EQ(request->field("x"), "");
  EXPECT_FALSE(request->field("cookie")) << "the next request's";
  const auto next = HttpRequest::of(Bytes(stream).subspan(request->size()));
  ASSERT_TRUE(next && next->is_whole());
  EXPECT_EQ(next->target(), "/next");
}

TEST(HttpRequest, EveryPrefixIsNotWhole) {
  const Buffer head = text("\r\nGET /a HTTP/1.1\r\nHost: a.example\r\n\r\n");
  for (const bool resumes : {false, true}) {
    streams::for_each_prefix(head, [&](Bytes prefix) {
      const auto request = HttpRequest::of(prefix, resumes && !prefix.empty() ? prefix.size() - 1 : 0);
      ASSERT_TRUE(request) << prefix.size();
      EXPECT_FALSE(request->is_whole()) << prefix.size();
      EXPECT_EQ(request->size(), 0u);
      EXPECT_EQ(request->method(), prefix.size() < 19 ? "" : "GET") << prefix.size();
      EXPECT_EQ(request->host().has_value(), prefix.size() >= 36) << prefix.size();
      EXPECT_FALSE(request->body());
    });
    const auto request = HttpRequest::of(Bytes(head), resumes ? head.size() - 1 : 0);
    ASSERT_TRUE(request && request->is_whole()) << resumes;
    EXPECT_EQ(request->size(), head.size());
  }
}

TEST(HttpRequest, EndsWithLinefeedsAloneToo) {
  const Buffer head = text("GET / HTTP/1.0\nHost: a\n\nGET");
  const auto request = HttpRequest::of(Bytes(head));
  ASSERT_TRUE(request && request->is_whole());
  EXPECT_EQ(request->size(), head.size() - 3);
  EXPECT_EQ(request->host(), "a");
}

TEST(HttpRequest, OtherBytesAreNone) {
  for (const auto* other :
       {"get", " GET", "GET/", "\x16\x03", "HTTP/1.1 ", "GET /\r\n", "GET / HTTP/2.0\r\n", "GET\r\n",
        "GETGETGETGETGETGETGETGETGETGETGETGET", "\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n", "\rG"}) {
    EXPECT_FALSE(HttpRequest::of(Bytes(text(other)))) << other;
  }
}

TEST(HttpRequest, AHeadThatIsTooLongIsNone) {
  const Buffer begin = text("GET / HTTP/1.1\r\nX: ");
  const Buffer end = text("\r\n\r\n");
  const Buffer longest = begin + filler(layers::max_http_head - begin.size() - end.size()) + end;
  const auto request = HttpRequest::of(Bytes(longest));
  ASSERT_TRUE(request && request->is_whole());
  EXPECT_EQ(request->size(), layers::max_http_head);
  EXPECT_TRUE(HttpRequest::of(Bytes(longest).first(longest.size() - 1)));
  const Buffer longer = begin + filler(layers::max_http_head - begin.size() - end.size() + 1) + end;
  EXPECT_FALSE(HttpRequest::of(Bytes(longer)));
  EXPECT_FALSE(HttpRequest::of(Bytes(text("GET /") + filler(layers::max_http_head))));
  EXPECT_FALSE(HttpResponse::of(Bytes(text("HTTP/1.1 200 ") + filler(layers::max_http_head))));
}

TEST(HttpResponse, EveryPrefixIsNotWhole) {
  const Buffer head = text("HTTP/1.1 200 OK\r\nServer: a\r\n\r\n");
  streams::for_each_prefix(head, [](Bytes prefix) {
    const auto response = HttpResponse::of(prefix);
    ASSERT_TRUE(response) << prefix.size();
    EXPECT_FALSE(response->is_whole()) << prefix.size();
    EXPECT_EQ(response->status(), prefix.size() < 17 ? 0 : 200) << prefix.size();
    EXPECT_FALSE(response->body("GET"));
  });
  const auto response = HttpResponse::of(Bytes(head));
  ASSERT_TRUE(response && response->is_whole());
  EXPECT_EQ(response->size(), head.size());
  EXPECT_EQ(response->reason(), "OK");
  EXPECT_FALSE(response->is_interim());
  EXPECT_TRUE(HttpResponse::of(Bytes(text("HTTP/1.1 100 \r\n\r\n")))->is_interim());
}

TEST(HttpResponse, OtherBytesAreNone) {
  for (const auto* other : {"http", "GET ", "HTTP/2", "HTTP/1.1200", "HTTP/1.1 2x", "HTTP/1.1 20\r\n", "\r\n", "x"}) {
    EXPECT_FALSE(HttpResponse::of(Bytes(text(other)))) << other;
  }
}

TEST(HttpHeads, SurviveAnyBytes) {
  const auto read = [](Bytes bytes) {
    if (const auto request = HttpRequest::of(bytes)) {
      EXPECT_LE(request->size(), bytes.size());
      EXPECT_LE(request->host().value_or("").size(), bytes.size());
      EXPECT_EQ(request->body().has_value(), request->is_whole());
    }
    if (const auto response = HttpResponse::of(bytes)) {
      EXPECT_LE(response->size(), bytes.size());
      EXPECT_LT(response->status(), 1000);
      EXPECT_EQ(response->body("GET").has_value(), response->is_whole());
    }
  };
  streams::for_each_change(text("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip,\r\n chunked\r\n\r\n"), read);
  streams::for_each_change(text("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nServer: b\r\n\r\n"), read);
}

TEST(HttpBody, OfARequestIsAsRfc9112Says) {
  EXPECT_EQ(body_of_request(""), "none");
  EXPECT_EQ(body_of_request("Content-Length: 0\r\n"), "none");
  EXPECT_EQ(body_of_request("content-LENGTH:5\r\n"), "sized 5");
  EXPECT_EQ(body_of_request("Content-Length: 5, 5\r\nContent-Length: 5\r\n"), "sized 5");
  EXPECT_EQ(body_of_request("Content-Length: 5\r\nContent-Length: 6\r\n"), "faulty");
  EXPECT_EQ(body_of_request("Content-Length: 5 5\r\n"), "faulty");
  EXPECT_EQ(body_of_request("Content-Length: -5\r\n"), "faulty");
  EXPECT_EQ(body_of_request("Content-Length:\r\n"), "faulty");
  EXPECT_EQ(body_of_request("Content-Length: 99999999999999999999\r\n"), "faulty");
  EXPECT_EQ(body_of_request("Transfer-Encoding: gzip, Chunked\r\nContent-Length: 5\r\n"), "chunked");
  EXPECT_EQ(body_of_request("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), "chunked");
  EXPECT_EQ(body_of_request("Transfer-Encoding:\r\n chunked\r\n"), "chunked") << "a folded line";
  EXPECT_EQ(body_of_request("X: y\r\n Content-Length: 5\r\n"), "none") << "a folded line's rest is no field";
  EXPECT_EQ(body_of_request("Transfer-Encoding: chunked, gzip\r\n"), "faulty");
  EXPECT_EQ(body_of_request("Transfer-Encoding: chunked\r\n", "1.0"), "faulty");
}

TEST(HttpBody, OfAResponseIsAsRfc9112Says) {
  EXPECT_EQ(body_of_response("200 OK", ""), "until close");
  EXPECT_EQ(body_of_response("200 OK", "Content-Length: 7\r\n"), "sized 7");
  EXPECT_EQ(body_of_response("200 OK", "Content-Length: 0\r\n"), "none");
  EXPECT_EQ(body_of_response("200 OK", "Content-Length: x\r\n"), "faulty");
  EXPECT_EQ(body_of_response("200 OK", "Content-Length: 7\r\n", "HEAD"), "none");
  EXPECT_EQ(body_of_response("304 Not Modified", "Content-Length: 7\r\n"), "none");
  EXPECT_EQ(body_of_response("204 No Content", ""), "none");
  EXPECT_EQ(body_of_response("100 Continue", ""), "none");
  EXPECT_EQ(body_of_response("101 Switching Protocols", ""), "tunnel");
  EXPECT_EQ(body_of_response("200 Connection established", "Content-Length: 7\r\n", "CONNECT"), "tunnel");
  EXPECT_EQ(body_of_response("407 Proxy", "Content-Length: 7\r\n", "CONNECT"), "sized 7");
  EXPECT_EQ(body_of_response("200 OK", "Transfer-Encoding: chunked\r\n"), "chunked");
  EXPECT_EQ(body_of_response("200 OK", "Transfer-Encoding: gzip\r\nContent-Length: 7\r\n"), "until close");
  EXPECT_EQ(body_of_response("200 OK", "Transfer-Encoding: chunked\r\n", "GET", "1.0"), "until close");
}

}  // namespace
}  // namespace netdumplings
