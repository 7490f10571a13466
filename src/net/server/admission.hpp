// Limits how many clients may stay, in all and from one address.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "common/result.hpp"

namespace netdumplings::net {

struct AdmissionLimits {
  std::size_t clients = 0;                              // at once, in all
  std::size_t from_elsewhere = 0;                       // at once, from one address of another machine
  std::optional<std::size_t> from_here = std::nullopt;  // at once, from one loopback address; nothing: no limit
};

/// Counts the clients of one or more servers. Used from any thread; held by a shared_ptr.
class Admission : public std::enable_shared_from_this<Admission> {
 public:
  /// The place of a client. Destroying it makes room for another.
  class Place {
   public:
    Place() = default;
    Place(std::shared_ptr<Admission> of, std::string from) : of_(std::move(of)), from_(std::move(from)) {}
    ~Place();
    Place(Place&& other) noexcept = default;
    Place& operator=(Place&& other) noexcept {
      std::swap(of_, other.of_);
      std::swap(from_, other.from_);
      return *this;
    }

   private:
    std::shared_ptr<Admission> of_;
    std::string from_;
  };

  explicit Admission(AdmissionLimits limits) : limits_(limits) {}

  /// Returns a place for a client from this address, or why there is none. address_group() says which addresses count
  /// as one.
  Result<Place> admit(const std::string& address);
  /// Returns whether admit() would give a place now; the error says why not.
  [[nodiscard]] Result<void> has_room(const std::string& address) const;
  [[nodiscard]] std::size_t clients() const;

 private:
  [[nodiscard]] Result<void> room_for(const std::string& address, const std::string& from) const;
  void leave(const std::string& from);

  const AdmissionLimits limits_;
  mutable std::mutex mutex_;
  std::size_t clients_ = 0;
  std::map<std::string, std::size_t> from_;
};

}  // namespace netdumplings::net
