#include "net/send/frame_sender.hpp"

#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::net {

bool CutFrameBudget::take(std::size_t bytes) {
  if (bytes > left_) return false;
  left_ -= bytes;
  return true;
}

void FrameSender::queue_control(std::string_view frames, bool last) {
  if (closing_) return;
  control_.append(frames);
  closing_ = last;
}

void FrameSender::queue_last(std::shared_ptr<const std::string> bytes) {
  if (closing_) return;
  last_ = std::move(bytes);
  closing_ = true;
}

FrameSender::State FrameSender::flush() {
  flushed_ = 0;
  const IoResult before = transport_.flush();
  if (before.state != IoResult::State::done) return after(stopped(before));
  flushed_ += before.bytes;
  while (true) {
    if (!rest_.empty()) {
      if (const State state = send_rest(); state != State::idle) return after(state);
    }
    if (!control_.empty()) {
      if (const State state = send_control(); state != State::idle) return after(state);
    }
    if (last_ && !last_->empty()) {
      rest_.shared = std::exchange(last_, nullptr);
      continue;
    }
    if (closing_ || source_ == nullptr) return after(all_taken());
    if (flushed_ >= defaults::sent_at_once) return after(State::busy);
    const FrameRun run = source_->next();
    if (run.bytes.empty()) return after(all_taken());
    if (const State state = send_run(run); state != State::idle) return after(state);
  }
}

FrameSender::State FrameSender::send_rest() {
  const IoResult result = transport_.write(rest_.bytes().substr(rest_sent_));
  if (result.state != IoResult::State::done) return stopped(result);
  flushed_ += result.bytes;
  rest_sent_ += result.bytes;
  if (rest_sent_ < rest_.bytes().size()) return State::blocked;
  forget_rest();
  if (source_ != nullptr) source_->cut_frame_sent();
  return State::idle;
}

FrameSender::State FrameSender::send_control() {
  const IoResult result = transport_.write(control_);
  if (result.state != IoResult::State::done) return stopped(result);
  control_.erase(0, result.bytes);
  if (!control_.empty()) return State::blocked;
  control_.shrink_to_fit();
  return State::idle;
}

FrameSender::State FrameSender::send_run(const FrameRun& run) {
  const IoResult result = transport_.write_run(run);
  CutFrame missing;
  source_->taken(result.bytes, missing);
  if (result.state != IoResult::State::done) return stopped(result);
  flushed_ += result.bytes;
  if (missing.empty()) return result.bytes == run.bytes.size() ? State::idle : State::blocked;
  if (!budget_.take(missing.own.size())) return State::failed;
  rest_ = std::move(missing);
  rest_sent_ = 0;
  return State::blocked;
}

FrameSender::State FrameSender::all_taken() const { return transport_.pending() ? State::blocked : State::idle; }

FrameSender::State FrameSender::stopped(const IoResult& result) {
  return result.state == IoResult::State::would_block ? State::blocked : State::failed;
}

FrameSender::State FrameSender::after(State state) {
  if (state != State::blocked) {
    stalled_since_ = Clock::time_point::max();
  } else if (flushed_ > 0 || stalled_since_ == Clock::time_point::max()) {
    stalled_since_ = Clock::now();
  }
  return state;
}

void FrameSender::forget_rest() {
  budget_.give_back(rest_.own.size());
  rest_ = {};
  rest_sent_ = 0;
}

}  // namespace netdumplings::net
