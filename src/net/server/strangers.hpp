// The clients of one port that haven't been admitted yet: they haven't shown a token, or haven't said hello.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "common/defaults.hpp"
#include "common/result.hpp"
#include "net/server/admission.hpp"

namespace netdumplings::net {

/// Why a stranger that lost its place is sent away.
inline constexpr const char* too_many_strangers = "too many others came that haven't said hello either";

/// Keeps a place for whoever comes next: when all places are taken, the stranger that has been there for the longest
/// time loses its own. So those that say nothing keep nobody out. Used from any thread; held by a shared_ptr.
class Strangers : public std::enable_shared_from_this<Strangers> {
  struct Stranger {
    std::string from;
    std::chrono::steady_clock::time_point came;
    std::atomic<bool> lost{false};
  };

 public:
  using Clock = std::chrono::steady_clock;

  /// The place of a stranger. Destroying it makes room for another.
  class Place {
   public:
    Place() = default;
    ~Place();
    Place(Place&& other) noexcept = default;
    Place& operator=(Place&& other) noexcept {
      std::swap(of_, other.of_);
      std::swap(at_, other.at_);
      return *this;
    }
    /// Returns whether another has this place now: the connection is to be cut.
    [[nodiscard]] bool lost() const { return of_ && at_->lost.load(std::memory_order_relaxed); }
    /// The stranger, for which a proxy speaks, is at this address. The error is as that of take_in().
    Result<void> is_from(const std::string& address) { return of_ ? of_->move(*at_, address) : Result<void>(); }

   private:
    friend class Strangers;
    Place(std::shared_ptr<Strangers> of, std::list<Stranger>::iterator at) : of_(std::move(of)), at_(at) {}

    std::shared_ptr<Strangers> of_;
    std::list<Stranger>::iterator at_{};
  };

  /// A stranger keeps its place for `grace` at least.
  Strangers(AdmissionLimits limits, std::chrono::milliseconds grace) : limits_(limits), grace_(grace) {}

  /// Returns whether all places are taken, each by a stranger that came only just now: then the next one has to wait.
  [[nodiscard]] bool full(Clock::time_point now = Clock::now()) const;
  /// Returns a place for a client from this address, or why there is none: there are too many from its address. An
  /// empty address isn't known yet.
  Result<Place> take_in(const std::string& address, Clock::time_point now = Clock::now());

 private:
  [[nodiscard]] Result<std::string> room_for(const std::string& address) const;
  Result<void> move(Stranger& stranger, const std::string& address);
  void lose_oldest();
  void leave(std::list<Stranger>::iterator stranger);
  void forget_address(const std::string& from);

  const AdmissionLimits limits_;
  const std::chrono::milliseconds grace_;
  mutable std::mutex mutex_;
  std::list<Stranger> oldest_first_;
  std::list<Stranger> lost_;  // their places belong to others, but their connections haven't been cut yet
  std::map<std::string, std::size_t> from_;
};

}  // namespace netdumplings::net
