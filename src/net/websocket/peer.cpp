#include "net/websocket/peer.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "common/defaults.hpp"
#include "common/protocol.hpp"

namespace netdumplings::net {
namespace {

std::string_view view(std::span<const char> bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

// The steps of a frame all fill in the caller's Step: copying one costs more than reading a short frame.
Peer::Step Peer::next(std::span<char> input) {
  if (message_.capacity() > defaults::message_buffer_kept && !fragmented_ && missing_ == 0) message_ = {};
  Step step;
  while (!ending_ && take_frame(input.subspan(step.used), step)) {
  }
  if (ending_ && step.kind == Kind::more) step.used = input.size();
  return step;
}

// Takes a frame from the front of `input`, or what there is of it. Returns false if there is something to report, or if
// nothing can be done before there is more input.
bool Peer::take_frame(std::span<char> input, Step& step) {
  if (missing_ > 0) return take_payload(input, step);
  FrameHeader header;
  switch (read_header(view(input), header)) {
    case HeaderState::incomplete:
      return false;
    case HeaderState::offence:
      return end_broken(is_client() ? fault_of_server_header(view(input)) : fault_of_client_header(view(input)), step);
    case HeaderState::complete:
      break;
  }
  return header.is_control() ? take_control(input, header, step) : take_data(input, header, step);
}

HeaderState Peer::read_header(std::string_view bytes, FrameHeader& header) const {
  return is_client() ? read_server_header(bytes, header) : read_client_header(bytes, header);
}

bool Peer::take_data(std::span<char> input, const FrameHeader& header, Step& step) {
  missing_ = header.length;
  if (throws_data_away()) {
    step.used += header.size;
    return true;
  }
  const bool first = header.opcode != Opcode::continuation;
  if (first && fragmented_) return end_broken("a new message inside of another", step);
  if (!first && !fragmented_) return end_broken("a continuation of nothing", step);
  const std::size_t before = first ? 0 : message_.size();
  step.used += header.size;
  if (header.length > max_message_ - std::min(max_message_, before)) {
    too_large_ = true;
    throw_message_away();
    step.kind = Kind::too_large;
    return false;
  }
  if (first && header.final && input.size() - header.size >= header.length) {
    missing_ = 0;
    return take_whole_message(input.subspan(header.size, static_cast<std::size_t>(header.length)), header, step);
  }
  if (first) begin_message(header);
  final_ = header.final;
  mask_ = header.mask;
  return missing_ > 0 || !final_ || finish_message(step);
}

void Peer::begin_message(const FrameHeader& header) {
  fragmented_ = true;
  binary_ = header.opcode == Opcode::binary;
  message_.clear();
  text_check_.reset();
}

bool Peer::take_whole_message(std::span<char> payload, const FrameHeader& header, Step& step) {
  const bool ascii = unmask(payload, header.mask);
  step.binary = header.opcode == Opcode::binary;
  if (!step.binary && !ascii && !is_utf8(view(payload))) return end_not_utf8(step);
  step.used += payload.size();
  step.message = view(payload);
  step.kind = Kind::message;
  return false;
}

// Takes what there is of the frame under way.
bool Peer::take_payload(std::span<char> input, Step& step) {
  const auto part = input.first(static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), missing_)));
  missing_ -= part.size();
  step.used += part.size();
  if (part.empty()) return false;
  if (throws_data_away()) return true;
  unmask(part, mask_);
  std::rotate(mask_.begin(), mask_.begin() + part.size() % mask_.size(), mask_.end());
  if (!binary_ && !text_check_.add(view(part))) return end_not_utf8(step);
  message_.append(part.data(), part.size());
  return missing_ > 0 || !final_ || finish_message(step);
}

bool Peer::finish_message(Step& step) {
  fragmented_ = false;
  if (!binary_ && !text_check_.complete()) return end_not_utf8(step);
  const std::size_t size = message_.size();
  message_.append(readable_after_message, '\0');
  step.message = std::string_view(message_).substr(0, size);
  step.binary = binary_;
  step.kind = Kind::message;
  return false;
}

bool Peer::take_control(std::span<char> input, const FrameHeader& header, Step& step) {
  const std::size_t total = header.size + static_cast<std::size_t>(header.length);
  if (input.size() < total) return false;
  const auto payload = input.subspan(header.size, static_cast<std::size_t>(header.length));
  if (!is_client()) unmask(payload, header.mask);
  if (header.opcode == Opcode::close) return end(read_close(view(payload)), step);
  if (header.opcode == Opcode::ping && said_close_ == 0) answer_ping(view(payload));
  step.used += total;
  return true;
}

bool Peer::end_broken(const char* fault, Step& step) { return end(protocol_broken(fault), step); }

bool Peer::end_not_utf8(Step& step) { return end(not_utf8("a text message that isn't UTF-8"), step); }

bool Peer::end(PeerClose why, Step& step) {
  assert(!ending_);
  const CloseReason& reason = why.reason;
  if (reason.sent != 0) {
    say_close(reason.sent, is_client() ? "" : why.fault);
  } else {
    // A Close without a code is answered with 1000: a code that isn't there can't be repeated.
    say_close(reason.code == protocol::close_without_code ? protocol::close_normal : reason.code, {});
  }
  ending_ = std::move(why);
  step.kind = Kind::ended;
  return false;
}

void Peer::answer_ping(std::string_view payload) {
  if (pongs_ + max_client_header + payload.size() > defaults::pongs_kept) {
    output_.resize(output_.size() - std::exchange(pongs_, 0));
  }
  const std::size_t before = output_.size();
  append(Opcode::pong, payload);
  pongs_ += output_.size() - before;
}

void Peer::ping() {
  if (said_close_ != 0) return;
  append(Opcode::ping, {});
  pongs_ = 0;
}

void Peer::close(std::uint16_t code, std::string_view text) {
  if (said_close_ == 0) say_close(code, text);
}

void Peer::say_close(std::uint16_t code, std::string_view text) {
  assert(may_be_sent(code));
  if (said_close_ != 0) return;
  said_close_ = code;
  throw_message_away();
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  append(Opcode::close, payload.append(close_text_that_fits(text)));
}

// Not one that is whole: its receiver may be reading it just now.
void Peer::throw_message_away() {
  if (fragmented_) message_ = {};
}

void Peer::append(Opcode opcode, std::string_view payload) {
  if (is_client()) return append_client_frame(output_, opcode, payload, masks_->next());
  append_server_frame(output_, opcode, payload);
}

std::string Peer::take_output() {
  pongs_ = 0;
  return std::exchange(output_, {});
}

}  // namespace netdumplings::net
