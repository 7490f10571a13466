#include "kitchen/delivery/kitchen_wire.hpp"

#include <utility>

#include "common/protocol.hpp"
#include "kitchen/delivery/v1_messages.hpp"

namespace netdumplings::kitchen {

PlainWire::PlainWire(Outbox& outbox, std::string card) : outbox_(outbox), card_(std::move(card)) {}

void PlainWire::begin(net::WebSocketClient& connection) {
  connection_ = &connection;
  counted_ = 0;
  connection.send(card_);
}

bool PlainWire::send_batch(std::size_t bytes) {
  outbox_.take(bytes, false, batch_);
  if (batch_.dumplings.empty()) return false;
  connection_->send(batch_.dumplings);
  return true;
}

void PlainWire::count_sent() {
  const std::uint64_t messages = connection_->messages_given();
  const std::uint64_t dumplings = messages > 0 ? messages - 1 : 0;  // the first message is the card
  outbox_.sent(static_cast<std::size_t>(dumplings - std::exchange(counted_, dumplings)));
}

bool PlainWire::arrived_before(const net::CloseReason& reason, std::uint16_t said) const {
  return reason.code == said || reason.code == protocol::close_without_code;
}

NumberedWire::NumberedWire(Outbox& outbox, const std::string& card, const std::string& session)
    : outbox_(outbox), card_(card_with_session(card, session)) {}

void NumberedWire::begin(net::WebSocketClient& connection) {
  connection_ = &connection;
  acknowledged_ = 0;
  connection.send(card_);
}

KitchenWire::Heard NumberedWire::hear(std::string_view message) {
  const auto number = read_ack(message);
  if (!number) return {};
  const auto falsely = [&number](const std::string& but) {
    return Heard{Heard::Kind::false_acknowledgement, "acknowledged dumpling " + std::to_string(*number) + but};
  };
  if (*number < acknowledged_) return falsely(" after dumpling " + std::to_string(acknowledged_));
  if (!outbox_.acknowledged(*number)) return falsely(", which it was never sent");
  acknowledged_ = *number;
  return {Heard::Kind::acknowledgement};
}

void NumberedWire::start() { announce(outbox_.next_number()); }

bool NumberedWire::send_batch(std::size_t bytes) {
  outbox_.take(bytes, true, batch_);
  if (batch_.dumplings.empty()) return false;
  if (batch_.first != next_) announce(batch_.first);
  next_ += batch_.dumplings.size();
  connection_->send(batch_.dumplings);
  return true;
}

void NumberedWire::announce(std::uint64_t number) {
  next_ = number;
  connection_->send(first_message(number));
}

}  // namespace netdumplings::kitchen
