#include "hub/eater_session.hpp"

#include <utility>

#include "common/protocol.hpp"
#include "common/terminal.hpp"
#include "hub/hub.hpp"

namespace netdumplings::hub {

EaterSession::~EaterSession() = default;

// After its hello an eater has nothing to say; what it says all the same is passed over.
void EaterSession::on_message(std::string_view message, bool binary) {
  if (cursor_) return;
  if (binary) return connection_.close(protocol::close_policy, hello_not_text);
  auto hello = eater_hello(message);
  if (!hello) return connection_.close(protocol::close_policy, hello.error());
  hello_ = std::move(*hello);
  cursor_ = std::make_unique<LogCursor>(hub_.log());
  came_at_ = cursor_->position();
  connection_.limit_messages(defaults::max_hello, protocol::close_too_large, "eaters have nothing that large to say");
  connection_.welcome();
  connection_.send_from(*this);
  place_ = hub_.eater_came(*this);
}

void EaterSession::on_closed(const std::string& why) {
  if (cursor_) return hub_.eater_went(place_, why);
  hub_.refused("eater", connection_.peer(), why);
}

void EaterSession::offer_status(SharedFrame frame) {
  status_ = std::move(frame);
  connection_.flush();
}

EaterLedger EaterSession::ledger() const {
  if (!cursor_) return {};
  EaterLedger ledger;
  ledger.entries = hub_.log().head() - came_at_;
  ledger.sent = sent_;
  ledger.behind = hub_.log().head() - cursor_->position() + (cut_ == Run::log ? 1 : 0);
  ledger.skipped = cursor_->skipped();
  return ledger;
}

std::string_view EaterSession::next() {
  if (status_) {
    run_ = Run::status;
    return *status_;
  }
  run_ = Run::log;
  const std::string_view frames = cursor_->next();
  if (cursor_->skipped() != skips_told_) tell_skips();
  return frames;
}

void EaterSession::taken(std::size_t bytes, std::string& rest) {
  if (run_ == Run::log) {
    const std::uint64_t whole = cursor_->taken(bytes, rest);
    sent_ += whole;
    hub_.count_sent(whole);
  } else if (bytes > 0) {
    rest.assign(*status_, bytes);
    if (rest.empty()) hub_.count_sent(1);
    status_ = nullptr;
  }
  cut_ = rest.empty() ? Run::none : run_;
}

void EaterSession::cut_frame_sent() {
  if (cut_ == Run::log) ++sent_;
  cut_ = Run::none;
  hub_.count_sent(1);
}

void EaterSession::tell_skips() {
  if (!skip_lines_.due()) return;
  hub_.options().log->warn("Dumpling eater {} is too slow: {} dumplings skipped", terminal::harmless(hello_.name),
                           cursor_->skipped() - skips_told_);
  skips_told_ = cursor_->skipped();
}

}  // namespace netdumplings::hub
