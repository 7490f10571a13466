// One eater: says who it is, then gets what the log has for it.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "hub/hello.hpp"
#include "hub/log_cursor.hpp"
#include "net/line_limit.hpp"
#include "net/websocket_server.hpp"

namespace netdumplings::hub {

class Hub;
class EaterSession;

/// Those that said hello, in the order of coming.
using Eaters = std::list<EaterSession*>;

/// An encoded frame that all eaters share.
using SharedFrame = std::shared_ptr<const std::string>;

/// What became of the entries that came to the log since the eater did: entries = sent + behind + skipped, at any time.
struct EaterLedger {
  std::uint64_t entries = 0;
  std::uint64_t sent = 0;     // given to the kernel, to the last byte
  std::uint64_t behind = 0;   // still to be sent
  std::uint64_t skipped = 0;  // overwritten before they could be sent
};

class EaterSession final : public net::ConnectionHandler, private net::FrameSource {
 public:
  /// Both outlive it.
  EaterSession(Hub& hub, net::ServerConnection& connection) : hub_(hub), connection_(connection) {}
  ~EaterSession() override;

  void on_message(std::string_view message, bool binary) override;
  void on_closed(const std::string& why) override;

  /// There is something new in the log.
  void flush() { connection_.flush(); }
  /// The newest status replaces one that wasn't sent yet.
  void offer_status(SharedFrame frame);

  [[nodiscard]] const Hello& hello() const { return hello_; }
  [[nodiscard]] const net::Endpoint& peer() const { return connection_.peer(); }
  [[nodiscard]] EaterLedger ledger() const;

 private:
  std::string_view next() override;
  void taken(std::size_t bytes, std::string& rest) override;
  void cut_frame_sent() override;
  void tell_skips();

  enum class Run { none, status, log };

  Hub& hub_;
  net::ServerConnection& connection_;
  Hello hello_;
  Eaters::iterator place_;             // in the hub's list, from the hello on
  std::unique_ptr<LogCursor> cursor_;  // from the hello on
  LogCursor::Position came_at_ = 0;
  SharedFrame status_;
  Run run_ = Run::none;  // what next() gave
  Run cut_ = Run::none;  // what the frame that was cut is part of
  std::uint64_t sent_ = 0;
  std::uint64_t skips_told_ = 0;
  net::LineLimit skip_lines_;
};

}  // namespace netdumplings::hub
