#include "network/traffic/tcp_health_chef.hpp"

#include "network/common/json_parts.hpp"
#include "network/traffic/since_last.hpp"

#include <netdumplings/flow.hpp>
#include <netdumplings/random_hash.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <string_view>
#include <utility>

namespace netdumplings::chefs::network {
namespace {

void append_share(std::string& out, std::uint64_t part, std::uint64_t all) {
  if (all == 0) {
    out += "null";
    return;
  }
  constexpr int digits = 6;
  char text[32];
  const double share = static_cast<double>(part) / static_cast<double>(all);
  out.append(text, std::to_chars(std::begin(text), std::end(text), share, std::chars_format::general, digits).ptr);
}

}  // namespace

std::size_t TcpHealthChef::ServerHash::operator()(const ServerKey& key) const {
  std::array<char, 18> text{};
  const Bytes address = key.address.bytes();
  auto* end = std::copy(address.begin(), address.end(), text.begin());
  *end++ = static_cast<char>(key.port >> 8);
  *end++ = static_cast<char>(key.port & 255);
  return RandomHash{}(std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
}

Payload TcpHealthChef::connection_handler(const Connection& connection, ConnectionEvent event) {
  if (connection.protocol() != Flow::tcp) return {};
  const ServerKey key = {connection.address(Side::server), connection.port(Side::server)};
  if (event == ConnectionEvent::opened) {
    if (!connection.was_under_way()) ++servers_.at(key).connections;
    return {};
  }
  const News news = take_news(connection, connection.state<Counted>());
  const bool is_any = news.packets != 0 || news.handshake_ns || news.failure != Outcome::open;
  if (is_any) add(servers_.at(key), news);
  return {};
}

TcpHealthChef::News TcpHealthChef::take_news(const Connection& connection, Counted& counted) {
  const auto both = [](auto count_of) { return count_of(Side::client) + count_of(Side::server); };
  News news;
  news.packets = since_last(counted.packets, both([&](Side side) { return connection.packets(side); }));
  news.bytes = since_last(counted.bytes, both([&](Side side) { return connection.ip_bytes(side); }));
  news.retransmitted =
      since_last(counted.retransmitted, both([&](Side side) { return connection.retransmitted_bytes(side); }));
  news.zero_windows = since_last(counted.zero_windows, both([&](Side side) { return connection.zero_windows(side); }));
  if (!counted.has_handshake) news.handshake_ns = connection.handshake_ns();
  counted.has_handshake = counted.has_handshake || news.handshake_ns;
  const Outcome outcome = connection.outcome();
  const bool has_failed = outcome == Outcome::refused || outcome == Outcome::reset || outcome == Outcome::no_answer;
  if (has_failed && !std::exchange(counted.has_failed, true)) news.failure = outcome;
  return news;
}

void TcpHealthChef::add(Server& server, const News& news) {
  server.packets += news.packets;
  server.bytes += news.bytes;
  server.retransmitted += news.retransmitted;
  server.zero_windows += news.zero_windows;
  if (news.handshake_ns) server.handshakes.add(*news.handshake_ns);
  if (news.failure == Outcome::refused) ++server.refused;
  if (news.failure == Outcome::reset) ++server.reset;
  if (news.failure == Outcome::no_answer) ++server.no_answer;
}

Payload TcpHealthChef::interval_handler(double) {
  json_ = "{\"tcp_health\":[";
  for (const auto* entry : servers_.top(count_)) {
    if (json_.back() != '[') json_ += ',';
    append_server(entry->first, entry->second);
  }
  json_ += "]}";
  emit_json_text(json_);
  servers_.clear();
  return {};
}

void TcpHealthChef::append_server(const ServerKey& key, const Server& server) {
  json_ += "{\"server\":";
  append_address(json_, key.address);
  append_member(json_, "port", key.port);
  append_member(json_, "connections", server.connections);
  append_member(json_, "refused", server.refused);
  append_member(json_, "reset", server.reset);
  append_member(json_, "no_answer", server.no_answer);
  json_ += ",\"handshake\":{\"p50\":";
  append_seconds_or_null(json_, server.handshakes.quantile(0.5));
  json_ += ",\"p95\":";
  append_seconds_or_null(json_, server.handshakes.quantile(0.95));
  json_ += ",\"max\":";
  append_seconds_or_null(json_, server.handshakes.max());
  json_ += "},\"retransmitted\":";
  append_share(json_, server.retransmitted, server.bytes);
  append_member(json_, "zero_windows", server.zero_windows);
  json_ += '}';
}

}  // namespace netdumplings::chefs::network
