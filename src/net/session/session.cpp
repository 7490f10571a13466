#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "net/session/session_impl.hpp"

namespace netdumplings::net {

Session::Session(std::unique_ptr<Wire> wire, Peer peer, ReadBuffer& read_buffer, SessionOwner& owner,
                 const KeepaliveLimits& limits)
    : wire_(std::move(wire)),
      peer_(std::move(peer)),
      read_buffer_(read_buffer),
      owner_(owner),
      limits_(limits),
      keepalive_(limits, Clock::now()) {
  assert(read_buffer_.size() > smallest_read_buffer);
}

void Session::start(std::span<char> input) {
  push_out();
  take(input);
}

// ---- what comes in

void Session::wait_for_input() {
  wire_->when_readable(guarded([](Session& self, const boost::system::error_code& error) {
    if (!error) self.on_readable();
  }));
}

void Session::on_readable() {
  const std::span<char> buffer(read_buffer_);
  const std::size_t left = left_.size();
  std::memcpy(buffer.data(), left_.data(), left);
  const IoResult result = wire_->transport.read(buffer.subspan(left, buffer.size() - smallest_read_buffer));
  switch (result.state) {
    case IoResult::State::done:
      break;
    case IoResult::State::would_block:
      if (wire_->transport.pending()) push_out();  // TLS has to answer before it reads on
      return wait_for_input();
    case IoResult::State::closed:
    case IoResult::State::failed:
      return end({std::nullopt, result.error, SessionEnd::Left::nothing});
  }
  keepalive_.heard(Clock::now());
  take(buffer.first(left + result.bytes));
}

void Session::take(std::span<char> input) {
  const auto self = shared_from_this();  // the owner may destroy us
  while (true) {
    const Peer::Step step = peer_.next(input);
    input = input.subspan(step.used);
    if (step.kind == Peer::Kind::more) break;
    if (!hand_over(step)) return;
  }
  assert(input.size() <= Peer::most_left);
  left_.assign(input.data(), input.size());
  const bool another = batch_;
  end_batch();
  owner_.on_unfinished(peer_.unfinished(), another);
  if (peer_.has_output()) flush();
  wait_for_input();
}

// Returns false if that was the end.
bool Session::hand_over(const Peer::Step& step) {
  switch (step.kind) {
    case Peer::Kind::message:
      if (state_ != State::open) return true;
      batch_ = true;
      owner_.on_message(step.message, step.binary);
      return state_ != State::over;
    case Peer::Kind::too_large:
      owner_.on_too_large();
      assert(state_ != State::open);
      return state_ != State::over;
    case Peer::Kind::ended:
      on_peer_ended();
      return false;
    case Peer::Kind::more:
      break;
  }
  return true;
}

void Session::end_batch() {
  if (std::exchange(batch_, false) && state_ == State::open) owner_.on_batch_end();
}

void Session::answer_before_close() {
  if (state_ != State::open) return;
  end_batch();
  owner_.on_closing();
}

// What the messages before the end are answered with goes out before our Close.
void Session::on_peer_ended() {
  holds_control_ = true;
  answer_before_close();
  flush();
  holds_control_ = false;
  end({peer_.ending(), 0, SessionEnd::Left::last_words});
}

// ---- what goes out

void Session::queue_control() {
  if (holds_control_ || !peer_.has_output() || wire_->sender.control_pending()) return;
  wire_->sender.queue_control(peer_.take_output(), peer_.said_close() != 0);
}

void Session::push_out() {
  queue_control();
  FrameSender::State state = wire_->sender.flush();
  if (state == FrameSender::State::idle && peer_.has_output() && !holds_control_) {
    queue_control();
    state = wire_->sender.flush();
  }
  const auto again = guarded([](Session& self, const boost::system::error_code& error) {
    self.waits_for_room_ = false;
    if (!error) self.push_out();
  });
  switch (state) {
    case FrameSender::State::idle:
      return owner_.on_all_sent();
    case FrameSender::State::blocked:
      waits_for_room_ = true;
      return wire_->when_writable(again);
    case FrameSender::State::busy:
      waits_for_room_ = true;
      return wire_->soon(again);
    case FrameSender::State::failed:
      waits_for_room_ = true;
      return wire_->soon(guarded([](Session& self, const boost::system::error_code&) {
        self.end({std::nullopt, 0, SessionEnd::Left::deaf_peer});
      }));
  }
}

// ---- how it ends

void Session::close(std::uint16_t code, std::string_view text, std::optional<Clock::duration> patience) {
  answer_before_close();
  if (state_ != State::open) return;
  state_ = State::closing;
  if (patience) deadline_ = Clock::now() + *patience;
  peer_.close(code, text);
  flush();
}

void Session::end(SessionEnd why) {
  if (std::exchange(state_, State::over) == State::over) return;
  if (why.left == SessionEnd::Left::last_words && peer_.has_output()) {
    wire_->sender.queue_control(peer_.take_output(), true);
  }
  owner_.on_end(why);
}

// ---- what the clock says

Session::Clock::time_point Session::next_look() const {
  return state_ == State::open ? keepalive_.next_look() : std::min(deadline_, keepalive_.silent_at());
}

void Session::look_at_clock(Clock::time_point now) {
  if (state_ == State::open) return look_at_open(now);
  const bool over = now >= deadline_ || keepalive_.silent(now);
  if (state_ == State::closing && over) end({std::nullopt, 0, SessionEnd::Left::deaf_peer});
}

void Session::look_at_open(Clock::time_point now) {
  wire_->transport.settle();
  const auto since = wire_->sender.stalled_since();
  if (since != Clock::time_point::max() && keepalive_.stalled(now, since, wire_->unacknowledged())) {
    return owner_.on_stalled();
  }
  // Whether a slow reader takes anything is the other limit's affair.
  const bool reads = limits_.may_read_slowly && wire_->acknowledges_within(limits_.silent);
  if (keepalive_.silent(now) && !reads) return owner_.on_silent();
  if (!keepalive_.ping_is_due(now)) return;
  peer_.ping();
  flush();
}

}  // namespace netdumplings::net
