// The head of an HTTP request, read from bytes.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http/http_route.hpp"

namespace netdumplings::net {

using HttpHead = boost::beast::http::request<boost::beast::http::empty_body>;

/// How long the head at the front of `bytes` is, its empty line included; 0 when its end isn't there yet.
std::size_t head_size(std::string_view bytes);

/// Nothing when `head` isn't the head of a request.
std::optional<HttpHead> parse_head(std::string_view head);

/// The first of `spoken` that the client offers; empty when it offers none of them.
std::string choose_subprotocol(const HttpHead& head, const std::vector<std::string>& spoken);

/// What routing wants to know of it.
HttpRequest summary(const HttpHead& head);

}  // namespace netdumplings::net
