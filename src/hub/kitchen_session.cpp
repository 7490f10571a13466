#include "hub/kitchen_session.hpp"

#include <utility>

#include "common/protocol.hpp"
#include "common/terminal.hpp"
#include "hub/clock.hpp"
#include "hub/hub.hpp"

namespace netdumplings::hub {

void KitchenSession::on_message(std::string_view message, bool binary) {
  if (!greeted_) return binary ? connection_.close(protocol::close_policy, hello_not_text) : greet(message);
  ++ledger_.received;
  const Verdict verdict = hub_.take_dumpling(message, binary);
  if (verdict == Verdict::dumpling) {
    ++ledger_.taken;
  } else {
    ++ledger_.invalid;
    tell_invalid(verdict);
  }
}

void KitchenSession::on_batch_end() {
  seen_seconds_ = seconds_since_epoch();
  hub_.batch_taken();
}

void KitchenSession::on_closed(const std::string& why) {
  if (greeted_) return hub_.kitchen_went(place_, why);
  hub_.refused_kitchen(connection_.peer(), why);
}

void KitchenSession::greet(std::string_view message) {
  auto hello = kitchen_hello(message);
  if (!hello) return connection_.close(protocol::close_policy, hello.error());
  hello_ = std::move(*hello);
  greeted_ = true;
  came_seconds_ = seen_seconds_ = seconds_since_epoch();
  const std::size_t largest = hub_.options().max_message;
  connection_.limit_messages(largest, protocol::close_too_large,
                             "a dumpling has at most " + std::to_string(largest) + " bytes");
  connection_.welcome();
  place_ = hub_.kitchen_came(*this);
}

void KitchenSession::tell_invalid(Verdict verdict) {
  const auto more = invalid_lines_.due();
  if (!more) return;
  const char* why =
      verdict == Verdict::not_json ? "Could not interpret dumpling JSON" : "Could not determine chef name";
  hub_.options().log->error("Received invalid dumpling: {}; kitchen: {}{}", why, terminal::harmless(hello_.card),
                            *more);
}

}  // namespace netdumplings::hub
