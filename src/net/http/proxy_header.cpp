#include "net/http/proxy_header.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <string>

#include "common/defaults.hpp"

namespace netdumplings::net {
namespace {

using State = ProxyHeader::State;

// ---- version 1: a line of text

constexpr std::string_view first_word = "PROXY ";
constexpr std::size_t longest_line = 107;

std::string_view next_word(std::string_view& line) {
  const auto blank = line.find(' ');
  const auto word = line.substr(0, blank);
  line.remove_prefix(blank == line.npos ? line.size() : blank + 1);
  return word;
}

bool is_port(std::string_view text, std::uint16_t& port) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

// Of `TCP4 192.0.2.7 192.0.2.1 56324 11348`, or `UNKNOWN` and anything after it.
ProxyHeader read_line(std::string_view line, std::size_t size) {
  const auto protocol = next_word(line);
  if (protocol == "UNKNOWN") return {State::whole, size};
  const int family = protocol == "TCP4" ? AF_INET : protocol == "TCP6" ? AF_INET6 : AF_UNSPEC;
  Endpoint client{std::string(next_word(line)), 0};
  const std::string server(next_word(line));
  std::uint16_t server_port = 0;
  std::array<char, sizeof(in6_addr)> room{};
  const bool right = family != AF_UNSPEC && inet_pton(family, client.host.c_str(), room.data()) == 1 &&
                     inet_pton(family, server.c_str(), room.data()) == 1 && is_port(next_word(line), client.port) &&
                     is_port(next_word(line), server_port) && line.empty();
  return right ? ProxyHeader{State::whole, size, client} : ProxyHeader{State::bad};
}

ProxyHeader read_version_1(std::string_view bytes) {
  const auto end = bytes.substr(0, longest_line).find("\r\n");
  if (end != bytes.npos) return read_line(bytes.substr(first_word.size(), end - first_word.size()), end + 2);
  return {bytes.size() < longest_line ? State::unfinished : State::bad};
}

// ---- version 2: binary

constexpr std::string_view signature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t fixed_part = 16;  // the signature, version and command, family, size of the rest
constexpr unsigned char local_command = 0x20;
constexpr unsigned char proxy_command = 0x21;

unsigned byte(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::uint16_t number(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byte(bytes, at) << 8U | byte(bytes, at + 1));
}

// Both addresses, then both ports; extensions may follow.
std::optional<Endpoint> client_in_block(std::string_view rest, int family) {
  const std::size_t size = family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr);
  if (rest.size() < 2 * size + 4) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, rest.data(), text.data(), text.size());
  return Endpoint{text.data(), number(rest, 2 * size)};
}

ProxyHeader read_version_2(std::string_view bytes) {
  if (bytes.size() < fixed_part) return {State::unfinished};
  const std::size_t size = fixed_part + number(bytes, 14);
  if (size > defaults::longest_proxy_header) return {State::bad};
  const unsigned command = byte(bytes, 12);
  if (command != local_command && command != proxy_command) return {State::bad};
  if (bytes.size() < size) return {State::unfinished};
  const unsigned family = byte(bytes, 13) >> 4U;
  if (command == local_command || (family != 1 && family != 2)) return {State::whole, size};
  const auto client = client_in_block(bytes.substr(fixed_part, size - fixed_part), family == 1 ? AF_INET : AF_INET6);
  return client ? ProxyHeader{State::whole, size, client} : ProxyHeader{State::bad};
}

bool may_begin(std::string_view bytes, std::string_view with) {
  return bytes.substr(0, with.size()) == with.substr(0, bytes.size());
}

}  // namespace

ProxyHeader read_proxy_header(std::string_view bytes) {
  const bool version_1 = may_begin(bytes, first_word);
  if (!version_1 && !may_begin(bytes, signature)) return {State::none};
  if (bytes.size() < (version_1 ? first_word : signature).size()) return {State::unfinished};
  return version_1 ? read_version_1(bytes) : read_version_2(bytes);
}

}  // namespace netdumplings::net
