#include "hub/kitchens/kitchen_session.hpp"

#include <utility>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "hub/log/clock.hpp"

namespace netdumplings::hub {

void KitchenSession::on_message(std::string_view message, bool binary) {
  if (!greeted_) return binary ? connection_.close(protocol::close_policy, hello_not_text) : greet(message);
  if (!v1_) return take(message, binary, nullptr, 0);
  const KitchenV1::Heard heard = v1_->hear(message, binary);
  switch (heard.kind) {
    case KitchenV1::Heard::Kind::word:
      return;
    case KitchenV1::Heard::Kind::known:
      ++ledger_.received;
      ++ledger_.known;
      return;
    case KitchenV1::Heard::Kind::dumpling:
      return take(message, binary, v1_->session(), heard.number);
    case KitchenV1::Heard::Kind::offence:
      return connection_.close(protocol::close_policy, heard.why);
  }
}

void KitchenSession::take(std::string_view message, bool binary, Session* session, std::uint64_t number) {
  ++ledger_.received;
  const Verdict verdict = desk_.take(message, binary, session, number);
  if (verdict == Verdict::dumpling) {
    ++ledger_.taken;
    return;
  }
  ++ledger_.invalid;
  if (session != nullptr) v1_->refused(number);
  desk_.log_invalid(*this, verdict);
}

void KitchenSession::on_batch_end() {
  seen_seconds_ = seconds_since_epoch();
  desk_.batch_taken();
  if (v1_) v1_->batch_taken();
}

void KitchenSession::on_closing() {
  if (v1_) v1_->connection_closes();
}

void KitchenSession::on_closed(const std::string& why) {
  if (v1_ && v1_->session() != nullptr) desk_.close_session(*v1_->session());
  if (greeted_) return desk_.went(place_, why);
  desk_.refused(connection_.peer(), why);
}

void KitchenSession::greet(std::string_view message) {
  auto hello = kitchen_hello(message);
  if (!hello) return connection_.close(protocol::close_policy, hello.error());
  hello_ = std::move(*hello);
  if (connection_.subprotocol() != protocol::v1) return welcome(nullptr);
  const auto session = open_session();
  if (!session) return connection_.close(protocol::close_policy, session.error());
  welcome(*session);
}

Result<Session*> KitchenSession::open_session() {
  if (hello_.session.empty() || hello_.session.size() > defaults::longest_session_name) {
    return Error{"'session' in the hello isn't a string of 1 to " + std::to_string(defaults::longest_session_name) +
                 " bytes"};
  }
  Session* const session = desk_.open_session(hello_.session, [this] { taken_over(); });
  if (session == nullptr) return Error{"this hub has no room for more sessions"};
  return session;
}

void KitchenSession::welcome(Session* session) {
  greeted_ = true;
  came_seconds_ = seen_seconds_ = seconds_since_epoch();
  const std::size_t largest = desk_.options().max_message;
  connection_.limit_messages(largest, protocol::close_too_large,
                             "a dumpling has at most " + std::to_string(largest) + " bytes");
  connection_.welcome();
  place_ = desk_.came(*this);
  if (session != nullptr) {
    session->on_set_back = [this] { set_back(); };
    v1_ = std::make_unique<KitchenV1>(std::make_unique<LoopAlarmClock>(desk_.loop()), connection_, *session,
                                      [&desk = desk_] { return desk.stored(); });
  }
}

// Another connection has the session from now on.
void KitchenSession::taken_over() {
  v1_->forget_session();
  connection_.close(protocol::close_taken_over, protocol::reason_taken_over);
}

// It connects again, is told what the hub has, and sends the rest once more.
void KitchenSession::set_back() {
  connection_.close(protocol::close_unexpected, "the hub's log lost what wasn't acknowledged");
}

}  // namespace netdumplings::hub
