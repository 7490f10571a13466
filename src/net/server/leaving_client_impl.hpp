// A client that was told all that there was to say: its connection ends when it goes, or when its time is over.
#pragma once

#include <memory>

#include "net/server/visitor_impl.hpp"
#include "net/session/last_words_impl.hpp"

namespace netdumplings::net {

class LeavingClient final : public Visitor, public std::enable_shared_from_this<LeavingClient> {
 public:
  /// `context` outlives it.
  LeavingClient(ServerContext& context, Guest guest, Clock::time_point deadline)
      : context_(context), guest_(std::move(guest)), deadline_(deadline) {}

  /// Becomes its guest's stage and sends what the wire's sender has.
  void enter();
  void look_at_clock(Clock::time_point now) override;
  /// It is leaving already.
  void dismiss(std::uint16_t code, std::string_view text) override;

 private:
  ServerContext& context_;
  Guest guest_;
  const Clock::time_point deadline_;
  std::shared_ptr<LastWords> last_words_;
};

}  // namespace netdumplings::net
