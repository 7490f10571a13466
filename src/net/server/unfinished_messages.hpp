// What connections hold of messages whose end hasn't come yet.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <utility>

namespace netdumplings::net {

/// Gives up the oldest of these messages when all together need too much memory, and each that takes too long. Used on
/// one thread. Allocates nothing for a message.
class UnfinishedMessages {
 public:
  using Clock = std::chrono::steady_clock;

  /// The one that a connection may have. The connection outlives it, and so does what counts it.
  class OfConnection {
   public:
    /// Closes the connection and forgets the message. `why` is for the client.
    using GiveUp = std::function<void(const std::string& why)>;

    OfConnection(UnfinishedMessages& all, GiveUp give_up)
        : all_(all), give_up_(std::move(give_up)), own_{this}, node_(own_.begin()) {}
    ~OfConnection() { finished(); }
    OfConnection(const OfConnection&) = delete;
    OfConnection& operator=(const OfConnection&) = delete;

    /// The connection holds `bytes` of a message; 0: it holds none. `another`: not the message of the call before. May
    /// give up this message, or those of other connections.
    void holds(std::size_t bytes, bool another, Clock::time_point now = Clock::now());

   private:
    friend class UnfinishedMessages;
    void finished();

    UnfinishedMessages& all_;
    const GiveUp give_up_;
    std::size_t bytes_ = 0;
    Clock::time_point since_;
    std::list<OfConnection*> own_;  // has its node while the node isn't in all_.oldest_first_
    const std::list<OfConnection*>::iterator node_;
  };

  /// `most_bytes`: of memory, in all. `longest`: from a message's first bytes to its last.
  UnfinishedMessages(std::size_t most_bytes, std::chrono::milliseconds longest)
      : most_bytes_(most_bytes), longest_(longest) {}

  /// Gives up the messages that take too long. Call it a few times a second.
  void look_at_clock(Clock::time_point now);
  /// Returns the bytes that all connections hold.
  [[nodiscard]] std::size_t held() const { return held_; }

 private:
  void give_up_oldest(const std::string& why);

  const std::size_t most_bytes_;
  const std::chrono::milliseconds longest_;
  std::size_t held_ = 0;
  std::list<OfConnection*> oldest_first_;
};

}  // namespace netdumplings::net
