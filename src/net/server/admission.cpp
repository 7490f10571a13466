#include "net/server/admission.hpp"

#include "net/http/origin_rules.hpp"
#include "net/server/address_group.hpp"

namespace netdumplings::net {

Admission::Place::~Place() {
  if (of_) of_->leave(from_);
}

Result<Admission::Place> Admission::admit(const std::string& address) {
  std::string from = address_group(address);
  const std::lock_guard lock(mutex_);
  if (auto room = room_for(address, from); !room) return Error{room.error()};
  ++from_[from];
  ++clients_;
  return Place(shared_from_this(), std::move(from));
}

Result<void> Admission::has_room(const std::string& address) const {
  const std::string from = address_group(address);
  const std::lock_guard lock(mutex_);
  return room_for(address, from);
}

Result<void> Admission::room_for(const std::string& address, const std::string& from) const {
  if (clients_ >= limits_.clients) {
    return Error{"there are " + std::to_string(clients_) + " connections already (--max-connections)"};
  }
  const auto most = is_loopback(address) ? limits_.from_here : std::optional(limits_.from_elsewhere);
  const auto there = from_.find(from);
  if (most && (there == from_.end() ? 0 : there->second) >= *most) {
    return Error{"there are " + std::to_string(*most) + " connections from its address already (--max-per-address)"};
  }
  return {};
}

std::size_t Admission::clients() const {
  const std::lock_guard lock(mutex_);
  return clients_;
}

void Admission::leave(const std::string& from) {
  const std::lock_guard lock(mutex_);
  --clients_;
  const auto place = from_.find(from);
  if (--place->second == 0) from_.erase(place);
}

}  // namespace netdumplings::net
