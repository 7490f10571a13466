// An HTTP request with its response, and those of a connection that aren't finished.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace netdumplings::chefs::network {

/// What is known of a request. Texts are raw bytes of the head, cut at a limit.
struct HttpRequestFacts {
  std::string method;
  std::string target;
  std::optional<std::string> host;
  std::optional<std::string> user_agent;
  std::uint64_t bytes = 0;    ///< of the body, so far
  std::int64_t begin_ns = 0;  ///< when its first byte came
  std::int64_t end_ns = 0;    ///< when its last byte came, so far
};

/// What is known of a response.
struct HttpResponseFacts {
  enum class State : std::uint8_t {
    open,   ///< its body goes on
    whole,  ///< its last byte came
    cut,    ///< the rest of it can't be read
  };
  State state = State::open;
  std::uint16_t status = 0;
  std::optional<std::string> content_type;
  std::uint64_t bytes = 0;
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
};

/// Either can be missing, since the capture lacks it or it never came.
struct HttpExchange {
  std::optional<HttpRequestFacts> request;
  std::optional<HttpResponseFacts> response;
};

/// The exchanges of a connection that weren't reported yet. Its requests and its responses are numbered from 0, and a
/// response has its request's number.
class HttpExchanges {
 public:
  /// So many may be open. Clients that pipeline send fewer requests at once.
  static constexpr std::size_t most = 64;

  /// Returns the numbers of the next request and of the next response.
  std::uint64_t next_request() const { return next_request_; }
  std::uint64_t next_response() const { return next_response_; }
  /// Lets the next request be the one after all that was seen, since requests can be missing.
  void realign_request() { next_request_ = std::max(next_request_, next_response_); }
  /// Lets the next response answer the newest request, since responses can be missing. Changes nothing if the client
  /// sends requests before the last one is answered.
  void realign_response() {
    if (!was_pipelined_ && next_request_ > next_response_) next_response_ = next_request_ - 1;
  }

  /// Adds the next request or response. Returns false if there are too many open exchanges.
  bool add(HttpRequestFacts request);
  bool add(HttpResponseFacts response);

  /// Returns the newest request or response, or null if it was reported already.
  HttpRequestFacts* newest_request();
  HttpResponseFacts* newest_response();
  /// Returns the request that the next response answers, or null if it isn't known.
  const HttpRequestFacts* awaited_request() const;

  /// Removes and returns the oldest exchange, if there is nothing more to come. `may_lack_request` says that a response
  /// whose request wasn't seen has none; `is_over` that nothing at all comes.
  std::optional<HttpExchange> take_finished(bool may_lack_request, bool is_over);

  /// Returns how many responses wait for their requests.
  std::size_t orphans() const;
  /// Returns about how many bytes of memory the exchanges take.
  std::size_t memory() const;
  /// Returns whether the client sends requests before the last one is answered.
  bool was_pipelined() const { return was_pipelined_; }

 private:
  HttpExchange* at(std::uint64_t number);
  HttpExchange* make(std::uint64_t number);

  std::vector<HttpExchange> open_;
  std::uint64_t first_ = 0;  // the number of the first in open_
  std::uint64_t next_request_ = 0;
  std::uint64_t next_response_ = 0;
  bool was_pipelined_ = false;
};

}  // namespace netdumplings::chefs::network
