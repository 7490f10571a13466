#include "net/server/strangers.hpp"

#include "net/http/origin_rules.hpp"
#include "net/server/address_group.hpp"

namespace netdumplings::net {

Strangers::Place::~Place() {
  if (of_) of_->leave(at_);
}

bool Strangers::full(Clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  return oldest_first_.size() >= limits_.clients && now - oldest_first_.front().came < grace_;
}

Result<Strangers::Place> Strangers::take_in(const std::string& address, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  auto from = room_for(address);
  if (!from) return Error{from.error()};
  if (oldest_first_.size() >= limits_.clients) lose_oldest();
  ++from_[*from];
  oldest_first_.emplace_back().from = std::move(*from);
  oldest_first_.back().came = now;
  return Place(shared_from_this(), std::prev(oldest_first_.end()));
}

Result<void> Strangers::move(Stranger& stranger, const std::string& address) {
  const std::lock_guard lock(mutex_);
  if (stranger.lost) return {};
  auto from = room_for(address);
  if (!from) return Error{from.error()};
  forget_address(stranger.from);
  ++from_[*from];
  stranger.from = std::move(*from);
  return {};
}

// Returns what the clients of this address are counted by.
Result<std::string> Strangers::room_for(const std::string& address) const {
  const auto most_from = is_loopback(address) ? limits_.from_here : std::optional(limits_.from_elsewhere);
  std::string from = address_group(address);
  if (const auto there = from_.find(from);
      !address.empty() && most_from && there != from_.end() && there->second >= *most_from) {
    return Error{"there are " + std::to_string(*most_from) +
                 " connections from its address already that haven't said hello"};
  }
  return from;
}

void Strangers::lose_oldest() {
  const auto oldest = oldest_first_.begin();
  forget_address(oldest->from);
  oldest->lost = true;
  lost_.splice(lost_.end(), oldest_first_, oldest);
}

void Strangers::leave(std::list<Stranger>::iterator stranger) {
  const std::lock_guard lock(mutex_);
  if (stranger->lost) {
    lost_.erase(stranger);
  } else {
    forget_address(stranger->from);
    oldest_first_.erase(stranger);
  }
}

void Strangers::forget_address(const std::string& from) {
  const auto place = from_.find(from);
  if (--place->second == 0) from_.erase(place);
}

}  // namespace netdumplings::net
