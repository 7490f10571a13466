#include "net/server/admission.hpp"

#include <arpa/inet.h>

#include <array>

#include "net/http/origin_rules.hpp"

namespace netdumplings::net {
namespace {

std::string network_of(const std::string& address) {
  std::array<char, 16> six{};
  if (inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), six.data()) != 1) return address;
  return {six.data(), 8};
}

}  // namespace

Admission::Place::~Place() {
  if (of_) of_->leave(from_);
}

Result<Admission::Place> Admission::admit(const std::string& address) {
  const auto most_from = is_loopback(address) ? limits_.from_here : std::optional(limits_.from_elsewhere);
  std::string from = network_of(address);
  const std::lock_guard lock(mutex_);
  if (clients_ >= limits_.clients) {
    return Error{"there are " + std::to_string(clients_) + " connections already (--max-connections)"};
  }
  std::size_t& count = from_[from];
  if (most_from && count >= *most_from) {
    if (count == 0) from_.erase(from);
    return Error{"there are " + std::to_string(*most_from) +
                 " connections from its address already (--max-per-address)"};
  }
  ++count;
  ++clients_;
  return Place(shared_from_this(), std::move(from));
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
