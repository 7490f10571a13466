#include "network/http/http_talks.hpp"

#include <iterator>

namespace netdumplings::chefs::network {

HttpPlace::~HttpPlace() {
  if (talks != nullptr) talks->end(*this);
}

FollowedHttp& HttpTalks::begin(HttpPlace& place, const Connection& connection, bool is_in_the_middle) {
  all_.push_back({.talk = HttpTalk(is_in_the_middle),
                  .addresses = {connection.address(Side::client), connection.address(Side::server)},
                  .ports = {connection.port(Side::client), connection.port(Side::server)},
                  .place = &place});
  place.talks = this;
  place.followed = std::prev(all_.end());
  return *place.followed;
}

void HttpTalks::touch(HttpPlace& place) {
  FollowedHttp& followed = *place.followed;
  memory_ -= followed.memory;
  followed.memory = sizeof followed + followed.talk.memory();
  memory_ += followed.memory;
  all_.splice(all_.end(), all_, place.followed);
}

void HttpTalks::end(HttpPlace& place) {
  memory_ -= place.followed->memory;
  all_.erase(place.followed);
  place.talks = nullptr;
}

}  // namespace netdumplings::chefs::network
