// The hub's side of netdumplings.v1 with a kitchen: which number each dumpling has, which are known already, and
// acknowledging them (CONTRACT, section 4).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/kitchens/alarm_clock.hpp"
#include "hub/log/sessions.hpp"
#include "net/send/frame_source.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

/// Lives on the kitchens' loop, as long as the connection's handler.
class KitchenV1 final : private net::FrameSource {
 public:
  /// Says what the hub has of the session. Connection and session outlive it; closing the session is the caller's.
  KitchenV1(std::unique_ptr<AlarmClock> clock, net::ServerConnection& connection, Session& session);

  /// What a message is.
  struct Heard {
    enum class Kind {
      word,      // to the hub itself; there is nothing left to do
      known,     // a dumpling that the hub has already
      dumpling,  // a new one, with this number
      offence,   // nobody may say that: why
    } kind;
    std::uint64_t number = 0;
    std::string why = {};
  };
  Heard hear(std::string_view message, bool binary);
  /// The dumpling of this number was refused: it is as good as taken, so that it doesn't come again.
  void refused(std::uint64_t number);
  /// Acknowledges what is new, now or soon.
  void batch_taken();

  /// The session is another connection's from now on; nothing is heard or said any more.
  void forget_session() { session_ = nullptr; }
  /// Null when it was forgotten.
  [[nodiscard]] Session* session() const { return session_; }

 private:
  net::FrameRun next() override;
  void taken(std::size_t bytes, net::CutFrame& rest) override;
  void cut_frame_sent() override {}
  void say_ack();
  Heard first(std::uint64_t number);

  net::ServerConnection& connection_;
  Session* session_;
  const std::unique_ptr<AlarmClock> clock_;
  std::optional<std::uint64_t> next_number_;  // nothing until the kitchen has said `first`
  bool ack_due_ = true;                       // there is something that wasn't acknowledged
  bool ack_waits_ = false;                    // the clock will call
  bool saying_ = false;                       // the next flush says it
  AlarmClock::Clock::time_point said_at_;
  std::string frame_;
};

}  // namespace netdumplings::hub
