// The connections on which HTTP is followed.
#pragma once

#include <netdumplings/connection.hpp>
#include <netdumplings/layers/address.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>

#include "network/http/http_talk.hpp"

namespace netdumplings::chefs::network {

class HttpTalks;
struct HttpPlace;

/// A connection on which HTTP is followed.
struct FollowedHttp {
  HttpTalk talk;
  std::array<IpAddress, 2> addresses;  ///< by side
  std::array<std::uint16_t, 2> ports;
  HttpPlace* place;        ///< where the chef finds it
  std::size_t memory = 0;  ///< as it was counted last
};

/// What HttpChef keeps in a connection.
struct HttpPlace {
  HttpPlace() = default;
  ~HttpPlace();
  HttpPlace(const HttpPlace&) = delete;
  HttpPlace& operator=(const HttpPlace&) = delete;

  HttpTalks* talks = nullptr;
  std::list<FollowedHttp>::iterator followed;  ///< valid if `talks` isn't null
};

/// Owns all talks and counts their memory. It must outlive their places.
class HttpTalks {
 public:
  explicit HttpTalks(std::size_t most_memory) : most_memory_(most_memory) {}
  HttpTalks(const HttpTalks&) = delete;
  HttpTalks& operator=(const HttpTalks&) = delete;

  /// Begins to follow a connection; see HttpTalk.
  FollowedHttp& begin(HttpPlace& place, const Connection& connection, bool is_in_the_middle);
  /// Takes note that a connection's talk has changed.
  void touch(HttpPlace& place);
  /// Ends following a connection.
  void end(HttpPlace& place);
  /// Returns the one that changed the longest time ago, if all together take too much memory; else null.
  FollowedHttp* one_too_many() { return memory_ > most_memory_ ? &all_.front() : nullptr; }

 private:
  std::size_t most_memory_;
  std::size_t memory_ = 0;
  std::list<FollowedHttp> all_;  // in the order in which they changed
};

}  // namespace netdumplings::chefs::network
