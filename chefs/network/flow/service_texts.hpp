// Recognises protocols whose messages are lines of text. For service_detector.cpp.
#pragma once

#include "network/flow/service_detector.hpp"

#include <cstdint>
#include <string_view>

namespace netdumplings::chefs::network {

/// Returns the service of a request line such as "GET / HTTP/1.1", "INVITE sip:alice@example.com SIP/2.0"; "" if `text`
/// doesn't begin with one.
std::string_view service_of_request_line(std::string_view text);

/// Returns whether `text` begins like a message of syslog: "<134>".
bool is_syslog_text(std::string_view text);

/// Returns whether `text` begins with a command of Redis: "*1\r\n$4\r\nPING\r\n".
bool is_redis_command(std::string_view text);

/// Returns the service of two sides that speak in lines, and whose server begins: SMTP, FTP, POP3, IMAP, NNTP.
std::string_view service_of_greeting(std::string_view client, std::string_view server, std::uint16_t server_port);

}  // namespace netdumplings::chefs::network
