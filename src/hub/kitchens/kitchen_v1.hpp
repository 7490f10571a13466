// The hub's side of netdumplings.v1 with a kitchen (CONTRACT, section 4): it numbers the kitchen's dumplings,
// recognizes those that the hub has already, and acknowledges them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/kitchens/alarm_clock.hpp"
#include "hub/log/sessions.hpp"
#include "net/send/frame_source.hpp"
#include "net/server/websocket_server.hpp"

namespace netdumplings::hub {

/// Used on the kitchens' loop; lives as long as the connection's handler.
class KitchenV1 final : private net::FrameSource {
 public:
  /// Whether all that is in the log is stored where it belongs.
  using Stored = std::function<bool()>;
  /// Tells the kitchen at once what the hub has of the session. Connection and session must outlive it, unless the
  /// session is forgotten before; the caller closes the session. While `stored` says no, nothing new is acknowledged.
  KitchenV1(std::unique_ptr<AlarmClock> clock, net::ServerConnection& connection, Session& session, Stored stored);

  /// What a message is.
  struct Heard {
    enum class Kind {
      word,      // a message to the hub itself, which has been handled
      known,     // a dumpling that the hub has already
      dumpling,  // a new dumpling, with the number `number`
      offence,   // against the protocol: `why`
    } kind;
    std::uint64_t number = 0;
    std::string why = {};
  };
  /// Handles one message of the kitchen.
  Heard hear(std::string_view message, bool binary);
  /// The dumpling with this number was refused. It is acknowledged like one that was taken, so that it doesn't come
  /// again.
  void refused(std::uint64_t number);
  /// All dumplings of one read are in the log: acknowledges them, now or after defaults::ack_interval.
  void batch_taken();

  /// The connection is about to say Close: acknowledges what isn't yet.
  void connection_closes();

  /// Another connection has the session from now on; this one acknowledges nothing any more.
  void forget_session() { session_ = nullptr; }
  /// Null if it was forgotten.
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
  const Stored stored_;
  std::optional<std::uint64_t> next_number_;  // of the next dumpling; nothing until the kitchen has said `first`
  bool ack_due_ = true;                       // whether there is something to acknowledge
  bool ack_waits_ = false;                    // whether the clock is going to call
  bool saying_ = false;                       // whether the next flush sends an acknowledgement
  AlarmClock::Clock::time_point said_at_;     // when it acknowledged last
  std::string frame_;
};

}  // namespace netdumplings::hub
