// What a server said to one client, held against RFC 9112 and RFC 6455.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "net/raw_client.hpp"
#include "net/websocket/close_reason.hpp"
#include "net/websocket/utf8_check.hpp"
#include "require.hpp"

namespace netdumplings::fuzz {

struct Answer {
  unsigned status = 0;            // of HTTP; 0: nothing was said
  std::vector<test::Frame> data;  // messages
  unsigned close_code = 0;        // 0: it said no Close, or one without a code
};

/// Takes the HTTP answer at the front of `said` away; what follows one that is no upgrade is its body.
inline unsigned take_http(std::string& said) {
  namespace http = boost::beast::http;
  http::response_parser<http::empty_body> parser;
  parser.skip(true);
  boost::beast::error_code error;
  const std::size_t size = parser.put(boost::asio::buffer(said), error);
  require(!error && parser.is_header_done(), "what is said first is a whole HTTP head");
  const auto& head = parser.get();
  said.erase(0, size);
  if (head.result() == http::status::switching_protocols) {
    require(head[http::field::sec_websocket_accept].size() == 28, "an upgrade answers the key");
  } else {
    const std::string length(head[http::field::content_length]);
    require(said.empty() || length == std::to_string(said.size()), "a body has the length that its head says");
    said.clear();
  }
  return head.result_int();
}

inline void check_close(const test::Frame& close) {
  if (close.payload.empty()) return;
  require(net::may_be_sent(static_cast<std::uint16_t>(close.close_code())), "a Close has a code that may be sent");
  require(net::is_utf8(std::string_view(close.payload).substr(2)), "its reason is text");
}

/// All that was said, up to the end of the connection.
inline Answer read_answer(std::string said) {
  Answer answer;
  if (said.empty()) return answer;
  answer.status = take_http(said);
  bool closed = false;
  test::Frame frame;
  while (test::take_server_frame(said, frame)) {
    require(!closed, "nothing follows a Close");
    const bool control = frame.opcode >= net::Opcode::close;
    require(!control || frame.payload.size() <= 125, "control frames are short");
    closed = frame.opcode == net::Opcode::close;
    if (closed) check_close(frame);
    if (closed) answer.close_code = frame.close_code();
    if (!control) answer.data.push_back(std::exchange(frame, {}));
  }
  require(said.empty(), "no frame is cut off");
  return answer;
}

}  // namespace netdumplings::fuzz
