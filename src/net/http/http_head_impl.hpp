// Reads the head of an HTTP request.
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

/// Returns the size of the head at the front of `bytes`, with its empty line; 0 if its end isn't there yet.
std::size_t head_size(std::string_view bytes);

/// Returns nothing if `head` isn't the head of a request.
std::optional<HttpHead> parse_head(std::string_view head);

/// Returns the first of `spoken` that the client offers; "" if it offers none of them.
std::string choose_subprotocol(const HttpHead& head, const std::vector<std::string>& spoken);

/// Returns what routing needs to know of it.
HttpRequest summary(const HttpHead& head);

}  // namespace netdumplings::net
