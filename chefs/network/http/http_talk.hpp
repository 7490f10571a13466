// Follows HTTP/1 on a TCP connection: finds the heads of requests and responses in the bytes of both sides, and the
// ends of their bodies.
#pragma once

#include <netdumplings/connection.hpp>
#include <netdumplings/layers/http1.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "network/http/http_exchange.hpp"

namespace netdumplings::chefs::network {

/// New bytes of a side of a connection.
struct HttpPiece {
  Side from;
  Bytes bytes;
  std::uint64_t missing;      ///< bytes before these that will never come
  std::int64_t time_ns;       ///< when they came
  bool is_other_side_silent;  ///< the capture has no packets of the other side
};

/// What was said on a connection, as far as it isn't reported.
class HttpTalk {
 public:
  /// Returns whether a side that begins with these bytes may be speaking HTTP/1.
  static bool is_http(Bytes first);
  /// Returns whether these bytes, which need not begin where a message does, begin with the first line of one.
  static bool begins_message(Bytes bytes);

  /// `is_in_the_middle` says that what comes need not begin with a message.
  explicit HttpTalk(bool is_in_the_middle);

  /// Takes a side's next bytes. Returns whether more bytes of that side are needed.
  bool take(const HttpPiece& piece);
  /// Takes note that no more bytes come, or that they can't be read.
  void end();
  /// Returns whether no more bytes are needed.
  bool is_over() const { return is_over_; }
  /// Removes and returns the oldest exchange that is finished.
  std::optional<HttpExchange> take_finished();

  /// Returns about how many bytes of memory it takes, beside its own size.
  std::size_t memory() const;
  /// Returns who sends the requests.
  Side requester() const { return requester_; }

 private:
  enum class Role : std::uint8_t { unknown, requests, responses };
  enum class Phase : std::uint8_t {
    head,  // a head comes, or has begun
    body,
    lost,  // bytes are missing; a head may come with the beginning of a piece
    over,  // nothing more can be read
  };
  struct Direction {
    Role role = Role::unknown;
    Phase phase = Phase::head;
    bool is_aligned = true;          // it is known which message comes next
    std::vector<std::uint8_t> kept;  // the beginning of a head
    std::int64_t begin_ns = 0;       // when the head began to come
    layers::HttpBody framing;
    layers::HttpBodyReader body{{}};
  };

  Direction& of(Side side) { return directions_[static_cast<std::size_t>(side)]; }
  std::size_t step(Direction& direction, Bytes bytes, const HttpPiece& piece);
  std::size_t collect_head(Direction& direction, Bytes bytes, const HttpPiece& piece);
  bool find_role(Side from, Bytes head);
  std::optional<std::size_t> read_head(Direction& direction, Bytes bytes, std::size_t searched, std::int64_t time_ns);
  bool begin(Direction& direction, const layers::HttpRequest& head, std::int64_t time_ns);
  bool begin(Direction& direction, const layers::HttpResponse& head, std::int64_t time_ns);
  void begin_body(Direction& direction, const layers::HttpBody& framing);
  void count_body(Direction& direction, std::int64_t time_ns);
  void miss(Direction& direction, const HttpPiece& piece);
  void lose(Direction& direction, Phase phase);
  void close_response(HttpResponseFacts::State state);

  std::array<Direction, 2> directions_;
  HttpExchanges exchanges_;
  Side requester_ = Side::client;
  bool is_requester_silent_ = false;
  bool is_over_ = false;
};

}  // namespace netdumplings::chefs::network
