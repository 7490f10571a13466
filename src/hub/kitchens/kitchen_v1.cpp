#include "hub/kitchens/kitchen_v1.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/defaults.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::hub {
namespace {

// The highest number that is exact in a double, which is how browsers count.
constexpr std::uint64_t highest_number = std::uint64_t{1} << 53;

// Returns the value of `first` if the message is an object with it and without `metadata`.
std::optional<nlohmann::json> first_word_in(std::string_view message) {
  if (message.size() > defaults::longest_v1_word || message.find("\"first\"") == std::string_view::npos)
    return std::nullopt;
  const auto word = nlohmann::json::parse(message.begin(), message.end(), nullptr, false);
  if (!word.is_object() || !word.contains("first") || word.contains("metadata")) return std::nullopt;
  return word["first"];
}

}  // namespace

KitchenV1::KitchenV1(std::unique_ptr<AlarmClock> clock, net::ServerConnection& connection, Session& session,
                     Stored stored)
    : connection_(connection), session_(&session), clock_(std::move(clock)), stored_(std::move(stored)) {
  connection_.send_from(*this);
  say_ack();
}

KitchenV1::Heard KitchenV1::hear(std::string_view message, bool binary) {
  if (!binary) {
    if (const auto number = first_word_in(message)) {
      const bool counts = number->is_number_unsigned();
      return first(counts ? number->get<std::uint64_t>() : 0);
    }
  }
  if (!next_number_) return {Heard::Kind::offence, 0, "a dumpling before 'first'"};
  const std::uint64_t number = (*next_number_)++;
  ack_due_ = true;
  return {number <= session_->number ? Heard::Kind::known : Heard::Kind::dumpling, number};
}

KitchenV1::Heard KitchenV1::first(std::uint64_t number) {
  if (number == 0 || number > highest_number) return {Heard::Kind::offence, 0, "'first' isn't a number from 1 on"};
  next_number_ = number;
  return {Heard::Kind::word};
}

void KitchenV1::refused(std::uint64_t number) {
  if (number > session_->number) session_->number = number;
}

void KitchenV1::batch_taken() {
  if (session_ == nullptr || !ack_due_ || ack_waits_) return;
  const auto since = clock_->now() - said_at_;
  if (since >= defaults::ack_interval) return say_ack();
  ack_waits_ = true;
  clock_->start(defaults::ack_interval - since, [this] {
    ack_waits_ = false;
    say_ack();
  });
}

void KitchenV1::connection_closes() {
  if (session_ != nullptr && ack_due_) say_ack();
}

void KitchenV1::say_ack() {
  said_at_ = clock_->now();
  ack_due_ = false;
  saying_ = true;
  connection_.flush();
}

// Made when it is sent, so that it has the newest number.
net::FrameRun KitchenV1::next() {
  if (!saying_ || session_ == nullptr) return {};
  if (stored_()) session_->acknowledged = session_->number;
  frame_ = net::server_text_frame("{\"ack\": " + std::to_string(session_->acknowledged) + '}');
  return std::string_view(frame_);
}

void KitchenV1::taken(std::size_t bytes, net::CutFrame& rest) {
  if (bytes == 0) return;
  rest.own.assign(frame_, bytes);
  saying_ = false;
}

}  // namespace netdumplings::hub
